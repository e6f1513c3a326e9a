#!/bin/sh
# Prints a Python 3.12, 3.13 or 3.14 that can make a virtual environment. Each candidate is run: a shim may
# stand on the path and answer only that its version is not installed.

newest_first() {
    ls -d "${PYENV_ROOT:-${HOME:-/}/.pyenv}"/versions/3.*/bin/python3 2>/dev/null | sort -rV
}

real_path() {
    "$1" - 2>/dev/null <<'PYTHON'
import ensurepip, sys, venv
if not (3, 12) <= sys.version_info[:2] <= (3, 14):
    sys.exit(1)
print(sys.executable)
PYTHON
}

for candidate in python3.13 python3.14 python3.12 python3 python $(newest_first); do
    real_path "$candidate" && exit 0
done

# Where uv is at hand and the network allows it, uv fetches one.
if uv python install --quiet 3.13 >/dev/null 2>&1; then
    real_path "$(uv python find 3.13)" && exit 0
fi

echo "Holdfast needs Python 3.12, 3.13 or 3.14 with its venv module: install one and run make again." >&2
exit 1
