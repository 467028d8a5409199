"""The most frequent problems: words that stand in the subjects of many tickets of one service.

What people write first names what is wrong ("Wi-Fi lambat di ruang rapat"), whatever form the office made; so the words that most tickets
of a service share are counted, each once per ticket, without small words and those of the service's own name.
"""

import re
from collections import Counter

from django.db.models import Count, Q

from .. import sets
from .model import Problem

MOST = 10
LEAST = 2  # tickets; what was said once is no pattern
WORD = re.compile(r"[a-z0-9]{3,}")
SMALL_WORDS = """
ada adalah agar akan aku anda atas atau baru bagi bahwa banyak beberapa belum bila bisa bukan dahulu dalam dan dapat dari dengan
di dia hanya hari harap harus hingga ini itu jadi jam jika juga kali kami kantor karena kembali kepada ketika kita lagi lain lalu
lebih mereka masih maupun minta mohon nomor oleh pada para pagi perlu pernah pukul saat saja sama sampai sangat satu saya sebab
sebagai sebelum secara sedang segera sehingga sejak selalu semua sendiri seperti sering setelah setiap siang sore suatu sudah
supaya tadi tanpa telah tentang terhadap terima terlalu tersebut tetap tetapi tidak tolong untuk yaitu yang kasih selamat bapak
ibu pak bu kemarin besok hal membuat menjadi permintaan permohonan ruang ruangan bagian lantai unit dua tiga empat lima
"""
SMALL = frozenset(SMALL_WORDS.split())


def figures(scope, definitions):
    """[Problem], at most ten. Subjects are read one after the other, only the counts are kept; what is shown is counted by the list's own set."""
    counted, own = Counter(), {pk: set(WORD.findall(definitions.name(pk).lower())) for pk in definitions.procedures}
    received = sets.received(scope)
    for procedure, subject in received.order_by().values_list("procedure", "subject").iterator(chunk_size=2000):
        for word in set(WORD.findall(subject.lower())) - own[procedure] - SMALL:
            if not word.isdigit():
                counted[procedure, word] += 1
    top = sorted((key for key, n in counted.items() if n >= LEAST), key=lambda key: (-counted[key], key))[:MOST]
    if not top:
        return []
    exact = received.order_by().aggregate(
        **{f"n{place}": Count("pk", filter=Q(pk__in=with_word(scope, *key).values("pk"))) for place, key in enumerate(top)}
    )
    found = [Problem(definitions.code(pk), definitions.name(pk), word, exact[f"n{place}"]) for place, (pk, word) in enumerate(top)]
    return sorted(found, key=lambda p: (-p.count, p.service, p.word))


def with_word(scope, procedure, word):
    """Tickets of `procedure` (id) received in the period whose subject holds `word`."""
    return sets.about(sets.received(scope).filter(procedure=procedure), word)
