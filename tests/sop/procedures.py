"""Procedures for the sheet's tests: the ten of the offices, hand-built ones, and random ones that no office would write."""

from pathlib import Path

from hypothesis import strategies as st

from sop import loader
from sop.definition import Act, Action, Duration, Performer, Procedure, Sop, Step

DEFINITIONS = Path(loader.__file__).parent / "definitions"
LABELS = (
    "Ya",
    "Tidak",
    "Berhasil",
    "Tidak berhasil",
    "Setujui dan alokasikan",
    "Update/upgrade service/aplikasi",
    "Kembalikan kepada pemohon untuk dilengkapi",
)
WORDS = (
    "aset",
    "permohonan",
    "memverifikasi",
    "pemeliharaan",
    "konfigurasi/perbaikan",
    "server",
    "laporan",
    "https://kantor.example.go.id/layanan/",
)


def all_of_the_offices():
    """[(Sop, Procedure)] of every file in sop/definitions."""
    sops = [loader.parse_file(path).sop for path in sorted(DEFINITIONS.glob("*/*.yaml"))]
    return [(sop, procedure) for sop in sops for procedure in sop.procedures]


def action(label, target, *, deviation=False):
    return Action(label.lower().replace(" ", "_"), label, target, deviation=deviation)


def act(code, role, *actions, shape="proses"):
    roles = role if isinstance(role, tuple) else (role,)
    return Act(code, code.rstrip("abc"), roles, shape, actions)


def step(*acts, activity="Memeriksa berkas permohonan"):
    return Step(acts[0].step, activity, acts, ("Berkas",), Duration("10 menit", 10, 10, "menit"), ("Hasil pemeriksaan",))


def procedure(*steps, roles=("pegawai", "admin", "teknisi"), **more):
    performers = tuple(Performer(code, code.capitalize()) for code in roles)
    return Procedure("uji", "Prosedur Uji", performers, steps, **more)


def document(*procedures, **more):
    return Sop("SOP Uji", "kantor", procedures, **more)


@st.composite
def random_procedures(draw):
    """Up to ten rows and six roles, with decisions, loops, skips, joint acts and several acts in a row."""
    roles = [f"r{number}" for number in range(draw(st.integers(1, 6)))]
    rows = [[f"{row}{'abc'[at]}" for at in range(draw(st.sampled_from((1, 1, 1, 2, 2, 3))))] for row in range(1, draw(st.integers(2, 11)))]
    codes = [code for row in rows for code in row]
    texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
    made = []
    for row in rows:
        acts = [_random_act(draw, code, codes, roles) for code in row]
        items = st.lists(texts, max_size=3).map(tuple)
        made.append(Step(acts[0].step, draw(texts), tuple(acts), draw(items), Duration("1-2 hari"), draw(items)))
    return Procedure("acak", "Acak", tuple(Performer(role, f"Kepala {role}") for role in roles), tuple(made))


def _random_act(draw, code, codes, roles):
    at = codes.index(code)
    following = codes[at + 1] if at + 1 < len(codes) else "selesai"
    shape = "mulai" if at == 0 else draw(st.sampled_from(("proses", "proses", "keputusan", "selesai" if at > 1 else "proses")))
    if shape == "selesai":
        targets = ["selesai"]
    elif shape == "keputusan":
        targets = [following, *draw(st.lists(st.sampled_from([*codes, "selesai", "ditolak"]), min_size=1, max_size=3))]
    else:
        targets = [following]
    actions = tuple(Action(f"a{number}", draw(st.sampled_from(LABELS)), target) for number, target in enumerate(targets))
    joint = tuple(sorted(set(draw(st.lists(st.sampled_from(roles), min_size=1, max_size=2)))))
    return Act(code, code.rstrip("abc"), joint, shape, actions)
