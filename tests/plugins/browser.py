"""A real browser for tests marked `browser`: Debian's Chromium, in Indonesian, that must not complain and must not call another host."""

from urllib.parse import urlsplit

import pytest

from tests.plugins import services
from tests.plugins.network import is_local

# The browser says this of every 403, 404 or 409; whether that was right is the test's own question.
ANSWERED = "Failed to load resource: the server responded with a status of"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": services.chromium(),
        "args": [
            "--no-sandbox",  # CI runs as root
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def complaints():
    """What the browser had to complain about so far (texts); a test that provokes one takes it out."""
    return []


@pytest.fixture
def context(context, complaints):
    """Fails the test for a script error, a complaint on the console (a breach of the CSP is one), or a call to another host."""
    listen(context, complaints)
    yield context
    assert not complaints, "\n".join(complaints)


def listen(context, complaints):
    """Have everything a browser context complains about, and every call to another host, written to `complaints`."""
    context.set_default_timeout(10_000)
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("console", lambda message: complaints.append(f"console: {message.text}") if _is_complaint(message) else None)
    context.on("request", lambda request: complaints.append(f"outside: {request.url}") if _is_outside(request.url) else None)


def _is_complaint(message):
    return message.type == "error" and not message.text.startswith(ANSWERED)


def _is_outside(url):
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and not is_local(parts.hostname)
