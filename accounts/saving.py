"""What a settings form answers when it was right to look at and could not be saved all the same."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _


@contextmanager
def refusals(form, field=None):
    """Save inside, in one transaction, and leave by `return`; what comes after the block shows `form` again with its errors.

    A ValidationError goes to `field` of the form. Between the check of a form and its saving the same may have been saved by a second click
    or a second administrator: then the form is checked once more, to say what exists already, and nothing of this one is kept.
    """
    try:
        with transaction.atomic():
            yield
    except ValidationError as refused:
        form.add_error(field, refused.messages)
    except IntegrityError:
        form.full_clean()
        form.add_error(
            None, _("Data yang sama baru saja disimpan, mungkin karena tombolnya terklik dua kali. Periksa dahulu sebelum menyimpan lagi.")
        )
