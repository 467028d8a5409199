"""Changes of people, roles and substitutes: check, change, log, in one transaction. The settings pages and the command line come here.

Every function takes `actor` (User; None on the command line) and writes one SettingsChange. ValidationError carries an Indonesian sentence.
Who may call is decided by the views (accounts.permissions); that nothing crosses offices is checked here once more.
"""

import datetime as dt
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import nip as nips
from .models import Delegation, Organisation, RoleHolding, SettingsChange, User
from .roles import office_day
from .signals import organisation_created, password_reset
from .templatetags.portal import day as day_text

# No 0/O, 1/l/I: somebody reads a temporary password aloud over the phone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def temporary_password():
    """Twelve letters in three groups, about 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _group in range(3))


def record(organisation, actor, what, **data):
    """Append one line to the office's log of settings changes."""
    return SettingsChange.objects.create(organisation=organisation, actor=actor, what=str(what)[:300], data=data)


def changed_fields(form):
    """{field: [old, new]} of a bound ModelForm, as text. A NIP is masked and a file only told as there or not: the log outlives both."""
    pairs = {name: (form.initial.get(name), form.cleaned_data.get(name)) for name in form.changed_data}
    if "nip" in pairs and nips.normalise(pairs["nip"][0]) == nips.normalise(pairs["nip"][1]):
        del pairs["nip"]  # only the spaces differ
    return {name: [_text(old, name), _text(new, name)] for name, (old, new) in pairs.items()}


def _text(value, field=""):
    if not value and value is not False:
        return ""
    if field == "nip":
        return nips.masked(value)
    if field == "logo":
        return _("ada") if value else ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return str(value)


def lock_office(organisation):
    """Serialise changes of one office's rights: two administrators must not take each other's right away at the same moment."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


# People


@transaction.atomic
def add_person(person, *, actor):
    """Save the new `person` (unsaved User of the actor's office); returns the temporary password, shown once and kept nowhere."""
    password = temporary_password()
    person.set_password(password)
    person.must_change_password = True
    person.save()
    record(person.organisation, actor, _("Menambah orang: %(name)s") % {"name": person}, person=person.pk, username=person.username)
    return password


@transaction.atomic
def update_person(person, changes, *, actor):
    """Save an edited `person`. `changes`: {field: [old, new]}. The office keeps at least one administrator."""
    lock_office(person.organisation)
    if "administers" in changes and not person.administers:
        _require_another_administrator(person)
    person.save()
    if {"administers", "username"} & set(changes):
        person.end_sessions()
    if changes:
        record(person.organisation, actor, _("Mengubah data %(name)s") % {"name": person}, person=person.pk, changes=changes)


@transaction.atomic
def deactivate(person, *, actor):
    """Close an account at once: sessions, roles and substitutions end. Nothing of what was done is lost."""
    lock_office(person.organisation)
    person.refresh_from_db()  # what it was before the lock may be over
    if actor is not None and actor.pk == person.pk:
        raise ValidationError(_("Anda tidak dapat menonaktifkan akun Anda sendiri. Minta pengelola lain."))
    if person.administers:
        _require_another_administrator(person)
    yesterday = office_day(person.organisation) - dt.timedelta(days=1)
    for row in [*person.holdings.all(), *person.delegations_received.all()]:
        if row.ends_on is None or row.ends_on > yesterday:
            _end(row, yesterday)
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.end_sessions()
    record(person.organisation, actor, _("Menonaktifkan %(name)s") % {"name": person}, person=person.pk)


@transaction.atomic
def reactivate(person, *, actor):
    """Open a closed account again, without its former roles; returns a new temporary password."""
    if person.nip and User.objects.filter(nip=person.nip, is_active=True).exclude(pk=person.pk).exists():
        raise ValidationError(_("NIP orang ini sudah dipakai akun lain yang aktif. Kosongkan NIP di sini atau nonaktifkan akun yang lain."))
    person.is_active = True
    password = _set_temporary_password(person)
    _tell_of_reset(person, record(person.organisation, actor, _("Mengaktifkan kembali %(name)s") % {"name": person}, **_of_reset(person)))
    return password


@transaction.atomic
def reset_password(person, *, actor):
    """A new temporary password for `person`; all their sessions end. Returned once, kept nowhere."""
    password = _set_temporary_password(person)
    what = _("Membuat kata sandi sementara untuk %(name)s") % {"name": person}
    _tell_of_reset(person, record(person.organisation, actor, what, **_of_reset(person)))
    return password


def last_reset(person):
    """The SettingsChange by which somebody else gave `person` the password they have to change, or None: then it is their first."""
    if not person.must_change_password or person.organisation_id is None:
        return None
    resets = SettingsChange.objects.filter(organisation=person.organisation_id, data__person=person.pk, data__password_reset=True)
    return resets.select_related("actor").first()


def _of_reset(person):
    return {"person": person.pk, "password_reset": True}


def _tell_of_reset(person, change):
    password_reset.send(User, person=person, change=change)


def _set_temporary_password(person):
    password = temporary_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password", "is_active"])
    person.end_sessions()
    return password


def _require_another_administrator(person):
    others = User.objects.filter(organisation=person.organisation_id, administers=True, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise ValidationError(_("Instansi harus punya paling sedikit satu pengelola. Tetapkan pengelola lain lebih dahulu."))


# Roles


@transaction.atomic
def add_role(role, *, actor):
    role.save()
    record(role.organisation, actor, _("Menambah peran: %(role)s") % {"role": role}, role=role.code)


@transaction.atomic
def update_role(role, changes, *, actor):
    role.save()
    if changes:
        record(role.organisation, actor, _("Mengubah peran %(role)s") % {"role": role}, role=role.code, changes=changes)


@transaction.atomic
def give_role(holding, *, actor):
    """Save a new RoleHolding. Their open sessions end, so that the next page they see knows the new rights."""
    office = lock_office(holding.role.organisation)
    holding.full_clean()
    if RoleHolding.objects.during(holding.starts_on, holding.ends_on).filter(role=holding.role, person=holding.person).exists():
        raise ValidationError(_("%(name)s sudah memegang peran ini pada tanggal itu.") % {"name": holding.person})
    holding.save()
    holding.person.end_sessions()
    what = _("Memberi peran %(role)s kepada %(name)s, %(dates)s") % {
        "role": holding.role,
        "name": holding.person,
        "dates": dates_text(holding),
    }
    record(office, actor, what, person=holding.person_id, role=holding.role.code)


@transaction.atomic
def end_holding(holding, last_day, *, actor):
    """`last_day` (date) is the last day the role is held; before its first day, if that is not over, the row goes."""
    office = holding.role.organisation
    _require_earlier_end(holding, last_day, office)
    _end(holding, last_day)
    holding.person.end_sessions()
    what = _("Mengakhiri peran %(role)s dari %(name)s per %(day)s") % {
        "role": holding.role,
        "name": holding.person,
        "day": day_text(last_day),
    }
    record(office, actor, what, person=holding.person_id, role=holding.role.code)


# Substitutes


@transaction.atomic
def add_delegation(delegation, *, actor):
    """Save a new Plh. or Plt. One official has one substitute at a time, in each role."""
    office = lock_office(delegation.organisation)
    delegation.created_by = actor
    delegation.full_clean()
    clash = _clashing(delegation)
    if clash is not None:
        raise ValidationError(
            _("Sudah ada %(who)s pada tanggal itu (%(dates)s). Akhiri lebih dahulu.") % {"who": clash, "dates": dates_text(clash)}
        )
    delegation.save()
    what = _("Menetapkan %(who)s untuk %(whom)s, %(dates)s")
    record(office, actor, what % {"who": delegation, "whom": delegation.subject, "dates": dates_text(delegation)}, delegation=delegation.pk)


@transaction.atomic
def end_delegation(delegation, last_day, *, actor):
    _require_earlier_end(delegation, last_day, delegation.organisation)
    what = _("Mengakhiri %(who)s untuk %(whom)s per %(day)s") % {"who": delegation, "whom": delegation.subject, "day": day_text(last_day)}
    record(delegation.organisation, actor, what, delegation=delegation.pk)
    _end(delegation, last_day)


def _clashing(new):
    same = Delegation.objects.during(new.starts_on, new.ends_on).filter(organisation=new.organisation, kind=new.kind)
    if new.kind == Delegation.Kind.PLT:
        return same.filter(role=new.role).first()
    same = same.filter(absent=new.absent)
    return (same if new.role_id is None else same.filter(role=None) | same.filter(role=new.role)).first()


def _require_earlier_end(row, last_day, office):
    if row.ends_on is not None and last_day > row.ends_on:
        raise ValidationError(_("Tanggal ini sesudah akhir yang sudah tercatat, %(day)s.") % {"day": day_text(row.ends_on)})
    if last_day < row.starts_on < office_day(office):  # it was in force: what was done by it must stay explainable
        raise ValidationError(_("Tanggal ini mendahului hari mulainya, %(day)s.") % {"day": day_text(row.starts_on)})


def _end(row, last_day):
    if last_day < row.starts_on:
        row.delete()
        return
    row.ends_on = last_day
    row.save(update_fields=["ends_on"])


def dates_text(row):
    """`mulai 1 November 2026` or `1 November 2026 – 5 November 2026` of a dated row."""
    if row.ends_on is None:
        return _("mulai %(day)s") % {"day": day_text(row.starts_on)}
    return f"{day_text(row.starts_on)} – {day_text(row.ends_on)}"


# Offices


@transaction.atomic
def update_office(office, changes, *, actor):
    """Save an edited office; a logo that was replaced goes once the change is committed."""
    before = Organisation.objects.get(pk=office.pk).logo
    office.save()
    if before and before.name != office.logo.name:
        transaction.on_commit(lambda: before.storage.delete(before.name))
    if changes:
        record(office, actor, _("Mengubah data instansi"), changes=changes)


@transaction.atomic
def create_office(office, administrator, password=""):
    """Start a real office with its first administrator; returns the one-time password (the given one, if any)."""
    office.full_clean()
    office.save()
    administrator.organisation, administrator.administers = office, True
    one_time = password or temporary_password()
    administrator.set_password(one_time)
    administrator.must_change_password = not password
    administrator.full_clean(exclude=["password"])
    administrator.save()
    organisation_created.send(Organisation, organisation=office)
    record(office, None, _("Memulai instansi %(name)s dengan pengelola %(person)s") % {"name": office, "person": administrator})
    return one_time
