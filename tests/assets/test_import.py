"""A file comes in: shown first with all its errors, then written as a whole or not at all."""

import datetime as dt
import tracemalloc

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import SettingsChange, User
from assets import services
from assets.exchange import applying, jobs
from assets.models import Asset, AssetEvent, Category, Import, Location
from assets.places import save_location
from assets.tasks import carry_on_imports
from tests.tickets.browsing import text_of

from .sheets import HEAD, PC, cells, confirmed, counts, exported, text, uploaded, wrong, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(as_person):
    return as_person("admin.bps")


@pytest.fixture
def bring(keeper, work):
    """`bring(file)`: uploaded and checked."""
    return lambda file: uploaded(keeper, file, work)


def checked_again(job, work):
    """What the sweep does for an import that is not at its end."""
    with work():
        carry_on_imports()
    job.refresh_from_db()


def page(client, job, **query):
    return text_of(client.get(job.get_absolute_url(), query))


def test_a_new_asset_is_shown_first_and_written_when_somebody_says_so(bring, keeper, people, work):
    job = bring(xlsx([["", "3100102001", 7, "PC", "rusak ringan", "Gedung A / Ruang TU", 12500000.5, dt.date(2027, 3, 1)]]))
    assert not Asset.objects.exists()
    assert not Location.objects.exists()
    said = page(keeper, job)
    assert "Impor 1 baris" in said
    assert "1 lokasi belum ada dan akan dibuat Gedung A / Ruang TU" in said

    confirmed(keeper, job, work)

    asset = Asset.objects.get()
    assert (asset.full_code, asset.condition, str(asset.value), asset.location.path) == (
        "3.10.01.02.001-0007", "RR", "12500000.50", "Gedung A / Ruang TU",
    )  # fmt: skip
    assert asset.warranty_until == dt.date(2027, 3, 1)
    assert asset.location.parent.kind == "gedung"
    event = asset.events.get()
    assert (event.kind, event.actor, event.note) == ("dicatat", people["admin.bps"], "Diimpor dari aset.xlsx.")
    assert SettingsChange.objects.filter(what="Impor daftar aset", actor=people["admin.bps"], data__baru=1).exists()
    assert "1 baris dicatat" in page(keeper, job)


def test_applied_twice_it_is_written_once(bring, keeper, work):
    job = bring(xlsx([PC]))
    confirmed(keeper, job, work)
    confirmed(keeper, job, work)
    assert not applying.apply(job.pk)
    assert not jobs.carry_on(job.pk)
    assert Asset.objects.count() == AssetEvent.objects.count() == 1


def test_every_error_is_told_with_row_column_value_and_what_to_do(bring, keeper):
    rows = [
        PC,
        ["", "3.10.01.02.001", "1", "PC kedua", "Baik", "", "", ""],
        ["", "abc", "2", "PC", "bagus", "", "dua juta", "31/02/2026"],
        ["", "3.10.01.02.001", "3", "", "", "", "", ""],
        ["#999", "3.10.01.02.001", "4", "PC", "", "", "", ""],
        ["", "3.10.01.02.001", "", "PC", "", "", "-5", ""],
    ]

    job = bring(xlsx(rows))

    assert counts(job) == (1, 0, 0, 5)
    assert wrong(job) == {
        3: [("NUP/nomor register", "1", "Kode barang dengan NUP/nomor register ini sudah ada pada baris 2.")],
        4: [
            ("Kondisi", "bagus", "Tidak dikenal. Pilih salah satu: Baik, Rusak ringan, Rusak berat."),
            ("Nilai perolehan (Rp)", "dua juta", "Bukan angka. Tulis misalnya 12500000 atau 12.500.000,50."),
            ("Garansi sampai", "31/02/2026", "Bukan tanggal. Tulis misalnya 31/12/2026 atau 31 Desember 2026."),
            ("Kode barang", "abc", "Kode barang terdiri dari angka dan titik, misalnya 3.10.01.02.002."),
        ],
        5: [("Nama barang", "", "Wajib diisi.")],
        6: [("No. aset", "#999", "Tidak ada aset dengan nomor ini di kantor Anda. Kosongkan sel ini bila asetnya baru.")],
        7: wrong(job)[7],
    }
    assert {title for title, *_rest in wrong(job)[7]} == {"Nilai perolehan (Rp)", "NUP/nomor register"}
    said = page(keeper, job)
    assert "Garansi sampai “31/02/2026”: Bukan tanggal." in said
    lines = b"".join(keeper.get(reverse("aset-impor-salah", args=[job.uuid])).streaming_content).decode()
    assert lines.count("\n") == 1 + 9
    assert "4;abc-2 PC;Kondisi;bagus;" in lines


def test_with_a_wrong_row_nothing_is_written_unless_that_is_said_plainly(bring, keeper, work):
    job = bring(xlsx([PC, ["", "x", "2", "PC", "", "", "", ""]]))
    assert "Impor 1 yang benar, lewati 1" in page(keeper, job)

    confirmed(keeper, job, work)
    assert (job.state, Asset.objects.count()) == ("siap", 0)

    confirmed(keeper, job, work, lewati="ya")
    assert (job.state, Asset.objects.count()) == ("selesai", 1)
    assert "1 baris yang salah dilewati" in page(keeper, job)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_that_comes_back_changes_nothing(new_asset, laptop, bring, keeper, people, form):
    office = laptop.organisation
    ups = Category.objects.create(
        organisation=office,
        name="UPS",
        fields=[
            {"code": "kva", "label": "Kapasitas (kVA)", "kind": "angka", "choices": []},
            {"code": "uji", "label": "Diuji", "kind": "tanggal", "choices": []},
            {"code": "ok", "label": "Baterai baru", "kind": "centang", "choices": []},
            {"code": "kode", "label": "Kode barang", "kind": "teks", "choices": []},
        ],
    )
    services.change(
        laptop.pk,
        {
            "category": ups, "extra": {"kva": "1.5", "uji": "2026-01-31", "ok": True, "kode": "=1"}, "holder": people["pegawai.bps"], "value": "1250000.50",
            "warranty_until": dt.date(2027, 1, 31), "note": "=2+3\r\nbaris dua", "name": "'=apa", "brand": "'biasa", "unit": "+62", "acquired_year": 2024,
            "ip": "10.17.0.5",
        },
        kind="diubah", actor=None,
    )  # fmt: skip
    part = new_asset(office, "Layar", parent=laptop, status="ditarik", condition="RB")
    new_asset(office, "Lama", status="dihapus", decree_number="12/2025", decree_date=dt.date(2025, 3, 1), acquired_year=2010)
    new_asset(office, "Rusak", status="diperbaiki", status_before="dipakai", holder_text="Tim TIP")
    Asset.objects.create(organisation=office, name="Diusulkan", status="diusulkan")
    User.objects.filter(username="pegawai2.bps").update(name=people["pegawai.bps"].name)
    events = AssetEvent.objects.count()

    file = exported(keeper, status="semua", bentuk=form)
    job = bring(file)

    assert counts(job) == (0, 0, 5, 0), list(job.rows.values("told"))
    assert "Tidak ada yang perlu diimpor" in page(keeper, job)
    assert AssetEvent.objects.count() == events
    part.refresh_from_db()
    assert part.version == 1


def test_only_what_changed_is_changed(new_asset, laptop, bring, keeper, work):
    other = new_asset(laptop.organisation, "Printer")
    head, *rows = cells(exported(keeper))
    row = next(row for row in rows if row[0] == f"#{laptop.pk}")
    row[head.index("Kondisi")] = "Rusak berat"
    row[head.index("Pemegang tanpa akun")] = "Tim TIP"

    job = bring(xlsx(rows, head))

    assert counts(job) == (0, 1, 1, 0)
    assert job.rows.get().told == [
        ["Status", "Tersedia", "Dipakai"],  # who has it, uses it: as in the form
        ["Kondisi", "Baik", "Rusak berat"],
        ["Pemegang tanpa akun", "", "Tim TIP"],
    ]
    confirmed(keeper, job, work)
    assert {name: pair[1] for name, pair in laptop.events.get().changes.items()} == {
        "status": "dipakai",
        "condition": "RB",
        "holder_text": "Tim TIP",
    }
    assert not other.events.exists()


def test_a_column_that_is_not_there_is_left_alone_and_an_empty_cell_empties(laptop, bring, keeper, work):
    services.change(laptop.pk, {"note": "tetap", "value": 5}, kind="diubah", actor=None)
    job = bring(xlsx([[laptop.code, laptop.register_number, "Laptop", None]], ["Kode", "NUP", "Nama", "Harga"]))
    confirmed(keeper, job, work)
    laptop.refresh_from_db()
    assert (laptop.note, laptop.value, laptop.brand) == ("tetap", None, "Lenovo T14")


def test_somebody_changed_the_register_meanwhile_so_it_is_looked_at_again(laptop, bring, keeper, work):
    job = bring(xlsx([["", "3.1", "1", "Baru", "", "", "", ""], [f"#{laptop.pk}", laptop.code, "7", "Nama baru", "", "R. TU", "", ""]]))
    services.change(laptop.pk, {"note": "lebih dahulu"}, kind="diubah", actor=None)

    confirmed(keeper, job, work)
    checked_again(job, work)

    assert (job.state, job.outdated, Asset.objects.count()) == ("siap", True, 1)
    assert "Daftar aset berubah sesudah berkas ini diperiksa" in page(keeper, job)
    confirmed(keeper, job, work)
    laptop.refresh_from_db()
    assert (job.state, laptop.name, laptop.note) == ("selesai", "Nama baru", "lebih dahulu")


def test_a_number_somebody_took_meanwhile_undoes_all(laptop, bring, keeper, work):
    job = bring(xlsx([["", "3.1", "1", "Satu", "", "Gudang", "", ""], ["", "3.1", "2", "Dua", "", "", "", ""]]))
    Asset.objects.create(organisation=laptop.organisation, code="3.1", register_number="0002", name="Lebih dahulu")

    confirmed(keeper, job, work)
    checked_again(job, work)

    assert not Asset.objects.filter(name="Satu").exists()
    assert not Location.objects.filter(name="Gudang").exists()
    assert (job.state, counts(job)) == ("siap", (1, 1, 0, 0))


def test_a_failure_in_the_middle_leaves_nothing_behind(bring, keeper, work, monkeypatch):
    job = bring(xlsx([["", "3.1", str(n), f"PC {n}", "", "Gudang", "", ""] for n in range(1, 6)]))
    add, calls = services.add, []

    def failing(*args, **kwargs):
        calls.append(args)
        if len(calls) == 4:
            raise RuntimeError("listrik padam")
        return add(*args, **kwargs)

    monkeypatch.setattr(services, "add", failing)
    confirmed(keeper, job, work)
    assert (job.state, job.attempts) == ("dicatat", 1)
    assert not Asset.objects.exists() and not AssetEvent.objects.exists() and not Location.objects.exists()

    monkeypatch.undo()
    checked_again(job, work)
    assert (job.state, Asset.objects.count()) == ("selesai", 5)


def test_parts_people_places_and_categories_are_found_by_name(laptop, bring, keeper, work, people):
    office = laptop.organisation
    Category.objects.create(
        organisation=office, name="Jaringan", fields=[{"code": "port", "label": "Port", "kind": "angka", "choices": []}]
    )
    save_location(Location(organisation=office, name="Aula"))
    head = ["Kode barang", "NUP", "Nama barang", "Bagian dari aset", "Pemegang", "Lokasi", "Kategori", "Isian: Port"]
    holder = people["pegawai.bps"].name
    rows = [
        ["3.1", "1", "Rak", "", holder.upper(), "aula", "jaringan", "24"],
        ["3.1", "2", "Switch", "3.1-1", "", "", "", ""],
        ["3.1", "3", "Modul", "3.1-0002", "pegawai.bps", "", "", ""],
        [laptop.code, "7", "Laptop", "3.1-3", "", "R. TU", "", ""],
    ]

    job = bring(text(rows, head))
    assert wrong(job) == {}
    confirmed(keeper, job, work)

    rack, switch, module = Asset.objects.filter(code="3.1")
    assert (rack.holder.name, rack.location.path, rack.extra, rack.status) == (holder, "Aula", {"port": "24"}, "dipakai")
    laptop.refresh_from_db()
    assert (laptop.parent, module.parent, switch.parent, module.holder.username) == (module, switch, rack, "pegawai.bps")
    assert Location.objects.filter(organisation=office).count() == 2


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("Pemegang", "Tidak Dikenal", "Tidak ada orang bernama ini"),
        ("Pemegang", "kadis.karanganyar", "Tidak ada orang bernama ini"),
        ("Kategori", "Apa saja", "Kategori ini belum ada"),
        ("Bagian dari aset", "9.9-1", "Tidak ada aset dengan nomor itu"),
        ("Bagian dari aset", "3.1-1", "Tidak ada aset dengan nomor itu"),  # itself, which is not above itself
        ("Status", "Diperbaiki", "Status ini diubah oleh prosedurnya"),
        ("Nomor SK Penghapusan", "1/2026", "SK Penghapusan dicatat oleh prosedurnya"),
        ("Alamat IP", "10.17.0.999", "IP"),
        ("Tahun perolehan", "2999", "Tahun perolehan belum tiba"),
        ("Nilai perolehan (Rp)", "1.5.0", "Bukan angka"),
        ("Garansi sampai", "besok", "Bukan tanggal"),
        ("Merk/tipe", "x" * 151, "150"),
    ],
)
def test_what_the_form_refuses_is_refused_here(bring, offices, people, column, value, message):
    job = bring(text([["3.1", "1", "PC", value]], ["Kode barang", "NUP", "Nama barang", column]))
    ((title, _value, said),) = wrong(job)[2]
    assert title == column
    assert message in said


def test_what_a_procedure_has_in_hand_is_not_taken_out_of_it(laptop, bring, keeper, work):
    Asset.objects.filter(pk=laptop.pk).update(status="diperbaiki", status_before="dipakai")
    head = ["No. aset", "Nama barang", "Status", "Keterangan"]
    job = bring(xlsx([[f"#{laptop.pk}", "Laptop", "Tersedia", "x"]], head))
    assert "diubah oleh prosedurnya" in wrong(job)[2][0][2]
    job = bring(xlsx([[f"#{laptop.pk}", "Laptop", "Diperbaiki", "x"]], head))
    confirmed(keeper, job, work)
    laptop.refresh_from_db()
    assert (laptop.status, laptop.note) == ("diperbaiki", "x")


def test_parts_are_never_in_a_circle(new_asset, laptop, bring):
    part = new_asset(laptop.organisation, "Layar", parent=laptop)
    head = ["No. aset", "Nama barang", "Bagian dari aset"]
    job = bring(xlsx([[f"#{laptop.pk}", "Laptop", f"#{part.pk}"]], head))
    assert wrong(job) == {2: [("Bagian dari aset", f"#{part.pk}", "Aset tidak dapat menjadi bagian dari dirinya sendiri.")]}
    # Both at once: neither holds before the other is written.
    job = bring(xlsx([[f"#{part.pk}", "Layar", ""], [f"#{laptop.pk}", "Laptop", f"#{part.pk}"], [f"#{part.pk}", "Layar", ""]], head))
    assert list(wrong(job)) == [4]  # the same asset twice
    third = new_asset(laptop.organisation, "Ketiga")
    job = bring(xlsx([[f"#{third.pk}", "Ketiga", f"#{part.pk}"], [f"#{laptop.pk}", "Laptop", f"#{third.pk}"]], head))
    assert list(wrong(job)) == [3]


def test_an_asset_of_another_office_is_not_found_by_its_number(new_asset, offices, bring):
    foreign = new_asset(offices["diskominfo-karanganyar"], "Rahasia")
    job = bring(xlsx([[f"#{foreign.pk}", foreign.code, foreign.register_number, "PC", "", "", "", ""]]))
    assert list(wrong(job)) == [2]
    job = bring(xlsx([["", foreign.code, foreign.register_number, "PC", "", "", "", ""]]))
    assert counts(job) == (1, 0, 0, 0)


# The page


def test_a_preview_of_yesterday_is_not_applied_and_then_forgotten(bring, keeper, work):
    job = bring(xlsx([PC]))
    Import.objects.filter(pk=job.pk).update(asked_at=timezone.now() - jobs.PREVIEW_FOR - dt.timedelta(minutes=1))
    assert "sudah lewat sehari" in page(keeper, job)
    confirmed(keeper, job, work)
    assert (job.state, Asset.objects.count()) == ("siap", 0)
    storage, name = job.file.storage, job.file.name
    jobs.tidy()
    assert not Import.objects.exists()
    assert not storage.exists(name)


def test_the_same_file_again_is_told(bring, keeper, work):
    confirmed(keeper, bring(text([["Mesin tik", "Diusulkan"]], ["Nama barang", "Status"])), work)
    again = bring(text([["Mesin tik", "Diusulkan"]], ["Nama barang", "Status"]))
    assert "Berkas yang sama sudah diimpor" in page(keeper, again)


def test_nobody_wants_it_any_more(bring, keeper, work):
    job = bring(xlsx([PC]))
    keeper.post(reverse("aset-impor-batal", args=[job.uuid]))
    assert not Import.objects.exists()
    done = confirmed(keeper, bring(xlsx([PC])), work)
    keeper.post(reverse("aset-impor-batal", args=[done.uuid]))
    assert Import.objects.get().is_done


def test_while_it_is_checked_the_page_asks_again(keeper, tasks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = keeper.post(reverse("aset-impor"), {"file": xlsx([PC])})
    shown = keeper.get(response["Location"]).content.decode()
    assert 'hx-trigger="every 1s"' in shown
    htmx = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "impor"}
    assert "<html" not in keeper.get(response["Location"], **htmx).content.decode()
    tasks.run()
    assert keeper.get(response["Location"], **htmx)["HX-Refresh"] == "true"


def test_errors_beyond_a_page_are_on_the_next(bring, keeper):
    job = bring(xlsx([["", "x", str(n), f"PC {n}", "", "", "", ""] for n in range(1, 138)]))
    assert job.bad == 137
    shown = [int(row) for n in (1, 2) for row in _numbers(keeper.get(job.get_absolute_url(), {"baris": "salah", "page": n}))]
    assert shown == list(range(2, 139))


def _numbers(response):
    import re

    return re.findall(r'<td><span class="hc-number">(\d+)</span>', response.content.decode())


# Ten thousand


def many(count, wrong=()):
    return [
        ["", "3.10.01.02.001", n, f"PC {n}", "entah" if n in wrong else "Baik", f"Gedung A / Ruang {n % 40}", 1_000_000 + n, ""]
        for n in range(1, count + 1)
    ]


@pytest.mark.once
def test_ten_thousand_rows_with_137_wrong_ones(offices, people, django_assert_max_num_queries):
    wrong_rows = set(range(50, 10_000, 73))
    assert len(wrong_rows) == 137
    job = jobs.begin(offices["bps-bengkulu"], people["admin.bps"], xlsx(many(10_000, wrong_rows)))

    with django_assert_max_num_queries(400):  # as many as there are chunks, not rows
        jobs.carry_on(job.pk)

    job.refresh_from_db()
    assert counts(job) == (9_863, 0, 0, 137)
    assert {number - 1 for number in wrong(job)} == wrong_rows
    assert {title for told in wrong(job).values() for title, *_rest in told} == {"Kondisi"}
    assert not Asset.objects.exists()
    assert not jobs.confirm(job, people["admin.bps"])


@pytest.mark.slow
@pytest.mark.parametrize("made", [xlsx, text])
def test_a_longer_file_takes_no_more_memory(offices, people, made):
    def peak(count):
        file = made(many(count, range(count)))  # all wrong: the most there is to keep
        job = jobs.begin(offices["bps-bengkulu"], people["admin.bps"], file)
        del file
        tracemalloc.start()
        try:
            jobs.carry_on(job.pk)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(100)  # what is loaded once
    assert peak(2_000) < peak(600) + 2 * 1024 * 1024


def test_head_is_what_the_export_has(laptop, keeper):
    """The words of these tests are those of the files."""
    assert set(HEAD) - {"NUP"} <= set(cells(exported(keeper))[0])
