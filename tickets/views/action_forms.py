"""The forms of the actions somebody may take, dressed for a page; and the files of a refused form, kept."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sop.definition import DONE, ENDS, REJECTED, Action
from sop.registry import EFFECTS, LETTER_KINDS

from .. import attachments, fields, registry
from ..forms import CHECKLIST, NOTE, PLANNED, ActionForm
from ..presenting.answers import file_link
from ..transitions.acting import form_arguments


@dataclass(frozen=True)
class Consequence:
    """A letter issued or an effect taken with an action. `built`: False while the portal cannot do it yet."""

    icon: str
    text: str
    built: bool


@dataclass
class ActionCard:
    """One action as the page offers it. `opened`: its form is shown at once, not behind its button."""

    action: Action
    form: ActionForm
    consequences: list[Consequence]
    leads: str
    opened: bool = False

    @property
    def has_files(self):
        return any(f.kind == "berkas" for f in self.action.fields)

    @property
    def note(self):
        """The optional note, which stays folded until it is wanted; None when a note is asked for, or there is none."""
        if NOTE not in self.form.fields or self.form.fields[NOTE].required:
            return None
        return self.form[NOTE]

    @property
    def note_opened(self):
        return bool(self.note is not None and (self.note.errors or self.note.value()))

    @property
    def asked(self):
        """Bound fields to show, the folded note left out."""
        return [bound for bound in self.form.visible_fields() if bound.name != NOTE or self.note is None]


@dataclass
class Cards:
    """The actions of an act: `main` is what the SOP expects; of a decision with several printed exits there is none, all are `options`."""

    main: ActionCard | None
    options: list[ActionCard]

    def __bool__(self):
        return self.main is not None or bool(self.options)


def arranged(found):
    """Cards out of [ActionCard]."""
    printed = [card for card in found if not card.action.deviation]
    main = printed[0] if len(printed) == 1 else found[0] if len(found) == 1 else None
    for card in found:
        card.opened = card.opened and card is not main
    return Cards(main, [card for card in found if card is not main])


def cards(ticket, choices, user, bound=None):
    """[ActionCard] for `choices` (permissions.Choice) in the SOP's order.

    `bound`: an ActionForm that was refused; it takes the place of its action's empty form and is opened. Otherwise the first action the
    SOP prints is.
    """
    found = [_card(ticket, choice.action, user, bound) for choice in choices]
    wanted = bound.action.code if bound is not None else next((c.action.code for c in found if not c.action.deviation), None)
    for card in found:
        card.opened = card.action.code == wanted or len(found) == 1
    return found


def _card(ticket, action, user, bound):
    if bound is not None and bound.action.code == action.code:
        form = bound
    else:
        form = ActionForm(**form_arguments(ticket, action, user))
    dress(form, ticket.answers, ticket.number)
    return ActionCard(action, form, consequences(action), leads_to(ticket.definition, ticket.current_act, action))


def opening_form(user, definition, action, data=None, files=None, answers=None, draft=False):
    """The ActionForm of `action` at the first act of `definition`, for a ticket that may not exist yet."""
    target = None if action.target in ENDS else definition.step_of(action.target)
    context = fields.Context(user.organisation, answers or {}, user)
    return ActionForm(data, files, act=definition.first_act, action=action, context=context, target_step=target, draft=draft)


def dress(form, answers, number):
    """Prepare `form` for a page: ids that are unique among several forms, and the files answered with before."""
    form.auto_id = f"{form.action.code}-%s"
    for name, made in form.fields.items():
        if isinstance(made, fields.FilesField):
            made.widget.kept = [file_link(number, said) for said in answers.get(name, [])]
    return form


def keep_files(request, form):
    """Put the good files of a refused form aside, so that nobody uploads them twice; the form then carries their tokens."""
    for name, made in form.fields.items():
        if not isinstance(made, fields.FilesField):
            continue
        staged = attachments.staged(request.user, request.POST.getlist(f"{name}-simpan")[: fields.MAX_FILES])
        fresh = [attachments.stage(request.user, upload) for upload in request.FILES.getlist(name)[: fields.MAX_FILES] if _is_good(upload)]
        made.widget.staged = fresh if fresh and not made.many else [*staged, *fresh]


def _is_good(upload):
    try:
        attachments.check(upload)
    except ValidationError:
        return False
    return True


def refused_form(error, rebuild):
    """The bound form that a ValidationError of the door carries, or `rebuild()` with its messages added."""
    form = getattr(error, "form", None)
    if form is None:
        form = rebuild()
        form.is_valid()
        form.add_error(None, error.messages)
    return form


def needs_input(act, action, definition):
    """Whether taking `action` asks for anything at all: without it, one click decides."""
    step = None if action.target in ENDS else definition.step_of(action.target)
    planned = step is not None and step.planned and step.no != act.step
    checklist = act.checklist and not action.deviation
    return bool(planned or checklist or action.note == "wajib" or any(f.required for f in action.fields))


def consequences(action):
    """What taking `action` sets off besides the move. Letters the portal does not make yet are named beside the letters of the ticket."""
    letters = [Consequence("file-certificate", _("Menerbitkan %s") % title, True) for title in letters_of(action)]
    effects = [Consequence("box", _sentence_case(EFFECTS[name]), registry.effect(name) is not None) for name in action.effects]
    return letters + effects


def letters_of(action):
    """Titles of the letters the portal issues with `action`."""
    return [letter.title or LETTER_KINDS[letter.kind] for letter in action.letters if registry.makes_letter(letter.kind)]


def _sentence_case(text):
    return text[:1].upper() + text[1:]


def leads_to(definition, act, action):
    """Where an action leads, in a few words: "lanjut ke langkah 3: Identifikasi (Teknisi)"."""
    if action.target == DONE:
        return _("tiket selesai")
    if action.target == REJECTED:
        return _("tiket ditolak")
    target = definition.act(action.target)
    order = [a.code for a in definition.acts]
    words = {"step": target.step, "role": _(" atau ").join(definition.role_label(role) for role in target.roles)}
    if target.step == act.step:
        return (
            _("diteruskan kepada %(role)s") % words
            if order.index(target.code) > order.index(act.code)
            else _("kembali kepada %(role)s") % words
        )
    if order.index(target.code) < order.index(act.code):
        return _("kembali ke langkah %(step)s (%(role)s)") % words
    return _("lanjut ke langkah %(step)s (%(role)s)") % words


def typed(request, definition, act_code, action_code):
    """[(label, text)] of what somebody typed into a form that can no longer be sent: nothing of it may be lost."""
    try:
        action = definition.act(act_code).action(action_code)
    except KeyError:
        action = None
    labels = {f.code: f.label for f in action.fields} if action else {}
    found = []
    for name in request.POST:
        text = "\n".join(value for value in request.POST.getlist(name) if value.strip())
        label = _label(name, labels)
        if text and label:
            found.append((label, text))
    return found + [
        (labels.get(name, name), f"{upload.name} ({_('berkas ini belum terkirim')})")
        for name in request.FILES
        for upload in request.FILES.getlist(name)
    ]


def _label(name, labels):
    if name in (NOTE, PLANNED, CHECKLIST):
        return {NOTE: _("Catatan"), PLANNED: _("Direncanakan pada"), CHECKLIST: _("Daftar periksa")}[name]
    if name.startswith("_") or name.endswith("-simpan") or name == "csrfmiddlewaretoken":
        return ""
    table, dash, rest = name.partition("-")
    if dash and table in labels:
        row, _dash, column = rest.partition("-")
        return f"{labels[table]} {int(row) + 1 if row.isascii() and row.isdigit() and len(row) < 5 else ''} · {column}"
    return labels.get(name, "")
