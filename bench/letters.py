"""How many letters a minute one worker draws: `python -m bench.letters [TIMES]`, on a portal that has some (manage.py demo).

Draws the newest letter of each kind TIMES times from its facts, the way the worker does, nothing kept; the first drawing, which loads the
engine and its fonts, is told apart.
"""

import os
import sys
import time

TIMES = 10


def newest():
    """{kind: Letter}, the newest of each kind there is."""
    from documents.kinds import KINDS
    from documents.models import Letter

    found = {kind: Letter.objects.filter(kind=kind).order_by("-pk").first() for kind in KINDS}
    return {kind: letter for kind, letter in found.items() if letter}


def drawn(letter):
    """(seconds, bytes of PDF)."""
    from documents import letters, rendering

    began = time.perf_counter()
    content = rendering.pdf(letter.facts, check_url=letters.check_url(letter.token))
    return time.perf_counter() - began, len(content)


def main(times=TIMES):
    found = newest()
    if not found:
        sys.exit("No letter here: fill a portal first (manage.py demo).")
    first = next(iter(found.values()))
    print(f"{'first drawing, engine and fonts loaded':42} {drawn(first)[0] * 1000:8.0f} ms")
    means = []
    for kind, letter in found.items():
        took = sorted(drawn(letter) for _time in range(times))
        means.append(sum(seconds for seconds, _size in took) / times)
        print(f"{kind:42} {took[times // 2][0] * 1000:8.0f} ms  {took[-1][0] * 1000:8.0f} ms at most  {took[0][1] // 1024:5} kB")
    mean = sum(means) / len(means)
    print(f"{'one worker, all kinds alike':42} {60 / mean:8.0f} letters a minute ({mean * 1000:.0f} ms each)")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halocik.settings")
    import django

    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)
