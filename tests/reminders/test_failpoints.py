import os
import signal
import subprocess
import sys

import pytest

from reminders import failpoints

PROGRAM = """
from django.conf import settings
settings.configure(FAILPOINT="worker.before_claim")
from reminders.failpoints import reach
reach("worker.after_reply")
print("passed", flush=True)
reach("worker.before_claim")
print("survived", flush=True)
"""


def test_only_the_named_point_ends_the_process_as_a_power_cut_does() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (-9, "passed\n")


def test_a_point_may_freeze_the_process_instead_until_somebody_wakes_it() -> None:
    program = PROGRAM.replace('FAILPOINT="worker.before_claim"', 'FAILPOINT="worker.before_claim:frozen"')
    frozen = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    _, status = os.waitpid(frozen.pid, os.WUNTRACED)
    frozen.send_signal(signal.SIGCONT)

    assert (os.WIFSTOPPED(status), frozen.communicate()[0], frozen.returncode) == (True, "passed\nsurvived\n", 0)


def test_an_unknown_point_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        failpoints.reach("worker.nowhere")
