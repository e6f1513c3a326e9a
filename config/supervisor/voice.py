"""What the supervisor says: one line at a time, at once, whether or not anybody still listens."""

import os
import sys


def say(line: str) -> None:
    """Print a line; when the reader is gone (a closed terminal, an ended `tee`) it goes nowhere."""
    try:
        print(line, flush=True)  # noqa: T201 - the supervisor's only way to speak
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
