"""Writes plain values as YAML the way a person would: blocks for what is long, one line for what is short, quotes only where needed."""

import json
import re

WIDTH = 140
# Plain only when nothing in it could mean anything to a YAML reader, in blocks and in brackets alike.
_PLAIN = re.compile(r"[^\W_][\w ./()+%;?=-]*", re.ASCII)
_RAW = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def write(values):
    """`values` (dict, list, str, bool) as a YAML text; every scalar reads back as the same text, True and False as ya and tidak."""
    return "".join(f"{line}\n" for line in _block(values, ""))


def scalar(value):
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if _PLAIN.fullmatch(value) and not value.endswith(" "):
        return value
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    return scalar(value)


def _block(value, indent):
    """Lines of a dict or list, each with `indent` in front."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _entry(f"{indent}{scalar(key)}:", inner, indent + "  ")
    else:
        for inner in value:
            yield from _item(inner, indent)


def _entry(start, value, indent):
    line = f"{start} {_flow(value)}"
    if _fits(value, line):
        yield line
    else:
        yield start
        yield from _block(value, indent)


def _item(value, indent):
    line = f"{indent}- {_flow(value)}"
    if _fits(value, line):
        yield line
        return
    lines = list(_block(value, indent + "  "))
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _fits(value, line):
    """On one line: scalars, empty things, lists of short texts, and small mappings of scalars or such lists."""
    if not isinstance(value, dict | list) or not value:
        return True
    return len(line) <= WIDTH and _depth(value) <= 2 and not (isinstance(value, list) and any(isinstance(inner, dict) for inner in value))


def _depth(value):
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max((_depth(inner) for inner in value), default=0) if isinstance(value, list) else 0
