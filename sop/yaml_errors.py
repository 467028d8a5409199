"""What the YAML reader complains of, said so that the writer of the file can mend it."""

from django.utils.translation import gettext as _


def explain(error, lines):
    """(line, message) for a MarkedYAMLError; `lines`: the file's."""
    at = _line(error.problem_mark, lines) or _line(error.context_mark, lines) or 1
    begun = _line(error.context_mark, lines) or at
    context, problem = str(error.context or ""), str(error.problem or "")
    text = lines[at - 1].strip() if 0 < at <= len(lines) else ""
    if "scanning a quoted scalar" in context:
        return begun, _("Tanda kutip yang dibuka di baris ini tidak ditutup.")
    if "double-quoted scalar" in context:
        return at, _("Garis miring terbalik (\\) di dalam kutip ganda punya arti khusus. Tulis dua kali (\\\\), atau pakai kutip tunggal.")
    if "flow sequence" in context:
        return begun, _bracket("[", "]", at, begun)
    if "flow mapping" in context:
        return begun, _bracket("{", "}", at, begun)
    if "stream end" in problem and "flow" in context:
        return begun, _("Kurung [ atau { yang dibuka di sini tidak ditutup sampai akhir berkas, atau ada tanda kutip yang belum ditutup.")
    if "mapping values are not allowed" in problem:
        return at, _(
            "Titik dua di baris ini tidak pada tempatnya. Bila bagian dari teks, apit teksnya dengan tanda kutip; bila kunci, periksa jorokannya."
        )
    if "sequence entries are not allowed" in problem:
        return at, _dash(text)
    if "cannot start any token" in problem:
        return at, _first_character(problem)
    if "could not find expected ':'" in problem:
        return begun, _(
            "Baris ini bukan “kunci: isi” dan bukan butir daftar. Tambahkan titik dua, atau jorokkan bila melanjutkan teks di atasnya."
        )
    if "<block end>" in problem and "block" in context:
        return at, _indentation(problem)
    if "chomping or indentation" in problem:
        return at, _(
            "Setelah | atau > tulis isinya di baris berikutnya, menjorok. Bila | atau > bagian dari teks, apit dengan tanda kutip."
        )
    if "anchor" in context or "alias" in context:
        return at, _("Teks yang diawali & atau * harus diapit tanda kutip.")
    if "tag" in context:
        return at, _("Teks yang diawali tanda seru (!) harus diapit tanda kutip.")
    if "directive" in context or "directive" in problem or "incompatible YAML" in problem:
        return at, _("Baris yang diawali % tidak dipakai di berkas SOP. Hapus baris ini.")
    if "expected the node content" in problem or "document start" in problem:
        return at, _(
            "Kurung atau tanda baca di baris ini tidak pada tempatnya. Periksa kurung tutup yang berlebih, atau apit teksnya dengan tanda kutip."
        )
    return at, _("Baris ini tidak dapat dibaca. Periksa jorokan, titik dua, tanda kutip, dan kurung di baris ini dan di atasnya.")


def _line(mark, lines):
    return min(mark.line + 1, len(lines) or 1) if mark is not None else None


def _bracket(opened, closed, at, begun):
    where = _(" (paling lambat sebelum baris %d)") % at if at > begun else ""
    return _(
        "Kurung %(open)s yang dibuka di sini tidak ditutup%(where)s, atau ada koma yang kurang atau tanda kutip yang belum ditutup. "
        "Tutup dengan %(close)s; teks berisi : , [ ] { } diapit tanda kutip."
    ) % {
        "open": opened,
        "close": closed,
        "where": where,
    }


def _dash(text):
    if text.partition(" #")[0].rstrip().endswith("-"):
        return _('Tanda “-” tunggal harus diapit tanda kutip: tulis "-".')
    return _("Butir daftar “- ” harus dimulai di baris baru, lebih menjorok daripada kuncinya.")


def _first_character(problem):
    character = problem.partition("found character ")[2].partition(" that")[0].strip("'")
    if character == "\\t":
        return _("Baris ini memakai tab. Ganti setiap tab dengan spasi.")
    return _("Teks tidak boleh diawali %s tanpa tanda kutip. Apit teksnya dengan tanda kutip.") % character


def _indentation(problem):
    if "','" in problem or "']'" in problem or "'}'" in problem:
        return _("Ada koma atau kurung tutup yang berlebih di baris ini. Hapus, atau apit teksnya dengan tanda kutip.")
    if "<scalar>" in problem:
        return _("Ada teks setelah tanda kutip tutup. Apit seluruh teksnya dengan satu pasang tanda kutip.")
    return _("Jorokan baris ini tidak sejajar dengan kunci setingkatnya. Samakan jumlah spasi di depannya.")
