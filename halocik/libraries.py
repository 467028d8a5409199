"""The system libraries and fonts that letters are drawn with (WeasyPrint loads them at import), asked for before anything needs them.

`python -m halocik.libraries` prints one sentence per problem and ends with exit code 1; `--packages` prints the Debian packages alone.
"""

import ctypes
import sys
from ctypes.util import find_library
from pathlib import Path

# Debian package: names the library goes by, as `find_library` and the loader take them
LIBRARIES = {
    "libpango-1.0-0": ("pango-1.0", "libpango-1.0.so.0"),
    "libpangoft2-1.0-0": ("pangoft2-1.0", "libpangoft2-1.0.so.0"),
    "libharfbuzz0b": ("harfbuzz", "libharfbuzz.so.0"),
    "libharfbuzz-subset0": ("harfbuzz-subset", "libharfbuzz-subset.so.0"),
    "libfontconfig1": ("fontconfig", "libfontconfig.so.1"),
}
FONT_PACKAGE = "fonts-liberation"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")


def missing():
    """Debian packages that have to be installed before letters can be made, in a fixed order; empty when all is there."""
    packages = [package for package, names in LIBRARIES.items() if not _loads(*names)]
    return packages if _has_fonts() else [*packages, FONT_PACKAGE]


def advice(packages):
    """One Indonesian sentence: what to install, and how."""
    return f"Surat PDF memerlukan pustaka sistem yang belum ada. Pasang dengan: sudo apt-get install -y {' '.join(packages)}"


def _loads(short, file_name):
    for name in (file_name, find_library(short)):
        try:
            if name and ctypes.CDLL(name):
                return True
        except OSError:
            continue
    return False


def _has_fonts():
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(True for folder in folders if folder.is_dir() for kind in ("*.ttf", "*.otf", "*.ttc") for _ in folder.rglob(kind))


if __name__ == "__main__":
    lacking = missing()
    if lacking:
        print(" ".join(lacking) if "--packages" in sys.argv else advice(lacking))
    sys.exit(bool(lacking))
