import pytest

from config.embedded import EmbeddedError
from config.supervisor.steps import finish, narrate
from config.supervisor.watch import Watch
from tests.config.supervisor.conftest import MakeProgram


def test_steps_run_to_their_end(make_program: MakeProgram) -> None:
    steps = [make_program("sh", "-c", "echo done", name=name) for name in ("one", "two")]
    finish(Watch(), steps)
    assert [step.status for step in steps] == [0, 0]


def test_a_step_that_stops_early_says_its_last_line_and_where_the_rest_is(make_program: MakeProgram) -> None:
    step = make_program("sh", "-c", "echo first; echo no such table; exit 1", name="migrate")
    with pytest.raises(EmbeddedError, match=r"migrate stopped: no such table \(all of it in .*migrate\.log\)"):
        finish(Watch(), [step])


def test_lines_are_said_as_they_come_and_some_are_held_back(
    make_program: MakeProgram, capsys: pytest.CaptureFixture[str]
) -> None:
    step = make_program("sh", "-c", "echo Writing; echo 'Sign in: a@b / c'; echo Done")
    held = narrate(Watch(), step, hold_back="Sign in: ")
    assert (held, capsys.readouterr().out) == (["Sign in: a@b / c"], "Writing\nDone\n")


def test_lines_of_an_earlier_run_are_not_repeated(make_program: MakeProgram) -> None:
    step = make_program("sh", "-c", "echo 'Sign in: now'")
    step.log.write_text("Sign in: before\n")
    assert narrate(Watch(), step, hold_back="Sign in: ") == ["Sign in: now"]
