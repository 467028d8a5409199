"""For machines: is this process able to serve?"""

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def health(request):
    """200 when database and broker answer, else 503; no versions, no addresses, no causes: anybody may ask."""
    answers = {"basis_data": _database_answers(), "antrean": _broker_answers()}
    well = all(answers.values())
    shown = {name: "baik" if good else "tidak menjawab" for name, good in answers.items()}
    return JsonResponse({"keadaan": "sehat" if well else "sakit", **shown}, status=200 if well else 503)


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers():
    if not settings.BROKER_URL:  # the folder beside the database
        return True
    import redis

    try:
        with redis.Redis.from_url(settings.BROKER_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
