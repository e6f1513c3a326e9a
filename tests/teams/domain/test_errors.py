import pytest

from teams.domain.errors import InvalidValueError, RefusalError


def test_a_refusal_is_its_sentence() -> None:
    assert str(RefusalError("The agreement is active.")) == "The agreement is active."


def test_a_refusal_names_no_field_unless_told() -> None:
    assert RefusalError("The agreement is active.").fields == {}


def test_a_refusal_keeps_what_it_says_about_each_field() -> None:
    refusal = InvalidValueError("Choose a day.", fields={"weekday": ("Choose a day.",)})

    assert refusal.fields == {"weekday": ["Choose a day."]}


@pytest.mark.parametrize(
    ("kind", "code"),
    [(RefusalError, "refused"), (InvalidValueError, "invalid_value")],
)
def test_each_kind_of_refusal_has_a_code(kind: type[RefusalError], code: str) -> None:
    assert kind("No.").code == code
