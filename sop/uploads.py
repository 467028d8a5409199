"""Uploading a SOP file: it is checked, shown as it would be printed, and loaded only on a second word. Nothing typed is lost."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import administrator_required

from . import loader, services, sheet
from .models import Revision
from .problems import ERROR, Problem
from .reader import LARGEST_FILE
from .sheet.flow import header_notes


class UploadForm(forms.Form):
    """A file, or the text of one: what was uploaded comes back as text, to be mended on the spot."""

    file = forms.FileField(
        label=gettext_lazy("Berkas SOP"),
        required=False,
        help_text=gettext_lazy("Berkas .yaml, paling besar 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml", "data-hc-max-bytes": LARGEST_FILE}),
    )
    source = forms.CharField(
        label=gettext_lazy("Isi berkas"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Tempelkan di sini bila tidak mengunggah berkas."),
        widget=forms.Textarea(
            attrs={"rows": 18, "class": "sop-source", "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off", "wrap": "off"}
        ),
    )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("file") and not (cleaned.get("source") or "").strip():
            self.add_error("file", _("Pilih berkas SOP, atau tempelkan isinya."))
        return cleaned

    @property
    def raw(self):
        """Bytes or text, and a name: a file wins over the text. Never more than the checker refuses anyway."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(LARGEST_FILE + 1), file.name
        return self.cleaned_data["source"].replace("\r\n", "\n"), ""


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    if request.method != "POST":
        return render(request, "sop/upload.html", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "sop/upload.html", {"form": form}, status=422)
    raw, name = form.raw
    checked = Checked.of(raw, name, request.user)
    if checked.sop and request.POST.get("_perintah") == "muat":
        return _load(request, checked)
    context = {"form": UploadForm(initial={"source": checked.source}), "checked": checked, "name": name}
    return render(request, "sop/upload.html", context, status=200 if checked.sop else 422)


def _load(request, checked):
    """Load what was checked just now; somebody else may have loaded another version meanwhile, so it may still be refused."""
    try:
        outcome = services.load(checked.result, actor=request.user)
    except services.LoadRefused as refused:
        checked = Checked(checked.result, checked.source, refused.problems)
        return render(request, "sop/upload.html", {"form": UploadForm(initial={"source": checked.source}), "checked": checked}, status=422)
    messages.success(request, " ".join(done(outcome)))
    first = checked.result.sop.procedures[0].code
    return redirect(f"{reverse('sop', args=[first])}?revisi={outcome.revision.sequence}")


@dataclass
class Checked:
    """A file after the checker. `problems` with lines; `sop` None when it cannot be loaded; `outcome`: what loading it would do."""

    result: loader.Result
    source: str
    problems: tuple[Problem, ...]
    outcome: services.LoadOutcome | None = None
    drawings: list = field(default_factory=list)

    @classmethod
    def of(cls, raw, name, user):
        result = loader.parse(raw, name)
        source = raw if isinstance(raw, str) else raw.decode("utf-8-sig", "replace") if len(raw) <= LARGEST_FILE else ""
        source = source.replace("\x00", "�")  # a form cannot carry it back
        problems = result.problems
        if result.sop and result.sop.organisation != user.organisation.code:
            return cls(result, source, (*problems, _foreign(result, user)))
        if result.sop is None:
            return cls(result, source, problems)
        try:
            outcome = _tried(result, user)
        except services.LoadRefused as refused:
            return cls(result, source, tuple(dict.fromkeys((*refused.problems, *problems))))
        drawings = [{"procedure": p, "sheet": sheet.html(result.sop, p), "notes": sheet.notes(p)} for p in result.sop.procedures]
        return cls(result, source, problems, outcome, drawings)

    @property
    def sop(self):
        """The document, if it may be loaded."""
        return self.result.sop if self.outcome else None

    @property
    def errors(self):
        return [problem for problem in self.problems if problem.severity == ERROR]

    @property
    def warnings(self):
        return [problem for problem in self.problems if problem.severity != ERROR]

    @property
    def is_new(self):
        return self.outcome is not None and self.outcome.state == services.MADE

    @property
    def told(self):
        return list(told(self.outcome))

    @property
    def header(self):
        return header_notes(self.result.sop)


def _foreign(result, user):
    line = result.document["sop"].at("instansi") if result.document else 1
    message = _(
        "Berkas ini untuk instansi “%(theirs)s”, sedangkan Anda mengelola “%(yours)s”. Ubah “instansi”, atau masuk sebagai pengelola instansi itu."
    )
    return Problem(line, message % {"theirs": result.sop.organisation[:60], "yours": user.organisation.code})


def _tried(result, user):
    """What loading would do: it is done and taken back."""
    with transaction.atomic():
        outcome = services.load(result, actor=user)
        transaction.set_rollback(True)
    return outcome


def told(outcome):
    """What loading does, as sentences for a page."""
    revision = outcome.revision
    number = {"sequence": revision.sequence}
    if outcome.state == services.UNCHANGED:
        yield _("Isinya sama dengan revisi %(sequence)d; tidak ada yang berubah.") % number
        return
    if revision.technical:
        yield _("Revisi teknis %(sequence)d: nomor, tanggal, dan lembar tercetak tetap.") % number
    else:
        yield _("Revisi %(sequence)d.") % number
    if revision.status == Revision.Status.DRAFT:
        yield _("Berlaku mulai %s.") % sheet.day(revision.effective_on.isoformat())
    else:
        yield _("Langsung berlaku; tiket yang sudah berjalan tetap memakai revisinya sendiri.")
    yield from _besides(outcome)


def done(outcome):
    """What loading has done, as sentences for the page it leads to."""
    revision = outcome.revision
    values = {"sequence": revision.sequence, "day": sheet.day(revision.effective_on.isoformat())}
    if outcome.state == services.UNCHANGED:
        yield from told(outcome)
        return
    if revision.status == Revision.Status.DRAFT:
        yield _("Revisi %(sequence)d sudah dimuat dan berlaku mulai %(day)s.") % values
    else:
        yield _("Revisi %(sequence)d sudah dimuat dan berlaku.") % values
    yield from _besides(outcome)


def _besides(outcome):
    if outcome.roles:
        yield _("Peran baru: %s. Tetapkan pemegangnya di Pengaturan.") % ", ".join(outcome.roles)
    if outcome.dropped:
        yield _("Tidak ditawarkan lagi: %s; tiket lamanya tetap berjalan.") % ", ".join(outcome.dropped)
    yield from outcome.notes
