# Writes to $1 what every output depends on, and leaves it alone where that is what it says.
now=$(printf 'CONTENT=%s\nSOURCE_DATE_EPOCH=%s\nSTRICT=%s\nTHEME=%s\n.' \
    "$CONTENT" "$SOURCE_DATE_EPOCH" "$STRICT" "$THEME")
before=$(cat "$1" 2>/dev/null; echo .)
[ "$now" = "$before" ] && exit 0
mkdir -p "${1%/*}" 2>/dev/null && { printf '%s' "${now%.}" >"$1.part" && mv "$1.part" "$1"; } 2>/dev/null && exit 0
rm -f "$1.part" 2>/dev/null
echo "$1: error[cannot-write] the build folder cannot be written: is it read-only, or the disk full?"
exit 1
