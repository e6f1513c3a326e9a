import pytest

from agreements.domain.decisions import SubjectKind, SubjectName


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("commitment/12", SubjectKind.COMMITMENT, 12),
        ("metric/3", SubjectKind.METRIC, 3),
        ("concern/4", SubjectKind.CONCERN, 4),
        ("amendment/5", SubjectKind.AMENDMENT, 5),
        ("topic/6", SubjectKind.TOPIC, 6),
        ("agreement/31", SubjectKind.AGREEMENT, 31),
    ],
)
def test_a_subject_is_read_and_written(text: str, kind: SubjectKind, number: int) -> None:
    assert SubjectName.read(text) == SubjectName(kind, number)
    assert str(SubjectName(kind, number)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "commitment",
        "commitment/",
        "/12",
        "team/12",
        "commitment/-1",
        "commitment/1.5",
        "topic/²",
        "topic/1/2",
        "topic/" + "9" * 19,
    ],
)
def test_what_names_nothing(text: str) -> None:
    assert SubjectName.read(text) is None
