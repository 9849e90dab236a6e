# Makes the environment $1 and installs lock/$2.txt into it: exact versions, checked by their hashes.
venv=$1 lock=$2
say() { printf 'set-up: %s\n' "$*"; }
fail() { printf 'set-up: %s\n' "$*" >&2; exit 1; }

if ! "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(sh make/find-python.sh) || exit 1
    say "a Python environment in $venv, from $("$python" --version)"
    if command -v uv >/dev/null 2>&1 && uv venv --quiet --clear --python "$python" "$venv" 2>/dev/null; then :; else
        "$python" -c 'import venv, ensurepip' 2>/dev/null ||
            fail "Python's module venv is missing. Type: sudo apt-get install python3-venv"
        "$python" -m venv --clear "$venv" || fail "$venv could not be made"
    fi
fi

say "the libraries of lock/$lock.txt (the first time this takes a minute)"
if command -v uv >/dev/null 2>&1 &&
    uv pip install --quiet --python "$venv/bin/python" --require-hashes --compile-bytecode -r "lock/$lock.txt"; then :; else
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip --default-pip >/dev/null ||
        fail "pip is missing. Type: sudo apt-get install python3-venv, remove $venv and try again"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
        -r "lock/$lock.txt" || fail "the libraries could not be installed; see above, then type make again"
fi

if [ "$lock" = run ]; then
    "$venv/bin/python" -m compileall -q pipeline || :
    if ! "$venv/bin/python" -c 'import weasyprint' 2>/dev/null; then
        packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "Pango, which sets the handout's text ($packages)"
            { DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages ||
                { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages; }
            } >/dev/null 2>&1 || :
        fi
        "$venv/bin/python" -c 'import weasyprint' 2>/dev/null ||
            say "Pango is missing, so handouts will fail. Type: sudo apt-get install $packages  (macOS: brew install pango)"
    fi
fi
touch "$venv/.$lock"
say "done"
