# Problems as a person reads them, from fields: path, line, column, code, severity, message, hint.
{
    printf "%s%s%s: %s[%s] %s\n", $1, $2 ? ":" $2 : "", $2 && $3 ? ":" $3 : "", $5, $4, $6
    if ($7 != "") printf "    hint: %s\n", $7
}
