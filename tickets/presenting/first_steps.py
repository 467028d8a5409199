"""What a new office still lacks before its first ticket, for its pengelola: one query."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letterhead import is_complete
from accounts.models import Organisation, Role, RoleHolding, User
from accounts.roles import office_day
from sop.models import Procedure
from worktime.models import Holiday, WeeklyPattern


@dataclass(frozen=True)
class FirstStep:
    """`done`: nothing is left to do here. `text` says what to do, or what is there."""

    label: str
    text: str
    url: str
    done: bool


def first_steps(user):
    """[FirstStep] in their order; empty for who is no pengelola, and once all are done."""
    if not user.administers:
        return []
    facts = _facts(user)
    steps = [
        FirstStep(
            _("Orang"),
            _("Tambahkan rekan sekantor; masing-masing mendapat kata sandi sementara."),
            reverse("pengaturan-orang"),
            facts["people"],
        ),
        FirstStep(_("SOP"), _("Unggah SOP kantor; perannya dibuat sendiri dari kolom Pelaksana."), reverse("sop-unggah"), facts["sop"]),
        FirstStep(
            _("Peran"),
            _("Tetapkan pemegang setiap peran, supaya setiap langkah ada pelaksananya."),
            reverse("pengaturan-peran"),
            facts["roles"] and not facts["vacant"],
        ),
        FirstStep(
            _("Jam kerja dan hari libur"),
            _("Periksa jam kantor, dan tetapkan hari libur tahun ini: batas waktu dihitung darinya."),
            reverse("jam-kerja") if not facts["week"] else reverse("kalender"),
            facts["week"] and facts["holidays"],
        ),
        FirstStep(
            _("Kop surat"),
            _("Isi kop, alamat, dan tempat yang tercetak pada surat."),
            reverse("pengaturan-instansi") + "#kop",
            facts["head"],
        ),
    ]
    return [] if all(step.done for step in steps) else steps


def _facts(user):
    """{what: bool} about the office of `user`."""
    today, office = office_day(user.organisation), OuterRef("pk")
    held = RoleHolding.objects.on(today).filter(role=OuterRef("pk"), person__is_active=True)
    asked = {
        "people": User.objects.active().filter(organisation=office).exclude(pk=user.pk),
        "roles": Role.objects.filter(organisation=office),
        "vacant": Role.objects.filter(~Exists(held), organisation=office),
        "sop": Procedure.objects.filter(organisation=office).exclude(revision_in_force=None),
        "week": WeeklyPattern.objects.filter(organisation=office, starts_on=None),
        "holidays": Holiday.objects.in_force().of_year(today.year).filter(organisation=office),
    }
    answers = {f"has_{name}": Exists(rows) for name, rows in asked.items()}
    row = Organisation.objects.annotate(**answers).values(*answers).get(pk=user.organisation_id)
    return {name: row[f"has_{name}"] for name in asked} | {"head": is_complete(user.organisation)}
