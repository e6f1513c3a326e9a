"""Named points at which a fault test ends the process as hard as a power cut does, or freezes it."""

import os
import signal

from django.conf import settings

NAMES = frozenset(
    {
        "planner.inside",
        "planner.after",
        "dispatcher.after_publish",
        "worker.before_claim",
        "worker.before_handover",
        "worker.after_handover",
        "worker.after_reply",
    }
)
FROZEN = ":frozen"  # after a name: stop there instead, until somebody sends SIGCONT


def reach(name: str) -> None:
    """Kill or freeze the process at once where the environment names this point; elsewhere it does nothing."""
    assert name in NAMES, name
    if name == settings.FAILPOINT:
        os.kill(os.getpid(), signal.SIGKILL)
    elif name + FROZEN == settings.FAILPOINT:
        os.kill(os.getpid(), signal.SIGSTOP)
