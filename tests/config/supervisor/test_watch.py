import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import CHECKOUT
from config.supervisor.programs import Program
from config.supervisor.watch import Watch
from tests.config.supervisor.conftest import MakeProgram
from tests.parts import wait_until

SLEEPERS = """
import os, sys
from pathlib import Path
from config.supervisor.programs import Program
from config.supervisor.watch import StopAskedError, Watch

folder = Path(sys.argv[1])
say_goodbye = "trap 'echo {name} >> order; exit' TERM; echo up; while true; do sleep 0.05; done"
watch = Watch()
watch.listen()
watch.start([
    Program(
        name=name,
        command=["sh", "-c", f"cd {folder}; " + say_goodbye.format(name=name)],
        environment=dict(os.environ),
        log=folder / name,
    )
    for name in ("first", "second", "third")
])
print("up", flush=True)
try:
    for _turn in watch.turns():
        pass
except StopAskedError:
    watch.stop()
    print("stopped", flush=True)
"""


def turn_until_restarted(watch: Watch, program: Program, pid: int) -> None:
    for _turn in watch.turns():
        if program.pid not in (None, pid):
            return


def test_a_killed_part_is_started_again(make_program: MakeProgram) -> None:
    program = make_program("sleep", "60")
    watch = Watch()
    watch.start([program])
    pid = program.pid or 0
    os.kill(pid, signal.SIGKILL)
    turn_until_restarted(watch, program, pid)
    assert program.is_alive()


def test_a_restart_is_told(make_program: MakeProgram, capsys: pytest.CaptureFixture[str]) -> None:
    program = make_program("sleep", "60", name="web")
    watch = Watch()
    watch.start([program])
    pid = program.pid or 0
    os.kill(pid, signal.SIGKILL)
    turn_until_restarted(watch, program, pid)
    assert capsys.readouterr().out == "web stopped; starting it again.\n"


def test_the_other_parts_are_left_alone(make_program: MakeProgram) -> None:
    dying, steady = make_program("sleep", "60", name="a"), make_program("sleep", "60", name="b")
    watch = Watch()
    watch.start([dying, steady])
    before, pid = steady.pid, dying.pid or 0
    os.kill(pid, signal.SIGKILL)
    turn_until_restarted(watch, dying, pid)
    assert steady.pid == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_parts_last_to_first(tmp_path: Path, number: signal.Signals) -> None:
    """Without a terminal, its output a pipe."""
    with subprocess.Popen(
        [sys.executable, "-c", SLEEPERS, tmp_path], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout
        assert supervisor.stdout.readline() == "up\n"
        wait_until(lambda: all(tmp_path.joinpath(name).read_text() for name in ("first", "second", "third")))
        supervisor.send_signal(number)
        said = supervisor.stdout.read()
    assert (said, tmp_path.joinpath("order").read_text()) == ("stopped\n", "third\nsecond\nfirst\n")
