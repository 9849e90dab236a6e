# Runs the environment's Python, or any that is new enough where there is none yet.
python=.venv/bin/python
[ -x "$python" ] || python=$(sh make/find-python.sh) || exit 1
exec "$python" "$@"
