# Prints a Python that is new enough (3.11, for its enum.StrEnum, is the oldest that we test), or says what to type.
for python in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    [ -n "$python" ] && command -v "$python" >/dev/null 2>&1 || continue
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$python"; exit 0; }
done
echo "set-up: this needs Python 3.11 or later. Type: sudo apt-get install python3 python3-venv  (macOS: brew install python)" >&2
exit 1
