#!/bin/sh
# Sets up .venv from the lock. `make` calls it; see the Makefile.
#   tools/setup.sh run       what the dashboard needs
#   tools/setup.sh test      that and what the tests need
#   tools/setup.sh bench     what the dashboard needs, and the libraries it is measured against
#   tools/setup.sh drawing   a Chromium for briefs and pictures of charts; goes on without one
#   tools/setup.sh browser   a Chromium for the browser tests
set -eu

VENV=.venv
# libatomic1: Playwright's driver needs it, and a minimal Debian has none.
DEBIAN_BROWSER="chromium fonts-liberation libatomic1"
INSTALL="$VENV/bin/python -m pip install --quiet --no-input --disable-pip-version-check"

stop() {
    printf '\n%s\n' "$@" >&2
    exit 1
}

can_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; }

# Debian's own packages; only as root, who needs no password. What apt-get says is shown when it fails.
system_install() {
    echo "Installing $* with apt-get ..."
    log=$(mktemp)
    if { apt-get update -q; DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } \
        >"$log" 2>&1 </dev/null; then
        rm -f "$log"
    else
        tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

# The first Python that is new enough: $PYTHON, or one of the usual names.
find_python() {
    for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13 python3.14}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

make_venv() {
    python=$(find_python)
    [ -n "$python" ] || stop "The dashboard needs Python 3.11 or newer; this machine has: $(python3 --version 2>&1 || true)." \
        "Install one (Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.11 ..."
    # Debian keeps the part of Python that fills a new environment in a package of its own.
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        can_install && system_install python3-venv || true
        "$python" -c 'import ensurepip' 2>/dev/null || stop \
            "$python cannot make virtual environments: its venv package is missing." \
            "Type: sudo apt-get install python3-venv    and then the same make command again."
    fi
    echo "Making $VENV with $("$python" --version) ..."
    "$python" -m venv "$VENV"
}

install_lock() {
    [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -m pip --version >/dev/null 2>&1 || make_venv
    echo "Installing the packages of requirements/$1.txt (the first time: a few minutes) ..."
    $INSTALL --require-hashes -r "requirements/$1.txt" || stop \
        "The packages could not be installed; pip's own message is above." \
        "Is the network reachable, and is there 1 GB of free disk? Then give the same make command again."
    # The build backend is in the lock, so nothing else is fetched.
    $INSTALL --no-deps --no-build-isolation --editable .
}

browser_starts() { "$VENV/bin/python" tests/browser/chromium.py; }

install_browser() {
    if browser_starts 2>/dev/null; then return; fi
    # Debian's package first: it brings the system libraries that Playwright's download leaves out.
    if can_install && system_install $DEBIAN_BROWSER && browser_starts; then return; fi
    echo "Fetching Playwright's own Chromium ..."
    if "$VENV/bin/playwright" install chromium >/dev/null 2>&1 && browser_starts; then return; fi
    browser_starts || stop "The browser tests need a Chromium, and none could be installed." \
        "Type: sudo apt-get install $DEBIAN_BROWSER    or name one: export CX_CHROMIUM=/path/to/chromium" \
        "Then give the same make command again. (make unit runs the tests that need no browser.)"
}

browser_found() { "$VENV/bin/python" -m cx.report.chromium >/dev/null 2>&1; }

# The dashboard works without: only PDF, PowerPoint and pictures of charts need one. Their letters are in cx/report/fonts.
install_drawing() {
    if browser_found; then return; fi
    if can_install && system_install $DEBIAN_BROWSER && browser_found; then return; fi
    echo "No Chromium was found, so briefs can be made as HTML with tables only: no PDF, no PowerPoint, no pictures."
    echo "Type: sudo apt-get install chromium    or name one: export CX_CHROMIUM=/path/to/chromium"
}

case "${1:-}" in
    run | test | bench) install_lock "$1" ;;
    drawing) install_drawing ;;
    browser) install_browser ;;
    *) stop "Usage: tools/setup.sh run|test|bench|drawing|browser" ;;
esac
