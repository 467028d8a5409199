"""Answers as effects read them: by the kind of the field, and by the codes that docs/sop.md tells."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from accounts.models import User

from .. import services
from ..models import Condition

LOCATION = ("lokasi_tujuan",)
RACK = ("rak",)
RECEIVER = ("pengguna", "penerima", "pemegang_baru")
NEW_HOLDER = ("pemegang_baru",)
COST = ("biaya",)
CLAIM = ("klaim_garansi",)
CONDITION = ("kondisi_akhir", "kondisi")
DECREE_NUMBER, DECREE_DATE = "nomor_sk", "tanggal_sk"

CONDITIONS = {str(label).casefold(): code for code, label in Condition.choices}


class Said:
    """The answers of the action being taken (`own`), and beneath them those of the ticket so far."""

    def __init__(self, ticket, answers):
        self.ticket, self.own = ticket, answers
        self.fields = ticket.definition.fields
        self.organisation = ticket.organisation
        self._all = {**ticket.answers, **answers}

    def get(self, *codes):
        """The first of `codes` that is answered, or None."""
        return next((self._all[code] for code in codes if self._all.get(code) not in (None, "", [])), None)

    def text(self, *codes):
        found = self.get(*codes)
        return str(found.get("label", "") if isinstance(found, dict) else found).strip() if found is not None else ""

    def number(self, *codes):
        return number(self.get(*codes))

    def date(self, *codes):
        return date(self.get(*codes))

    def code_of(self, *codes):
        """The code, of `codes`, that the action itself asks for: where a message belongs. None: it asks for none of them."""
        return next((code for code in codes if code in self.own), next((code for code in codes if code in self.fields), None))

    # Assets

    def asset_code(self):
        """Where a message about an asset belongs: the code of the action's own field of kind aset."""
        return next((code for code in self.own if self._is_asset(code)), None)

    def asset_ids(self):
        """Ids named in this action's own fields of kind aset. What is left empty changes nothing."""
        found = [self.own[code] for code in self.own if self._is_asset(code)]
        rows = [row for value in found for row in (value if isinstance(value, list) else [value])]
        return sorted({row["id"] for row in rows})

    def assets(self):
        """The named assets, locked, in the order of their ids."""
        ids = self.asset_ids()
        return services.locked(ids) if ids else []

    def _is_asset(self, code):
        return code in self.fields and self.fields[code].kind == "aset" and bool(self.own[code])

    # Tables

    def table(self, *columns, among=None):
        """(code, rows) of the first answered table with all of `columns`, the action's own first; (None, []) when there is none."""
        for answers in (self.own, self._all) if among is None else (among,):
            for code, rows in answers.items():
                field = self.fields.get(code)
                if rows and field is not None and field.kind == "tabel" and set(columns) <= {column.code for column in field.columns}:
                    return code, rows
        return None, []

    def rows_about(self, asset, column):
        """Rows of the action's own table with `column` that are about `asset`.

        A row is about the asset whose kode barang, nomor seri or name it names; the only row is about all assets there are.
        """
        _code, rows = self.table(column, among=self.own)
        return rows if len(rows) == 1 else [row for row in rows if _names(row, asset)]

    def condition_of(self, asset):
        """The Condition code the answers give `asset`, or None: a field of its own, else the worst of its rows in a table."""
        own = next((self.own[code] for code in CONDITION if self.own.get(code)), None)
        if own is not None:
            return condition(own)
        said = [condition(row.get("kondisi")) for row in self.rows_about(asset, "kondisi")]
        order = [code for code, _label in Condition.choices]
        return max((code for code in said if code), key=order.index, default=None)

    # People

    def person(self, *codes):
        """(User or None, name) that the answers name: a petugas, or a text that is the name of somebody of the office."""
        found = self.get(*codes)
        if isinstance(found, dict):
            user = User.objects.filter(pk=found["id"], organisation=self.organisation).first()
            return user, str(found.get("label", ""))
        name = " ".join(str(found or "").split())[:150]
        known = User.objects.filter(organisation=self.organisation, is_active=True, name__iexact=name)[:2] if name else []
        return (known[0] if len(known) == 1 else None), name


def custody(user, name):
    """{field: value} that makes `user`, or whoever is called `name` and has no account, the holder."""
    values = {"holder": user, "holder_text": "" if user else name}
    return values | {"unit": user.unit} if user is not None and user.unit else values


def condition(text):
    return CONDITIONS.get(str(text or "").strip().casefold())


def number(value):
    """Decimal, or None for what is no number."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def date(value):
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _names(row, asset):
    written = " ".join(str(value) for value in row.values() if isinstance(value, str)).casefold()
    known = [asset.full_code, f"{asset.code}/{asset.register_number}" if asset.code else "", asset.serial_number, asset.name]
    return any(len(text) > 2 and text.casefold() in written for text in known)
