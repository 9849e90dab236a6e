# Writes what mail clients support anew, from the newest version of the npm package `caniemail` (MIT):
# pipeline/newsletter/check/data/. Read the diff: a datum that changed asks for its waiver to be looked at.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" caniemail@"${VERSION:-latest}" > "$folder/name"
tar -xzf "$folder/$(cat "$folder/name")" -C "$folder"
.venv/bin/python -m pipeline.newsletter.check.trim "$folder/package"
