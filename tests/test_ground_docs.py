"""What the documentation lists is what the code reads, and what is deployed is what is documented."""

import re
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [
    "accounts",
    "worktime",
    "sop",
    "tickets",
    "notifications",
    "assets",
    "documents",
    "reports",
    "halocik",
    "deploy",
    "tests",
    "bench",
]
READ = re.compile(r"""(?:env\.\w+|environ\.get|getenv)\(\s*["']([A-Z_]+)["']|environ\[["']([A-Z_]+)["']\]""")
OURS = re.compile(r"HALOCIK_\w+|DATABASE_URL|REDIS_URL|PORT")


def documented():
    text = (ROOT / "docs" / "pengaturan.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))


def read_by_the_code():
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    names = {name for path in files for match in READ.finditer(path.read_text()) for name in match.groups() if name}
    return {name for name in names if OURS.fullmatch(name)}


def test_every_setting_is_documented_and_every_documented_one_is_read():
    assert read_by_the_code() == documented()


def test_readme_names_files_that_are_there():
    text = (ROOT / "README.md").read_text() + (ROOT / "docs" / "architecture.md").read_text()
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (ROOT / target).exists() or (ROOT / "docs" / target).exists(), target


def compose():
    return YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())


def test_everything_that_stays_up_in_production_is_watched():
    services = compose()["services"]
    assert {"postgres", "redis", "migrate", "web", "worker", "beat"} <= services.keys()
    for name, service in services.items():
        assert name == "migrate" or service["healthcheck"]["test"], name
    assert services["web"]["deploy"]["replicas"] == 2


def test_only_migrations_run_as_the_owner_of_the_tables():
    services = compose()["services"]
    owners = [name for name, service in services.items() if "halocik_owner" in str(service.get("environment", {}).get("DATABASE_URL"))]
    assert owners == ["migrate"]


def test_the_image_gets_the_packages_the_portal_asks_for():
    from halocik import libraries

    wanted = {*libraries.LIBRARIES, libraries.FONT_PACKAGE}
    assert set((ROOT / "deploy" / "apt.txt").read_text().split()) == wanted


def test_every_package_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            assert not line or line.startswith(("#", "-r ")) or re.match(r"[\w.-]+==[\w.]+( ; .+)?$", line), line
