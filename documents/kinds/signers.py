"""Who signs a letter, and where: blocks {"as", "place", "dated", name, nip, rank, position, unit, "person"}, in the order of signing.

`as`: what stands over the position ("PIHAK KEDUA", "Mengetahui,"). `place`: kanan, kiri or tengah; kiri and kanan share a row.
`dated`: place and date stand above it. `person`: id of the account, or None.
"""

from django.utils.translation import gettext as _

from ..parties import Signer

RIGHT, LEFT, MIDDLE = "kanan", "kiri", "tengah"


def block(signer, capacity="", place=RIGHT, dated=False):
    return {"as": capacity, "place": place, "dated": dated, "person": signer.person, **signer.as_json()}


def actor(source):
    """Whoever takes the action, alone."""
    return [block(source.signer, dated=True)]


def writer(source):
    """The same under a letter that says its date above."""
    return [block(source.signer)]


def of_parties(source):
    """A berita acara: who did it right, who asked for it left, who acknowledges below."""
    return parties_blocks(source.parties.first, source.parties.second, source.parties.witness)


def parties_blocks(first, second, witness):
    if second is None:
        blocks = [block(first, _("PELAKSANA,"), dated=True)]
    else:
        blocks = [block(first, _("PIHAK PERTAMA,"), dated=True), block(second, _("PIHAK KEDUA,"), LEFT)]
    return blocks + ([block(witness, _("Mengetahui,"), MIDDLE)] if witness else [])


def round_of(source):
    """Everybody who has put their name under this very letter since it was first made: made, approved, sanctioned. Who makes it anew starts anew."""
    found = []
    for event in source.acted:
        if [source.kind.code, source.title] not in [[kind, title or source.title] for kind, title in event.data.get("letters", [])]:
            continue
        if event.role in [role for role, _signer in found]:
            found = found[: [role for role, _signer in found].index(event.role)]
        found.append((event.role, event))
    from ..parties import who_acted

    signed = [who_acted(source.ticket, event) for _role, event in found]
    if source.event is None and source.signing_role not in [role for role, _event in found]:
        signed.append(source.signer)
    elif not signed:
        signed = [source.signer]
    return ladder(signed)


def ladder(signed):
    """The first made it; the last of several gives it force; any between approve. Two side by side, a third below."""
    if len(signed) == 1:
        return [block(signed[0], dated=True)]
    if len(signed) == 2:
        return [block(signed[0], _("Disusun oleh"), LEFT), block(signed[1], _("Disetujui oleh"), dated=True)]
    made, *approved, sanctioned = signed
    places = [RIGHT, LEFT]
    middle = [block(signer, _("Disetujui oleh"), places[at % 2], dated=at == 0) for at, signer in enumerate(approved)]
    return [block(made, _("Disusun oleh"), LEFT), *middle, block(sanctioned, _("Disahkan oleh"), MIDDLE)]


def with_acknowledgement(source):
    """Whoever takes the action, acknowledged by who receives it next or heads the procedure."""
    witness = source.next or source.parties.witness
    if witness is None or not witness.name or witness.person == source.signer.person:
        return actor(source)
    return [block(source.signer, dated=True), block(witness, _("Mengetahui,"), LEFT)]


def two(first, first_as, second, second_as, witness=None):
    """First right with the date, second left, and who acknowledges below, if anybody."""
    blocks = [block(first, first_as, dated=True), block(second, second_as, LEFT)]
    return blocks + ([block(witness, _("Mengetahui,"), MIDDLE)] if witness and witness.name else [])


def named_only(name, unit=""):
    """A Signer known by name alone, such as who carries a device away."""
    return Signer(name, unit=unit)
