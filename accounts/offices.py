"""The four offices of the seed documents, as starting data: public office data and the roles their SOPs name.

A real office is started with `manage.py instansi create`; these are what the demo and the tests run on.
"""

from django.db import transaction

from .models import Organisation, Role
from .signals import organisation_created

# (code, name, flags). Flags: a = allocates, h = heads, o = oversees (design: heads and Kabid see the whole office).
OFFICES = {
    "bps-bengkulu": {
        "fields": {
            "short_name": "bps",
            "name": "BPS Provinsi Bengkulu",
            "zone": "Asia/Jakarta",
            "ticket_prefix": "BPS",
            "head_line_1": "BADAN PUSAT STATISTIK",
            "head_line_2": "PROVINSI BENGKULU",
            "address": "Jl. Adam Malik Km. 8, Kota Bengkulu",
            "city": "Bengkulu",
            "postcode": "38225",
            "phone": "(0736) 349117",
            "email": "bps1700@bps.go.id",
            "website": "bengkulu.bps.go.id",
            "letter_unit_code": "17000",
        },
        "roles": [
            ("pegawai", "Pegawai", ""),
            ("admin", "Admin/PJK TIP", "a"),
            ("teknisi", "Teknisi", ""),
            ("pjk-ti", "PJK TI", ""),
            ("anggota-tip", "Anggota Tim TIP", ""),
        ],
    },
    "diskominfo-karanganyar": {
        "fields": {
            "short_name": "karanganyar",
            "name": "Diskominfo Kabupaten Karanganyar",
            "zone": "Asia/Jakarta",
            "ticket_prefix": "KRA",
            "head_line_1": "PEMERINTAH KABUPATEN KARANGANYAR",
            "head_line_2": "DINAS KOMUNIKASI DAN INFORMATIKA",
            "address": "Jl. Lawu No. 385 B, Karanganyar",
            "city": "Karanganyar",
            "postcode": "57712",
            "website": "diskominfo.karanganyarkab.go.id",
            "letter_unit_code": "DISKOMINFO",
        },
        "roles": [
            ("pemohon", "Kepala PD Pemohon", ""),
            ("tim-teknis", "Tim Teknis Pusat Data", ""),
            ("kabid", "Kepala Bidang Tata Kelola Informatika", "ao"),
            ("kadis", "Kepala Dinas", "ho"),
        ],
    },
    "diskominfo-tanah-bumbu": {
        "fields": {
            "short_name": "tanahbumbu",
            "name": "Diskominfo SP Kabupaten Tanah Bumbu",
            "zone": "Asia/Makassar",
            "ticket_prefix": "TBU",
            "head_line_1": "PEMERINTAH KABUPATEN TANAH BUMBU",
            "head_line_2": "DINAS KOMUNIKASI DAN INFORMATIKA, STATISTIK DAN PERSANDIAN",
            "address": "Jl. Dharma Praja, Gunung Tinggi, Batulicin",
            "city": "Batulicin",
            "postcode": "72273",
            "website": "diskominfosp.tanahbumbukab.go.id",
            "letter_unit_code": "DISKOMINFOSP",
        },
        "roles": [
            ("pengguna-aset", "Pengguna Aset", ""),
            ("pengelola-aset", "Pengelola Aset", ""),
            ("kasi", "Kepala Seksi", "a"),
            ("kabid", "Kepala Bidang", "o"),
            ("kadis", "Kepala Dinas", "ho"),
        ],
    },
    "dukcapil-pesisir-selatan": {
        "fields": {
            "short_name": "pesisirselatan",
            "name": "Disdukcapil Kabupaten Pesisir Selatan",
            "zone": "Asia/Jakarta",
            "ticket_prefix": "PSL",
            "head_line_1": "PEMERINTAH KABUPATEN PESISIR SELATAN",
            "head_line_2": "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
            "address": "Jl. H. Agus Salim, Painan",
            "city": "Painan",
            "postcode": "25611",
            "website": "disdukcapil.pesisirselatankab.go.id",
            "letter_unit_code": "DKPS",
        },
        "roles": [
            ("adb", "ADB", ""),
            ("jf-adb", "JF ADB", "a"),
            ("kabid", "Kabid PIAK & PD", "ho"),
        ],
    },
}


@transaction.atomic
def ensure_offices():
    """The four offices with their roles, as {code: Organisation}. What is already there stays as its administrators left it."""
    return {code: _ensure_office(code, data) for code, data in OFFICES.items()}


def _ensure_office(code, data):
    office, created = Organisation.objects.get_or_create(code=code, defaults=data["fields"])
    there = set(office.roles.values_list("code", flat=True))
    Role.objects.bulk_create(
        Role(organisation=office, code=role, name=name, allocates="a" in flags, heads="h" in flags, oversees="o" in flags)
        for role, name, flags in data["roles"]
        if role not in there
    )
    if created:
        organisation_created.send(Organisation, organisation=office)
    return office
