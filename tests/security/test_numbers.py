"""S44: a number names one ticket for ever, also after an office took another prefix."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Organisation
from tests.tickets.browsing import text_of
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

TAKEN = "Awalan ini ada pada nomor tiket instansi lain"


def office_of(visitor, **changed):
    page = visitor.client.get(reverse("pengaturan-instansi"))
    fields = {name: value for name, value in page.context["form"].initial.items() if name != "logo"}
    return visitor.client.post(reverse("pengaturan-instansi"), fields | changed)


@pytest.fixture
def given_up(bps, visit):
    """BPS had tickets as BPS-..., and is called BKL now."""
    assert Ticket.objects.get(number=bps.ticket).number.startswith("BPS-")
    assert office_of(visit("pengelola.bps"), ticket_prefix="BKL").status_code == 302
    return "BPS"


def test_a_prefix_on_tickets_of_another_office_is_never_taken_again(given_up, visit):
    refused = office_of(visit("pengelola.karanganyar"), ticket_prefix=given_up)

    assert refused.status_code == 422 and TAKEN in text_of(refused)
    assert not Organisation.objects.filter(ticket_prefix=given_up).exists()


def test_nor_by_a_new_office(given_up):
    with pytest.raises(CommandError, match=f"--awalan: {TAKEN}"):
        call_command(
            "instansi", "create", "bps-jambi", "--nama", "BPS Jambi", "--pengelola", "wa.ode", "--singkat", "jambi", "--awalan", given_up
        )
    assert not Organisation.objects.filter(code="bps-jambi").exists()


def test_its_own_office_may_go_back_to_it(given_up, visit, bps):
    assert office_of(visit("pengelola.bps"), ticket_prefix=given_up).status_code == 302
    assert Organisation.objects.get(pk=bps.organisation.pk).ticket_prefix == given_up


def test_a_prefix_that_no_ticket_ever_carried_is_free_again(people, visit):
    assert office_of(visit("pengelola.bps"), ticket_prefix="BKL").status_code == 302
    assert office_of(visit("pengelola.karanganyar"), ticket_prefix="BPS").status_code == 302


def test_other_data_can_be_saved_whatever_the_prefix(given_up, visit):
    """Offices that share a prefix already are not kept from mending their address."""
    Organisation.objects.filter(short_name="karanganyar").update(ticket_prefix=given_up)

    assert office_of(visit("pengelola.karanganyar"), address="Jl. Baru").status_code == 302
