# The essays of the folder $2: `slugs` prints the names that builds take, `others` the paths that they do not.
LC_ALL=C
for essay in "$2"/*/essay.md; do
    [ -f "$essay" ] || continue
    folder=${essay%/essay.md}
    slug=${folder##*/}
    case $slug in
    *[!a-z0-9-]* | -*) [ "$1" = others ] && printf '%s' "$folder" | tr '\001-\037\177' '?' && echo ;;
    *) [ "$1" = slugs ] && printf '%s\n' "$slug" ;;
    esac
done
