# Lists the Makefile's targets: their lines end in `## what they do`.
/^[a-z-]+:.*## / { split($0, part, /:[^#]*## /); printf "  make %-18s %s\n", part[1], part[2] }
END {
    print "\n  make build/<slug>/deck.pptx   one file; make -j4   four at a time"
    print "  THEME=name  STRICT=1 (warnings are errors)  SHARE=1 (a deck to give away)  CONTENT=folder  SOURCE_DATE_EPOCH=seconds"
}
