#!/bin/sh
# Makes sure that the page tests find a Chromium: the machine's own, else Playwright's, else it is installed.

runs() {
    "$1" --version >/dev/null 2>&1
}

machine_has_one() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        runs "$name" && return 0
    done
    return 1
}

playwright_has_one() {
    runs "$(.venv/bin/python -c 'from playwright.sync_api import sync_playwright as start
with start() as playwright:
    print(playwright.chromium.executable_path)')"
}

install_as_root() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing Chromium for the page tests. Once; it takes about a minute."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && machine_has_one
}

install_for_playwright() {
    echo "Fetching Chromium for the page tests. Once; it takes about a minute."
    .venv/bin/python -m playwright install chromium && playwright_has_one
}

machine_has_one || playwright_has_one || install_as_root || install_for_playwright && exit 0
echo "The page tests need Chromium: install it (for example 'apt-get install chromium') and run make again." >&2
exit 1
