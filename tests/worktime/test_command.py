"""manage.py worktime: what a script or an auditor asks."""

import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def ask(capsys, *arguments):
    call_command("worktime", *arguments)
    return json.loads(capsys.readouterr().out)


def test_a_due_moment_and_why(offices, capsys):
    answer = ask(capsys, "bps-bengkulu", "--from", "2026-11-20T16:20", "--limit", "60 menit")

    assert answer == {
        "due": "2026-11-23T08:20:00+07:00",
        "explain": [
            "Jum 20 Nov 16.20–16.30: 10 menit",
            "Sab 21–Min 22 Nov: akhir pekan",
            "Sen 23 Nov 07.30–08.20: 50 menit",
            "Batas: Senin, 23 November 2026 pukul 08.20 WIB",
        ],
    }


def test_the_working_time_between_two_moments(offices, capsys):
    answer = ask(capsys, "bps-bengkulu", "--from", "2026-12-23T15:50", "--to", "2026-12-28T08:20")

    assert answer["worked_seconds"] == 3600
    assert "Jum 25 Des: libur nasional (Hari Raya Natal)" in answer["explain"]


def test_local_time_is_the_office_s_own(offices, capsys):
    in_wita = ask(capsys, "diskominfo-tanah-bumbu", "--from", "2026-11-20T16:20", "--limit", "60 menit")
    from_utc = ask(capsys, "diskominfo-tanah-bumbu", "--from", "2026-11-20T08:20Z", "--limit", "60 menit")

    assert in_wita == from_utc
    assert in_wita["due"] == "2026-11-23T08:20:00+08:00"


def test_the_short_name_and_a_service_round_the_clock(offices, capsys):
    answer = ask(capsys, "bps", "--from", "2026-11-20T23:30", "--limit", "1 jam", "--service", "24jam")

    assert answer["due"] == "2026-11-21T00:30:00+07:00"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["kantor-lain", "--from", "2026-11-20T16:20", "--limit", "60 menit"], "tidak dikenal"),
        (["bps", "--from", "kemarin", "--limit", "60 menit"], "bukan tanggal dan jam"),
        (["bps", "--from", "2026-11-20T16:20", "--limit", "sebentar"], "tidak dapat dibaca"),
        (["bps", "--from", "9999-12-31T16:20", "--limit", "2 hari"], "terlalu jauh"),
        (["bps", "--from", "2026-11-20T16:20", "--to", "2126-11-20"], "30 tahun"),
        (["bps", "--from", "2026-11-20T16:20"], "--limit"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(offices, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("worktime", *arguments)
