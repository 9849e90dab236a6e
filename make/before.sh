# The products of the kinds $2 … that an earlier Make left in the build folder $1, as <slug>.<kind>: those are kept up
# to date. One that failed counts, so that mending the essay brings it back; one that a person removed does not.
build=$1
shift
for kind in "$@"; do
    case $kind in deck-pdf) name=deck.pdf ;; *) name=$kind.pptx ;; esac
    for row in "$build"/.rows/*."$kind"; do
        [ -f "$row" ] || continue
        slug=${row##*/}
        slug=${slug%."$kind"}
        IFS='	' read -r _ _ state _ <"$row"
        { [ "$state" != built ] || [ -f "$build/$slug/$name" ]; } && echo "$slug.$kind"
    done
done
