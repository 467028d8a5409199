"""Invented people for the four offices: at least one per role, and one administrator each. Password "demo".

Never in production. NIPs are well-formed and invented; nobody here is one of the officials printed on the SOP documents.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from .models import RoleHolding, User
from .offices import OFFICES, ensure_offices

PASSWORD = "demo"
HELD_SINCE = dt.date(2024, 1, 2)

# office: [(user name before the dot, role or "pengelola", name, NIP, jabatan, pangkat, unit)]
PEOPLE = {
    "bps-bengkulu": [
        ("pegawai", "pegawai", "Rina Wulandari, S.ST.", "199203152015022001", "Statistisi Ahli Pertama", "Penata Muda Tk. I (III/b)", "Tim Statistik Sosial"),
        ("pegawai2", "pegawai", "Dedi Kurniawan, S.E.", "198811042011011002", "Analis Pengelolaan Keuangan", "Penata (III/c)", "Bagian Umum"),
        ("pegawai3", "pegawai", "Melati Anggraini", "199907212024212003", "Pranata Komputer Terampil", "VII", "Tim Pengolahan dan TI"),
        ("admin", "admin", "Hendra Saputra, S.Kom.", "198604182009021001", "PJK Tim TIP", "Penata Tk. I (III/d)", "Tim TIP"),
        ("teknisi", "teknisi", "Yoga Pratama, A.Md.Kom.", "199408092019031001", "Pranata Komputer Mahir", "Penata Muda (III/a)", "Tim TIP"),
        ("teknisi2", "teknisi", "Siska Oktaviani, A.Md.", "199610272020122002", "Pranata Komputer Terampil", "Pengatur Tk. I (II/d)", "Tim TIP"),
        ("pjk-ti", "pjk-ti", "Arif Budiman, S.ST., M.Kom.", "198402132007011003", "PJK Teknologi Informasi", "Pembina (IV/a)", "Tim TIP"),
        ("anggota-tip", "anggota-tip", "Novi Lestari, S.Tr.Stat.", "199711052021042001", "Pranata Komputer Ahli Pertama", "Penata Muda (III/a)", "Tim TIP"),
        ("pengelola", "pengelola", "Bagus Setiawan, S.Kom.", "199001302014031002", "Pranata Komputer Ahli Muda", "Penata (III/c)", "Tim TIP"),
    ],
    "diskominfo-karanganyar": [
        ("pemohon", "pemohon", "Sulistyowati, S.Sos., M.M.", "197606122000032004", "Kepala Dinas Pangan", "Pembina Tk. I (IV/b)", "Dinas Pangan"),
        ("pemohon2", "pemohon", "Agus Widodo, S.H.", "197809011999031005", "Camat Tawang Sari", "Pembina (IV/a)", "Kecamatan Tawang Sari"),
        ("tim-teknis", "tim-teknis", "Fajar Nugroho, S.Kom.", "199105172018011001", "Pranata Komputer Ahli Pertama", "Penata Muda Tk. I (III/b)", "Pusat Data"),
        ("tim-teknis2", "tim-teknis", "Putri Handayani, A.Md.", "199512232022212001", "Pranata Komputer Terampil", "VII", "Pusat Data"),
        ("kabid", "kabid", "Ratna Puspitasari, S.T., M.T.", "198003252005012003", "Kepala Bidang Tata Kelola Informatika", "Pembina (IV/a)", "Bidang Tata Kelola Informatika"),
        ("kadis", "kadis", "Bambang Wicaksono, S.T., M.Si.", "197204101998031002", "Kepala Dinas", "Pembina Utama Muda (IV/c)", "Dinas Komunikasi dan Informatika"),
        ("pengelola", "pengelola", "Wahyu Hidayat, S.Kom.", "198907082015031003", "Pranata Komputer Ahli Muda", "Penata (III/c)", "Bidang Tata Kelola Informatika"),
    ],
    "diskominfo-tanah-bumbu": [
        ("pengguna-aset", "pengguna-aset", "Nurul Hikmah, S.AP.", "199309142019032002", "Analis Kebijakan Ahli Pertama", "Penata Muda (III/a)", "Bidang Statistik"),
        ("pengguna-aset2", "pengguna-aset", "Rahmat Fauzi", "199802052023211002", "Pranata Siaran Terampil", "VII", "Bidang Informasi Publik"),
        ("pengelola-aset", "pengelola-aset", "M. Syarif Hidayatullah, S.Kom.", "198706212010011004", "Pengelola Infrastruktur TIK", "Penata (III/c)", "Seksi Infrastruktur"),
        ("kasi", "kasi", "Lina Marlina, S.T.", "198510032009042001", "Kepala Seksi Infrastruktur TIK", "Penata Tk. I (III/d)", "Seksi Infrastruktur"),
        ("kabid", "kabid", "Akhmad Rijani, S.Kom., M.M.", "197911172006041002", "Kepala Bidang Aplikasi dan Infrastruktur", "Pembina (IV/a)", "Bidang Aplikasi dan Infrastruktur"),
        ("kadis", "kadis", "Hj. Siti Aminah, S.Sos., M.AP.", "197301281997032001", "Kepala Dinas", "Pembina Utama Muda (IV/c)", "Diskominfo SP"),
        ("pengelola", "pengelola", "Eko Prasetyo, S.Kom.", "199004112016021001", "Pranata Komputer Ahli Pertama", "Penata Muda Tk. I (III/b)", "Bidang Aplikasi dan Infrastruktur"),
    ],
    "dukcapil-pesisir-selatan": [
        ("adb", "adb", "Yulia Rahmi, S.Kom.", "199112092020122003", "Administrator Database", "Penata Muda (III/a)", "Bidang PIAK dan PD"),
        ("adb2", "adb", "Ilham Ramadhan", "199606302022211001", "Operator SIAK", "V", "Bidang PIAK dan PD"),
        ("jf-adb", "jf-adb", "Desi Fitriani, S.T.", "198603192010012002", "Administrator Database Kependudukan Ahli Muda", "Penata Tk. I (III/d)", "Bidang PIAK dan PD"),
        ("kabid", "kabid", "Drs. Zulfikar Chaniago, M.M.", "197008161995031003", "Kepala Bidang PIAK dan PD", "Pembina Tk. I (IV/b)", "Bidang PIAK dan PD"),
        ("pengelola", "pengelola", "Mutia Sari, S.Kom.", "199308242019022002", "Pranata Komputer Ahli Pertama", "Penata Muda (III/a)", "Bidang PIAK dan PD"),
    ],
}  # fmt: skip


@transaction.atomic
def ensure_people():
    """The demo people of all four offices as {user name: User}. Who is already there stays as they are."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Data contoh tidak boleh dimuat bila HALOCIK_ENV=produksi.")
    offices = ensure_offices()
    rows = [_row(offices[code], row) for code, people in PEOPLE.items() for row in people]
    there = set(User.objects.filter(username__in=[user.username for user, _role in rows]).values_list("username", flat=True))
    missing = [user for user, _role in rows if user.username not in there]
    if missing:
        password = make_password(PASSWORD)  # one hash for all: thirty slow ones would only slow the demo down
        for user in missing:
            user.password = password
        User.objects.bulk_create(missing)
    found = User.objects.select_related("organisation").in_bulk([user.username for user, _role in rows], field_name="username")
    roles = {(role.organisation_id, role.code): role for office in offices.values() for role in office.roles.all()}
    RoleHolding.objects.bulk_create(
        RoleHolding(role=roles[user.organisation_id, role], person=found[user.username], starts_on=HELD_SINCE)
        for user, role in rows
        if role != "pengelola" and user.username not in there
    )
    return {user.username: found[user.username] for user, _role in rows}


def _row(office, row):
    login, role, name, nip, position, rank, unit = row
    username = f"{login}.{office.short_name}"
    person = User(
        organisation=office, username=username, name=name, nip=nip, position=position, rank=rank, unit=unit,
        email=f"{username}@contoh.invalid", administers=role == "pengelola",
    )  # fmt: skip
    return person, role


def sign_in_examples():
    """[(office name, [user names])] for the sign-in page of a demo; nothing in production or without demo people."""
    if settings.PRODUCTION:
        return []
    here = set(User.objects.filter(username__in=_usernames(), is_active=True).values_list("username", flat=True))
    examples = []
    for code, people in PEOPLE.items():
        fields = OFFICES[code]["fields"]
        names = [name for login, *_rest in people if (name := f"{login}.{fields['short_name']}") in here]
        if names:
            examples.append((fields["name"], names))
    return examples


def _usernames():
    return [f"{login}.{OFFICES[code]['fields']['short_name']}" for code, people in PEOPLE.items() for login, *_rest in people]
