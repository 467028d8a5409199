"""Whatever is done to a valid file, reading it ends in a SOP or in sentences; and whatever it calls a SOP can be built, stored and written."""

import copy
import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.loader import from_content, parse, to_json, to_yaml
from sop.problems import Report
from sop.reader import read
from sop.yaml_writer import write
from tests.sop.test_language import plain

pytestmark = pytest.mark.once

FILES = [Path(__file__).parent / "files" / name for name in ("setting-jaringan.yaml", "lengkap.yaml")]
SOURCES = [path.read_text() for path in FILES]


@cache
def trees():
    return tuple(plain(read(source, Report())) for source in SOURCES)


def holds(raw):
    """Check what must be true of any Result."""
    result = parse(raw, "berkas.yaml")
    lines = (raw if isinstance(raw, str) else raw.decode("utf-8", "replace")).count("\n") + 1
    assert (result.sop is None) == bool(result.errors)
    for problem in result.problems:
        assert 1 <= problem.line <= lines + 1
        assert problem.message == problem.message.strip() and problem.message.isprintable()
        ours = re.sub("“[^”]*”?", "", problem.message)  # what we say about the words of the file
        assert not re.search(r"%\(|%[sd]|Traceback|Error|None", ours), problem.message
    if result.sop is not None:
        assert from_content(json.loads(json.dumps(result.content))) == result.sop
        assert parse(to_yaml(result.sop)).sop == result.sop
        for procedure in result.sop.procedures:
            json.dumps(to_json(result.sop, procedure.code))
            for act in procedure.acts:
                assert act.actions and act.roles
                assert all(a.target in ("selesai", "ditolak") or procedure.act(a.target) for a in act.actions)
    return result


def places(value, path=()):
    """Paths to every node of a tree."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def at(tree, path):
    for key in path:
        tree = tree[key]
    return tree


NAMES = [
    "ya",
    "tidak",
    "selesai",
    "ditolak",
    "mulai",
    "keputusan",
    "a",
    "pegawai",
    "teknisi",
    "tiada",
    "pilihan",
    "tabel",
    "petugas",
    "kode",
]
NUMBERS = ["", "-", "0", "1", "2a", "9", "10 menit", "1-2 hari", "2025-02-30", "75%"]
WORDS = st.sampled_from([*NAMES, *NUMBERS, "berita-acara", "aset.catat", "x" * 600, "é", "“”", "a: b", "%s", "%(x)s", "{0}"])
ODD = st.one_of(
    WORDS,
    st.lists(WORDS, max_size=3),
    st.dictionaries(WORDS, WORDS, max_size=3),
    st.lists(st.dictionaries(WORDS, WORDS, max_size=2), max_size=2),
)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_nodes_deleted_doubled_moved_or_replaced(data):
    tree = copy.deepcopy(data.draw(st.sampled_from(trees())))
    for _ in range(data.draw(st.integers(1, 4))):
        if not (paths := [p for p in places(tree) if p]):
            break
        path = data.draw(st.sampled_from(paths))
        parent, key = at(tree, path[:-1]), path[-1]
        what = data.draw(st.sampled_from(["delete", "replace", "double", "copy", "rename"]))
        if what == "delete":
            del parent[key]
        elif what == "replace":
            parent[key] = data.draw(ODD)
        elif what == "double" and isinstance(parent, list):
            parent.insert(key, copy.deepcopy(parent[key]))
        elif what == "copy":
            parent[key] = copy.deepcopy(at(tree, data.draw(st.sampled_from(list(places(tree))))))
        elif isinstance(parent, dict):
            parent[data.draw(WORDS)] = parent.pop(key)
    holds(write(tree))


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_texts_cut_short_or_with_something_pasted_in(data):
    source = data.draw(st.sampled_from(SOURCES))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 40)))
    pasted = data.draw(
        st.one_of(
            st.just(""),
            st.text(max_size=10),
            st.sampled_from(["\t", "&a ", "*a", "!!x ", "- ", ": ", "[", "}", "'", '"', "|", "---\n", "%", "\0", "\ud800", "#"]),
        )
    )
    holds(source[:start] + pasted + (source[end:] if data.draw(st.booleans()) else ""))


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(SOURCES), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=5))
def test_bytes_changed_at_random(source, changes):
    raw = bytearray(source.encode())
    for place, value in changes:
        raw[place % len(raw)] = value
    holds(bytes(raw))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300), st.text(alphabet="ab:-[]{}'\"#&*!|>%@`,? \n\t\\01", max_size=120)))
def test_noise(raw):
    assert holds(raw).sop is None


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_lines_shuffled_doubled_or_indented(data):
    lines = data.draw(st.sampled_from(SOURCES)).split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        one, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        what = data.draw(st.sampled_from(["swap", "double", "drop", "indent", "dedent"]))
        if what == "swap":
            lines[one], lines[other] = lines[other], lines[one]
        elif what == "double":
            lines.insert(other, lines[one])
        elif what == "drop" and len(lines) > 1:
            del lines[one]
        elif what == "indent":
            lines[one] = "  " + lines[one]
        else:
            lines[one] = lines[one].removeprefix("  ")
    holds("\n".join(lines))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["1", "2", "3", "4", "5", "6", "selesai", "ditolak"]), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_flows_of_any_shape_are_judged_as_a_search_judges_them(exits):
    """Six rows and any exits between them: accepted if and only if every row is reached and reaches an end, and one can finish."""
    leads = {}
    for row, target, _deviation in exits:
        leads.setdefault(row, []).append(target)
    rows = []
    for no in range(1, 7):
        actions = [{"kode": f"t{i}", "label": "T", "ke": target} for i, target in enumerate(leads.get(no, []))]
        shape = "keputusan" if len(actions) > 1 else "mulai" if no == 1 else "proses"
        leads[no] = leads.get(no) or [str(no + 1) if no < 6 else "selesai"]
        rows.append(
            {"no": str(no), "kegiatan": "X", "alur": [{"oleh": "a", "bentuk": shape, "tindakan": actions or [{"kode": "t", "label": "T"}]}]}
        )
    head = {"sop": {"nama": "A", "instansi": "a"}}
    result = holds(write({**head, "prosedur": [{"kode": "a", "nama": "A", "pelaksana": {"a": "A"}, "langkah": rows}]}))

    def reached(start):
        seen, waiting = set(), [start]
        while waiting:
            for after in leads.get(int(one), []) if (one := waiting.pop()).isdigit() else []:
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
        return seen

    sound = all(
        str(no) in reached("1") | {"1"} and reached(str(no)) & {"selesai", "ditolak"} for no in range(1, 7)
    ) and "selesai" in reached("1")
    assert (result.sop is not None) == sound, [p.message for p in result.errors]
