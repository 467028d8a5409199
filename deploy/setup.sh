#!/bin/sh
# Makes .venv with the pinned packages: `sh deploy/setup.sh run` for the portal, `sh deploy/setup.sh dev` for tests and linters too.
# Called by the Makefile, from the folder above this one. Messages are for the person at the keyboard, in Indonesian.
set -eu

kind=$1

say() { printf '%s\n' "$*"; }
stop() { printf '\n%s\n' "$*" >&2; exit 1; }

# With root rights and apt-get: install. Otherwise say what to type, and stop.
install_packages() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Memasang paket sistem: $*"
        export DEBIAN_FRONTEND=noninteractive
        apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 && return 0
        apt-get update -q >/dev/null
        apt-get install -y -q --no-install-recommends "$@" >/dev/null || stop "Paket sistem tidak dapat dipasang: $*"
    elif command -v apt-get >/dev/null 2>&1; then
        stop "Diperlukan paket sistem. Jalankan ini, lalu ulangi perintah tadi:
    sudo apt-get install -y $*"
    else
        stop "Diperlukan paket sistem (nama Debian): $*
Fedora: sudo dnf install pango liberation-fonts    macOS: brew install pango"
    fi
}

good() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3.14 python3; do
        if good "$candidate"; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

make_venv() {
    python=$(find_python) || stop "HaloCik memerlukan Python 3.11 atau lebih baru, dan tidak menemukannya ($(python3 --version 2>/dev/null || echo 'python3 tidak ada')).
Pasang python3.11 atau lebih baru, atau sebutkan letaknya: make run PYTHON=/jalur/ke/python3.12"
    say "Membuat .venv dengan $("$python" --version) ..."
    if ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
        # Debian keeps venv in a package of its own, named after the version.
        install_packages "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
        "$python" -m venv --clear .venv || stop ".venv tidak dapat dibuat."
    fi
}

good .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
[ "$kind" = run ] && list=requirements.txt || list=requirements-dev.txt
say "Memasang paket Python dari $list ..."
.venv/bin/python -m pip install -q --disable-pip-version-check -r "$list"

if ! packages=$(.venv/bin/python -m halocik.libraries --packages); then
    # shellcheck disable=SC2086  (a list of words)
    install_packages $packages
fi
