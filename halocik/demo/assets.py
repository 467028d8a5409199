"""The registers of the demo: what an office of this size has, all of it invented. Most of what happens to it, its tickets do."""

import datetime as dt
import random

from django.utils import timezone

from accounts.models import Organisation, User
from assets import places, services
from assets.models import Asset, Category, Location, Status

from .scenes import BPS, KRA, PSL, TBU

# office: tree of locations as {name: (kind, {below})}
PLACES = {
    BPS: {
        "Gedung Utama": ("gedung", {
            "Bagian Umum": ("ruang", {}), "Ruang Statistik Sosial": ("ruang", {}), "Ruang Pengolahan": ("ruang", {}), "Ruang Kepala": ("ruang", {}),
            "Ruang Rapat Lantai 2": ("ruang", {}), "Perpustakaan": ("ruang", {}),
            "Ruang Server": ("ruang", {"Rak A": ("rak", {}), "Rak B": ("rak", {})}),
        }),
    },
    KRA: {
        "Pusat Data": ("gedung", {"Ruang Server": ("ruang", {"Rak C-08": ("rak", {}), "Rak C-11": ("rak", {}), "Rak D-02": ("rak", {})}), "Ruang NOC": ("ruang", {})}),
        "Kantor Dinas": ("gedung", {"Bidang Tata Kelola Informatika": ("ruang", {}), "Sekretariat": ("ruang", {}), "Gudang": ("ruang", {})}),
    },
    TBU: {
        "Kantor Dinas": ("gedung", {
            "Gudang lantai 1": ("ruang", {}), "Seksi Infrastruktur": ("ruang", {}), "Ruang pelayanan": ("ruang", {}), "Ruang rapat": ("ruang", {}),
            "Ruang Bidang Statistik": ("ruang", {}), "Ruang Command Center": ("ruang", {}), "Bidang Informasi Publik": ("ruang", {}),
        }),
        "Pusat Data": ("gedung", {"Ruang Server": ("ruang", {"Rak 1": ("rak", {}), "Rak 2": ("rak", {})})}),
    },
    PSL: {
        "Kantor Dinas": ("gedung", {
            "Loket pelayanan": ("ruang", {}), "Ruang perekaman": ("ruang", {}), "Bidang PIAK dan PD": ("ruang", {}), "Sekretariat": ("ruang", {}),
            "Ruang Server": ("ruang", {"Rak 1": ("rak", {})}),
        }),
    },
}  # fmt: skip

CATEGORIES = {
    "PC": [],
    "Laptop": [],
    "Server": [("ram", "RAM (GB)", "angka"), ("raid", "Susunan RAID", "teks")],
    "Perangkat jaringan": [("porta", "Jumlah porta", "angka"), ("firmware", "Firmware", "teks")],
    "UPS": [("kapasitas", "Kapasitas (VA)", "angka"), ("ganti_baterai", "Baterai diganti", "tanggal")],
    "Printer dan projektor": [],
    "Lisensi": [("jumlah_pengguna", "Jumlah pengguna", "angka"), ("berlaku_sampai", "Berlaku sampai", "tanggal")],
    "Aplikasi dan data": [("klasifikasi", "Klasifikasi", "teks")],
}

# category: (kind, code BMN, code BMD, [(name, brand, price)], share of the register, where)
GOODS = {
    "PC": ("perangkat-keras", "3.10.01.02.001", "1.3.2.10.01.02.001", [("PC All-in-One", "Lenovo V30a", 11_450_000), ("PC kerja", "HP ProDesk 400 G7", 9_800_000), ("PC kerja", "Dell OptiPlex 3080", 10_250_000)], 12, "ruang"),
    "Laptop": ("perangkat-keras", "3.10.01.02.002", "1.3.2.10.01.02.002", [("Laptop dinas", "Lenovo ThinkPad E14", 14_500_000), ("Laptop dinas", "Asus ExpertBook B1", 12_900_000)], 8, "ruang"),
    "Server": ("server", "3.10.01.01.003", "1.3.2.10.02.01.004", [("Server aplikasi", "HPE ProLiant DL380 Gen10", 128_000_000), ("Server basis data", "Dell PowerEdge R540", 142_500_000), ("Server cadangan", "Dell PowerEdge R440", 98_500_000)], 5, "rak"),
    "Perangkat jaringan": ("perangkat-keras", "3.10.02.04.001", "1.3.2.10.02.04.001", [("Switch 24 porta", "Cisco C1000", 12_400_000), ("Access point", "Ruijie RG-AP820", 2_350_000), ("Router", "MikroTik CCR2004", 9_150_000)], 6, "ruang"),
    "UPS": ("perangkat-keras", "3.05.02.06.005", "1.3.2.05.02.06.005", [("UPS 3 kVA", "APC SRT3000", 21_750_000), ("UPS 1 kVA", "ICA SIN 1100", 2_150_000)], 3, "rak"),
    "Printer dan projektor": ("perangkat-keras", "3.10.02.03.003", "1.3.2.10.02.03.003", [("Printer multifungsi", "Brother MFC-J3540", 8_700_000), ("Projektor", "Epson EB-X51", 6_450_000)], 4, "ruang"),
    "Lisensi": ("lisensi", "8.01.01.01.001", "1.5.3.01.01.01.005", [("Lisensi antivirus", "50 pengguna", 18_500_000), ("Lisensi sistem operasi server", "2 soket", 14_200_000)], 2, ""),
    "Aplikasi dan data": ("data", "8.01.01.01.002", "1.5.3.01.01.01.006", [("Basis data pelayanan", "", None), ("Aplikasi persuratan", "", 85_000_000)], 2, ""),
}  # fmt: skip
EXTRAS = {
    "ram": "64", "raid": "RAID 10", "porta": "24", "firmware": "17.6", "kapasitas": "3000", "ganti_baterai": "2025-08-14", "jumlah_pengguna": "50",
    "berlaku_sampai": "2027-06-30", "klasifikasi": "Internal",
}  # fmt: skip
# What scenes speak of by name: (category, name, brand, serial number, condition, place)
NAMED = {
    BPS: [("PC", "PC Tata Usaha", "HP ProDesk 400 G7", "4CE1120JK7", "B", "Bagian Umum"), ("Perangkat jaringan", "Switch inti 48 porta", "Cisco C9200L", "JAE25110X2", "B", "Rak A"),
          ("Server", "Server basis data", "Dell PowerEdge R540", "CN0R540A1", "B", "Rak A"), ("Server", "Server aplikasi", "HPE ProLiant DL380 Gen10", "SGH042X9QW", "RR", "Rak B")],
    KRA: [("Server", "Server aplikasi pelayanan", "HPE ProLiant DL360", "SGH101ABCD", "B", "Rak C-08"), ("Server", "Server arsip", "Dell PowerEdge R440", "CN0R440B7", "RR", "Rak C-11")],
    TBU: [("PC", "PC All-in-One", "Lenovo V30a", "MP22K8T1", "B", "Gudang lantai 1"), ("Laptop", "Laptop ThinkPad E14", "Lenovo E14 Gen 5", "PF4B77XK", "B", "Seksi Infrastruktur"),
          ("Printer dan projektor", "Printer multifungsi", "Brother MFC-J3540", "E81234K0", "RR", "Ruang pelayanan"), ("PC", "PC rakitan 2014", "Rakitan", "", "RB", "Gudang lantai 1"),
          ("PC", "PC rakitan 2015", "Rakitan", "", "RB", "Gudang lantai 1"), ("Printer dan projektor", "Projektor", "Epson EB-X51", "X7KC190033", "RR", "Ruang rapat")],
    PSL: [("Perangkat jaringan", "Switch lantai 1", "MikroTik CRS326", "HD408XK2", "RR", "Loket pelayanan"), ("Server", "Server SIAK", "HPE ProLiant ML350", "SGH9912ZZ", "B", "Rak 1")],
}  # fmt: skip


def make():
    """Fill the register of each office that has none."""
    for office in PLACES:
        organisation = Organisation.objects.get(code=office)
        if not Asset.objects.of(organisation).exists():
            _Register(organisation, office).fill()


def fitting(organisation, effects):
    """Ids of assets a procedure with these effects would be about."""
    free = Asset.objects.of(organisation).filter(busy_with=None, status__in=(Status.AVAILABLE, Status.IN_USE)).order_by("pk")
    if "aset.usul-hapus" in effects:
        free = free.filter(condition="RB")
    elif "aset.serah-terima" in effects:
        free = free.filter(status=Status.AVAILABLE, category__name__in=("PC", "Laptop"))
    elif "aset.tarik" in effects:
        free = free.filter(kind="server")
    elif organisation.code == PSL:
        free = free.filter(category__name="Perangkat jaringan")
    elif "aset.selesai-perbaikan" in effects:
        free = free.exclude(condition="B")
    elif "aset.terima" in effects:
        free = free.filter(category__name__in=("Server", "Perangkat jaringan"))
    elif "aset.catat" in effects:
        free = free.filter(category__name__in=("PC", "Laptop"))
    return list(free.values_list("pk", flat=True)[:12])


class _Register:
    def __init__(self, organisation, office):
        self.organisation, self.office = organisation, office
        self.rng = random.Random(office)
        self.numbers = {}
        self.keeper = User.objects.filter(organisation=organisation, administers=True).order_by("pk").first()
        self.people = list(User.objects.filter(organisation=organisation, is_active=True).exclude(unit="").order_by("pk"))
        self.at = timezone.now() - dt.timedelta(days=120)

    def fill(self):
        self._hang(PLACES[self.office], None)
        self.categories = {name: self._category(name, questions) for name, questions in CATEGORIES.items()}
        self.rooms = list(Location.objects.filter(organisation=self.organisation, kind="ruang").exclude(name__startswith="Gudang"))
        self.racks = list(Location.objects.filter(organisation=self.organisation, kind="rak"))
        for category, name, brand, serial, condition, place in NAMED[self.office]:
            where = Location.objects.filter(organisation=self.organisation, name=place).order_by("pk").first()
            state = {"status": Status.AVAILABLE} if "Gudang" in place or self.office == TBU else self._use(category)
            self._add(category, {"name": name, "brand": brand, "serial_number": serial, "condition": condition, "location": where} | state)
        for category, (_kind, _bmn, _bmd, models, share, _where) in GOODS.items():
            for _n in range(share):
                name, brand, price = self.rng.choice(models)
                self._add(category, {"name": name, "brand": brand, "value": price} | self._state(category))
        self._odd_ones()

    def _hang(self, tree, parent):
        for name, (kind, below) in tree.items():
            place = places.save_location(Location(organisation=self.organisation, parent=parent, kind=kind, name=name))
            self._hang(below, place)

    def _category(self, name, questions):
        fields = [{"code": code, "label": label, "kind": kind, "choices": []} for code, label, kind in questions]
        return Category.objects.create(organisation=self.organisation, name=name, fields=fields)

    def _use(self, category):
        if category in ("PC", "Laptop") and self.people:
            person = self.rng.choice(self.people)
            return {"status": Status.IN_USE, "holder": person, "unit": person.unit}
        return {"status": Status.IN_USE}

    def _state(self, category):
        where = GOODS[category][5]
        place = self.rng.choice(self.racks if where == "rak" else self.rooms) if where else None
        condition = self.rng.choices(["B", "RR", "RB"], [8, 2, 1])[0]
        state = {"location": place, "condition": condition}
        if where == "rak":
            state["rack"] = f"U{self.rng.randint(4, 38)}"
        return state | (self._use(category) if self.rng.random() < 0.7 else {"status": Status.AVAILABLE})

    def _add(self, category, values, **more):
        kind, bmn, bmd, models, _share, _where = GOODS[category]
        code = bmn if self.office == BPS else bmd
        self.numbers[code] = self.numbers.get(code, 0) + 1
        year = self.rng.randint(2018, 2025)
        facts = {
            "kind": kind,
            "category": self.categories[category],
            "code": code,
            "register_number": f"{self.numbers[code]:04d}",
            "serial_number": f"{self.rng.choice('ABCDEFGHJKLM')}{self.rng.randrange(16**7):07X}"
            if kind in ("perangkat-keras", "server")
            else "",
            "acquired_year": year,
            "value": models[0][2],
            "source": ("DIPA" if self.office == BPS else "APBD") + f" {year}",
            "warranty_until": dt.date(year + 3, self.rng.randint(1, 12), 28) if kind in ("perangkat-keras", "server") else None,
            "extra": {question[0]: EXTRAS[question[0]] for question in CATEGORIES[category]},
        }
        if kind == "server" or category == "Perangkat jaringan":
            facts |= {
                "ip": f"10.10.{len(self.numbers)}.{10 + self.numbers[code]}",
                "hostname": f"{'srv' if kind == 'server' else 'net'}-{self.numbers[code]:02d}",
            }
        return services.add(self.organisation, facts | values | more, actor=self.keeper, at=self.at)

    def _odd_ones(self):
        """One in each state that no ticket of the demo leaves behind; and a part of another."""
        server = Asset.objects.of(self.organisation).filter(kind="server").first()
        self._add(
            "UPS",
            {"name": "Modul baterai UPS", "brand": "APC SRT96BP", "location": server.location, "parent": server, "status": Status.IN_USE},
        )
        self._add(
            "PC",
            {
                "name": "PC pelayanan lama",
                "brand": "Acer Veriton",
                "condition": "RR",
                "status": Status.WITHDRAWN,
                "note": "Ditarik dari loket, menunggu keputusan.",
            },
        )
        gone = {
            "name": "Server lama 2012",
            "brand": "IBM x3650",
            "condition": "RB",
            "status": Status.DISPOSED,
            "acquired_year": 2012,
            "warranty_until": None,
        }
        self._add("Server", gone | {"decree_number": "000.2.3.2/114/2024", "decree_date": dt.date(2024, 7, 8)})
        services.add(
            self.organisation,
            {
                "name": "Laptop kerja",
                "specification": "Core i5, RAM 16 GB, SSD 512 GB",
                "status": Status.PLANNED,
                "value": 14_500_000,
                "source": "Rencana 2027",
            },
            actor=self.keeper,
            at=self.at,
        )
