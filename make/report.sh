# The closing table of the build folder $1 and all problems kept there, for what was to be made: $3 …, as <slug>.<kind>.
# $2 is how Make ended. It fails where anything failed, also where a folder's name kept an essay from being built.
build=$1 status=$2
shift 2
LC_ALL=C

# Make's own words, but for those that the problems below tell better.
[ -z "$SAYS" ] || printf '%s\n' "$SAYS" | grep -v -e '^make.*\] Error [0-9]*$' -e 'not remade because of errors' >&2

if [ -n "$ESSAY" ] && [ $# = 0 ]; then
    echo "ESSAY: error[essay-missing] there is no essay \`$ESSAY\` in $CONTENT; there are: $(sh make/essays.sh slugs "$CONTENT" | tr '\n' ' ')"
    exit 1
fi
if [ ! -d "$CONTENT" ]; then
    echo "CONTENT: error[content-missing] there is no folder \`$CONTENT\`"
    exit 1
fi
others=$([ -n "$ESSAY" ] || sh make/essays.sh others "$CONTENT")
if [ $# = 0 ] && [ -z "$others" ]; then
    echo "There is no essay in $CONTENT yet. Type: make new TITLE=\"…\"  or  make import FILE=notes.txt"
    exit "$status"
fi

for goal in "$@"; do
    row="$build/.rows/$goal"
    if [ -f "$row" ]; then cat "$row"; else printf '%s\t%s\tlost\t0\t0\t-\t1\t0\t0\t0\t0\n' "${goal%.*}" "${goal##*.}"; fi
done | awk -F '\t' -v build="$build" -f make/table.awk || status=1

{
    for goal in "$@"; do
        cat "$build/.problems/$goal" 2>/dev/null
        [ -f "$build/.rows/$goal" ] || printf '%s\t0\t0\tlost\terror\t%s\t%s\n' "$build/${goal%.*}" \
            "the ${goal##*.} was not built, and no word of it was kept" "if nothing above says why, it was killed: type make again"
    done
    [ -z "$others" ] || printf '%s\n' "$others" | while IFS= read -r folder; do
        printf '%s\t0\t0\tslug\terror\t%s\t%s\n' "$folder" \
            "this essay was not built: its folder is to be named with small letters, digits and hyphens (a-z, 0-9, -)" \
            "rename the folder"
    done
} | sort -t "$(printf '\t')" -u -k1,1 -k2,2n -k3,3n -k4,4 -k6,6 | awk -F '\t' -f make/problems.awk

[ "$status" = 0 ] && [ -z "$others" ]
