"""For machines: is this process able to serve, and does the machinery behind it work?"""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications import health as machinery


@never_cache
@require_safe
def health(request):
    """200 when database and broker answer, the clock is swept and no notice is stuck, else 503; no versions, no addresses, no causes."""
    answers, figures = _foundations(), {}
    if answers["basis_data"]:
        now = timezone.now()
        answers |= {"penyapuan": machinery.sweeps(now), "pemberitahuan": machinery.sends(now)}
        figures = {"penyapuan_detik": machinery.sweep_age(now), "pemberitahuan_tertua_detik": machinery.oldest_unsent_age(now)}
    return _answer(answers, figures)


@never_cache
@require_safe
def web_health(request):
    """200 when this web process can serve: a container is not restarted because another one is away."""
    return _answer(_foundations(), {})


def _foundations():
    return {"basis_data": machinery.database_answers(), "antrean": machinery.broker_answers()}


def _answer(answers, figures):
    well = all(answers.values())
    words = {"penyapuan": "terhenti", "pemberitahuan": "tertahan"}
    shown = {name: "baik" if good else words.get(name, "tidak menjawab") for name, good in answers.items()}
    return JsonResponse({"keadaan": "sehat" if well else "sakit", **shown, **figures}, status=200 if well else 503)
