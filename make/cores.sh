# How many cores there are.
nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2
