"""The link that ends mails like one (RFC 8058): one POST of a mail program, or a person's press on the page."""

import re
from email import policy
from email.message import EmailMessage

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from reminders.domain.kinds import Kind
from reminders.domain.topics import Topic
from reminders.models import Preference
from reminders.operations.attempts import Moment
from reminders.operations.deliver import deliver
from reminders.reports.stops import stop_url
from teams.models import Person
from tests.factories import AT
from tests.reminders.mails import text_of
from tests.reminders.operations.conftest import Queue, queue
from tests.sinks import SmtpSink

__all__ = ["queue"]

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path(dana: Person, settings: Settings) -> str:
    """Where mails about dates and drift to dana end."""
    url = stop_url(person=dana.pk, topics={Topic.DRIFT, Topic.DATES})
    return url.removeprefix(settings.BASE_URL)


@pytest.fixture
def strict() -> Client:
    """A browser, or a program, that sends no cookie and whose forms are looked at."""
    return Client(enforce_csrf_checks=True)


def said() -> list[tuple[str, str, str, bool]]:
    rows = Preference.objects.order_by("topic")
    return list(rows.values_list("person__email", "topic", "channel", "is_wanted"))


BOTH = [
    ("dana.whitfield@acme.example", "dates", "email", False),
    ("dana.whitfield@acme.example", "drift", "email", False),
]


def test_one_click_ends_what_the_mail_was_about(strict: Client, path: str) -> None:
    answer = strict.post(path, ONE_CLICK)

    assert (answer.status_code, said()) == (200, BOTH)


def test_one_click_as_the_other_kind_of_form(strict: Client, path: str) -> None:
    body = "List-Unsubscribe=One-Click"
    strict.post(path, body, content_type="application/x-www-form-urlencoded")

    assert said() == BOTH


def test_twice_is_once(strict: Client, path: str) -> None:
    strict.post(path, ONE_CLICK)

    assert (strict.post(path, ONE_CLICK).status_code, said()) == (200, BOTH)


def test_no_cookie_is_set(strict: Client, path: str) -> None:
    assert not strict.post(path, ONE_CLICK).cookies
    assert not strict.get(path).cookies


def test_looking_changes_nothing(strict: Client, path: str) -> None:
    answers = [strict.get(path), strict.head(path), strict.options(path)]

    assert [answer.status_code for answer in answers] == [200, 200, 405]
    assert said() == []


def test_the_page_is_kept_by_nobody(strict: Client, path: str) -> None:
    answer = strict.get(path)

    assert [answer.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")] == [
        "no-store",
        "no-referrer",
        "noindex",
    ]


def test_a_person_chooses_some_of_it(strict: Client, path: str) -> None:
    answer = strict.post(path, {"topics": ["drift"]})

    assert (answer.status_code, said()) == (200, BOTH[1:])


@pytest.mark.parametrize("topics", [[], ["syncs"], ["weather"]])
def test_nothing_chosen_or_more_than_the_mail_was_about(strict: Client, path: str, topics: list[str]) -> None:
    assert strict.post(path, {"topics": topics}).status_code == 422
    assert said() == []


def test_another_word_is_no_click(strict: Client, path: str) -> None:
    assert strict.post(path, {"List-Unsubscribe": "Maybe"}).status_code == 422
    assert said() == []


def changed(path: str, lena: Person) -> dict[str, str]:
    token = path.split("/")[2]
    plain, seal = token.rsplit(".", 1)
    return {
        "forged seal": f"/m/{plain}.{seal[:-1]}{'A' if seal[-1] != 'A' else 'B'}/stop/",
        "another person": f"/m/{plain.replace(plain.split('-')[0], str(lena.pk), 1)}.{seal}/stop/",
        "another topic": f"/m/{plain}-syncs.{seal}/stop/",
        "no seal": f"/m/{plain}/stop/",
        "nonsense": "/m/nonsense/stop/",
        "cut": path[: len(path) // 2] + "/stop/",
    }


@pytest.mark.parametrize("how", ["forged seal", "another person", "another topic", "no seal", "nonsense", "cut"])
def test_a_link_that_is_not_ours_ends_nothing(strict: Client, path: str, lena: Person, how: str) -> None:
    address = changed(path, lena)[how]
    answers = [strict.get(address), strict.post(address, ONE_CLICK)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Nothing to stop here" in answers[0].content.decode()
    assert said() == []


def test_it_ends_with_the_account(strict: Client, path: str, dana: Person) -> None:
    Person.objects.filter(pk=dana.pk).update(is_active=False)

    assert strict.post(path, ONE_CLICK).status_code == 404
    assert said() == []


@pytest.mark.parametrize(("size", "status"), [(16_384, 422), (16_385, 413)])
def test_a_large_body_is_not_read(strict: Client, path: str, size: int, status: int) -> None:
    body = "x" * size

    assert strict.post(path, body, content_type="application/x-www-form-urlencoded").status_code == status


def test_a_size_that_is_no_number_is_not_read(strict: Client, path: str) -> None:
    assert strict.generic("POST", path, b"", CONTENT_LENGTH="many").status_code == 413


def as_sent(mail: EmailMessage) -> str:
    """As it came over the wire: programs look for the address as it is, neither encoded nor folded."""
    return mail.as_bytes(policy=policy.default.clone(refold_source="none")).decode()


def sent(queue: Queue, dana: Person, sink: SmtpSink, kind: Kind = Kind.DUE_SOON) -> EmailMessage:
    deliver(ids=[queue(dana, kind=kind).pk], now=Moment(at=AT, real_at=AT))
    return sink.mails[-1]


@pytest.mark.parametrize("host", ["https://holdfast.example", f"https://{'a-long-name.' * 12}example"])
def test_a_mail_carries_the_link_in_its_head(
    queue: Queue, dana: Person, sink: SmtpSink, strict: Client, settings: Settings, host: str
) -> None:
    settings.BASE_URL = host
    mail = sent(queue, dana, sink)
    (line,) = re.findall(r"^List-Unsubscribe: (.*)$", as_sent(mail), re.MULTILINE)
    link = re.fullmatch(r"<(https://\S+)>", line)

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link
    assert strict.post(link[1].removeprefix(host), ONE_CLICK).status_code == 200
    assert said() == BOTH[:1]


def test_a_mail_carries_both_links_in_its_foot(queue: Queue, dana: Person, sink: SmtpSink, settings: Settings) -> None:
    text = text_of(sent(queue, dana, sink))

    assert f"Change what comes by mail: {settings.BASE_URL}/settings/mail/" in text
    assert f"Stop mails like this: {stop_url(person=dana.pk, topics={Topic.DATES})}" in text


def test_what_only_they_can_do_cannot_be_stopped() -> None:
    assert stop_url(person=1, topics=()) == ""
