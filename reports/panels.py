"""What reports add to the ticket page: the question how it was, to whoever asked for the service, once it has ended."""

from . import surveys
from .forms import SurveyForm

TEMPLATE = "reports/_survey.html"


def panel(user, ticket):
    """Context of TEMPLATE, or None for everybody who is not asked."""
    return {"ticket": ticket, "form": SurveyForm()} if surveys.is_asked(user, ticket) else None
