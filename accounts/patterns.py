"""The pattern of an office's letter numbers, such as `{urut}/{jenis}/{unit}/{bulan_romawi}/{tahun}`."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PARTS = ("urut", "jenis", "unit", "klasifikasi", "kode_keamanan", "bulan", "bulan_romawi", "tahun")


def check_letter_pattern(pattern):
    """The pattern, stripped; ValidationError for an unknown part, one written twice, a stray brace or a missing {urut}."""
    pattern = pattern.strip()
    parts = re.findall(r"{([^{}]*)}", pattern)
    if unknown := [part for part in parts if part not in PARTS]:
        raise ValidationError(
            _("Bagian {%(part)s} tidak dikenal. Yang ada: %(all)s.") % {"part": unknown[0], "all": " ".join(f"{{{p}}}" for p in PARTS)}
        )
    if twice := [part for part in parts if parts.count(part) > 1]:  # a number has to fit where it is kept
        raise ValidationError(_("Bagian {%s} tertulis lebih dari sekali.") % twice[0])
    if re.search(r"[{}]", re.sub(r"{[^{}]*}", "", pattern)):
        raise ValidationError(_("Kurung kurawal tidak berpasangan."))
    if "urut" not in parts:
        raise ValidationError(_("Pola harus memuat {urut}, supaya setiap surat punya nomor sendiri."))
    return pattern
