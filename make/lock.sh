# Writes lock/*.txt: exact versions with hashes for every platform, and no registry's address. Versions that are locked
# stay; UPGRADE=1 takes the newest.
set -e
uv=$(command -v uv) || {
    python=$(sh make/find-python.sh)
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    "$python" -m venv "$folder" && "$folder/bin/python" -m pip install --quiet uv
    uv=$folder/bin/uv
}
compile() {
    name=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links ${UPGRADE:+--upgrade} --output-file "lock/$name.txt" "$@" pyproject.toml
    echo "lock/$name.txt: $(grep -c '==' "lock/$name.txt") packages"
}
compile run
compile dev --group dev
compile bench --group bench
