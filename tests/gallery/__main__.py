"""`make gallery`: pictures of every page, as each kind of reader, light, dark and on a phone.

It starts a demo of its own and writes into gallery/, which git ignores; `gallery/index.html` shows all on one sheet.
HOLDFAST_GALLERY="lead home" takes only pictures of readers and pages with those names; HOLDFAST_GALLERY_AT names the
address of a demo that runs already. `--readme` draws the picture of the README anew, and nothing else.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import point_environment_at
from config.supervisor.demo import READY_FILE
from config.supervisor.ports import HOST, free_port
from tests.plugins.browser import start_chromium

ROOT = Path(__file__).parents[2]
DATA = ROOT / ".data" / "gallery"
START_SECONDS = 1200  # the first one loads a year of an organisation


def main() -> None:
    wanted = set(os.environ.get("HOLDFAST_GALLERY", "").split())
    with running_demo() as base, start_chromium() as browser:
        set_environment()
        from tests.gallery.sheet import write_sheet  # noqa: PLC0415 - Django is set up by now
        from tests.gallery.walk import draw_readme, look_around  # noqa: PLC0415

        if "--readme" in sys.argv:
            draw_readme(browser, base, to=ROOT / "docs" / "agreement.png")
            return
        look_around(browser, base, wanted=wanted, to=ROOT / "gallery")
    print(write_sheet(ROOT / "gallery"))


@contextmanager
def running_demo() -> Iterator[str]:
    """The address of a demo that runs as long as it is looked at."""
    if running := os.environ.get("HOLDFAST_GALLERY_AT"):
        yield running
        return
    port, ready = free_port(), DATA / READY_FILE
    ready.unlink(missing_ok=True)
    environment = os.environ | {"HOLDFAST_DATA": str(DATA), "HOLDFAST_PORT": str(port)}
    with subprocess.Popen([sys.executable, "-m", "config.supervisor", "demo"], cwd=ROOT, env=environment) as demo:
        try:
            wait_for(ready, demo)
            yield f"http://{HOST}:{port}"
        finally:
            demo.terminate()


def wait_for(ready: Path, demo: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready.exists():
        if demo.poll() is not None or time.monotonic() > end:
            sys.exit("The demo did not start; its words are above.")
        time.sleep(0.5)


def set_environment() -> None:
    """Addresses are looked up here as the demo does; nothing here talks to its database."""
    point_environment_at(DATA)
    os.environ |= {"HOLDFAST_REHEARSAL": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django  # noqa: PLC0415 - only now the environment is set

    django.setup()


if __name__ == "__main__":
    main()
