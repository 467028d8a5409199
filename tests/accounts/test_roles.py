"""Who may act in which role: by date, by the office's own clock, in their own name or for somebody."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import roles
from accounts.models import Delegation, RoleHolding
from accounts.roles import Standing

DAY = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)  # 12.00 WIB


def role_of(person, code):
    return person.organisation.roles.get(code=code)


def give(person, code, first=DAY, last=None):
    return RoleHolding.objects.create(role=role_of(person, code), person=person, starts_on=first, ends_on=last)


def substitute(absent, stand_in, first=DAY, last=DAY, **fields):
    return Delegation.objects.create(
        organisation=stand_in.organisation, absent=absent, substitute=stand_in, starts_on=first, ends_on=last, **fields
    )


def codes(user, now=NOON):
    return {(standing.role, standing.absent, standing.kind) for standing in roles.standings(user, now)}


def test_a_role_counts_from_its_first_to_its_last_day(people):
    rina = people["pegawai.bps"]
    give(rina, "teknisi", DAY, DAY + dt.timedelta(days=1))

    held = {offset: ("teknisi", None, "") in codes(rina, NOON + dt.timedelta(days=offset)) for offset in (-1, 0, 1, 2)}

    assert held == {-1: False, 0: True, 1: True, 2: False}


@pytest.mark.parametrize(
    ("username", "starts_at_utc"),
    [("pegawai.bps", "2026-11-19T17:00"), ("pengguna-aset.tanahbumbu", "2026-11-19T16:00")],
    ids=["WIB", "WITA"],
)
def test_a_day_begins_at_midnight_of_the_office(people, username, starts_at_utc):
    person = people[username]
    code = person.organisation.roles.exclude(holdings__person=person).first().code
    give(person, code, DAY, DAY)
    midnight = dt.datetime.fromisoformat(starts_at_utc).replace(tzinfo=dt.UTC)

    assert (code, None, "") not in codes(person, midnight - dt.timedelta(seconds=1))
    assert (code, None, "") in codes(person, midnight)
    assert (code, None, "") in codes(person, midnight + dt.timedelta(hours=24, seconds=-1))
    assert (code, None, "") not in codes(person, midnight + dt.timedelta(hours=24))


def test_a_plh_acts_for_the_absent_in_all_their_roles(people):
    hendra, siska = people["admin.bps"], people["teknisi2.bps"]
    give(hendra, "pjk-ti")
    substitute(hendra, siska, letter_number="B-12/1700/2026")

    assert codes(siska) == {("teknisi", None, ""), ("admin", hendra, "plh"), ("pjk-ti", hendra, "plh")}
    assert Standing("admin", hendra, "plh", "B-12/1700/2026") in roles.standings(siska, NOON)


def test_a_plh_named_for_one_role_acts_in_that_role_only(people):
    hendra, siska = people["admin.bps"], people["teknisi2.bps"]
    give(hendra, "pjk-ti")
    substitute(hendra, siska, role=role_of(hendra, "pjk-ti"))

    assert codes(siska) == {("teknisi", None, ""), ("pjk-ti", hendra, "plh")}
    assert list(roles.substitutes(hendra, "pjk-ti", NOON)) == [siska]
    assert not roles.substitutes(hendra, "admin", NOON)


def test_a_plh_is_over_when_the_absent_loses_the_role(people):
    hendra, siska = people["admin.bps"], people["teknisi2.bps"]
    substitute(hendra, siska)

    hendra.holdings.update(ends_on=DAY - dt.timedelta(days=1))

    assert codes(siska) == {("teknisi", None, "")}


def test_a_plt_fills_the_vacant_post_in_their_own_right(people, offices):
    ratna = people["kabid.karanganyar"]
    people["kadis.karanganyar"].holdings.update(ends_on=DAY - dt.timedelta(days=1))
    substitute(None, ratna, kind="plt", role=role_of(ratna, "kadis"))

    assert ("kadis", None, "plt") in codes(ratna)
    assert list(roles.holders(offices["diskominfo-karanganyar"], ["kadis"], NOON)) == [ratna]


def test_a_substitution_ends_with_its_day(people):
    substitute(people["admin.bps"], people["teknisi2.bps"])

    assert codes(people["teknisi2.bps"], NOON + dt.timedelta(days=1)) == {("teknisi", None, "")}


def test_who_is_deactivated_holds_nothing_and_stands_in_for_nobody(people, offices):
    yoga = people["teknisi.bps"]
    substitute(people["admin.bps"], yoga)
    yoga.is_active = False
    yoga.save()

    assert roles.standings(yoga, NOON) == []
    assert yoga not in roles.holders(offices["bps-bengkulu"], ["teknisi"], NOON)
    assert not roles.substitutes(people["admin.bps"], "admin", NOON)
    assert yoga.pk not in roles.holder_ids(offices["bps-bengkulu"], ["teknisi"], NOON)["teknisi"]


def test_holders_are_those_of_the_office_asked_about(people, offices):
    held = roles.holders(offices["diskominfo-tanah-bumbu"], ["kabid", "kadis"], NOON)

    assert [person.username for person in held] == ["kabid.tanahbumbu", "kadis.tanahbumbu"]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"kind": "plh", "absent": None}, "absent"),
        ({"kind": "plt", "absent": None, "role": None}, "role"),
        ({"absent": "teknisi.bps"}, "substitute"),
        ({"absent": "kadis.karanganyar"}, "__all__"),
        ({"role": "kadis.karanganyar"}, "role"),
    ],
    ids=["plh for nobody", "plt without a post", "oneself", "absent of another office", "role of another office"],
)
def test_a_substitution_that_makes_no_sense_is_refused(people, fields, where):
    admin, yoga = people["admin.bps"], people["teknisi.bps"]
    row = Delegation(organisation=yoga.organisation, kind="plh", absent=admin, substitute=yoga, starts_on=DAY)
    for name, value in fields.items():
        if name == "absent" and value:
            value = people[value]
        if name == "role" and value:
            value = role_of(people[value], "kadis")
        setattr(row, name, value)

    with pytest.raises(ValidationError) as refused:
        row.clean()

    assert where in (refused.value.message_dict if hasattr(refused.value, "error_dict") else {"__all__"})
