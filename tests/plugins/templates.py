"""A name that a template of ours uses and nobody gave it is a mistake, not an empty string."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class InvalidVariable(str):
    """For `string_if_invalid`: fails in templates of this project, is empty (Django's default) in those of libraries."""

    __slots__ = ()

    def __contains__(self, part):
        return part == "%s"

    def __mod__(self, variable):
        template = _template_being_rendered()
        if template is None or not _is_ours(template):
            return ""
        raise AssertionError(f"{template}: {{{{ {variable} }}}} tidak dikenal dalam konteks templat ini")


def _template_being_rendered():
    """File name of the innermost template on the stack, or None."""
    frame = sys._getframe(2)
    while frame is not None:
        context = frame.f_locals.get("context")
        render_context = getattr(context, "render_context", None)
        if render_context is not None and render_context.template is not None:
            return render_context.template.origin.name
        frame = frame.f_back
    return None


def _is_ours(name):
    path = Path(name)
    return path.is_relative_to(ROOT) and ".venv" not in path.parts
