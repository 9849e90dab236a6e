# The closing table, from rows of slug, output, state, size, count, unit, errors, warnings, hints, draft, seconds.
BEGIN {
    name["deck"] = "deck.pptx"; name["deck-share"] = "deck-share.pptx"; name["deck-pdf"] = "deck.pdf"
    name["handout"] = "handout.pdf"; name["newsletter"] = "newsletter.eml"
    head = "output"; wide = length(head)
}
function human(size) { return size < 1000 ? size " B" : size < 1000000 ? sprintf("%.0f kB", size / 1000) : sprintf("%.1f MB", size / 1000000) }
function number(n, what) { return n ? n " " what (n == 1 ? "" : "s") : "" }
function joined(a, b) { return a == "" ? b : b == "" ? a : a ", " b }
$3 != "built" && $3 != "unwanted" { failed = 1 }
{
    path[NR] = build "/" $1 "/" name[$2]
    if (length(path[NR]) > wide) wide = length(path[NR])
    size[NR] = $3 == "built" ? human($4) : ""
    many[NR] = $3 == "built" ? $5 " " ($5 == 1 ? substr($6, 1, length($6) - 1) : $6) : $3 == "unwanted" ? "left out" : "failed"
    wrong[NR] = joined(joined(number($7, "error"), number($8, "warning")), number($9, "hint"))
    if ($10 == 1) wrong[NR] = joined(wrong[NR], "draft")
}
END {
    if (!NR) exit
    printf "\n  %-*s  %8s  %12s  %s\n", wide, head, "size", "", "problems"
    for (i = 1; i <= NR; i++) printf "  %-*s  %8s  %12s  %s\n", wide, path[i], size[i], many[i], wrong[i] == "" ? "–" : wrong[i]
    print ""
    exit failed
}
