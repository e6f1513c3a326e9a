"""How tests send what is planned, and read a mail."""

from datetime import datetime
from email.message import EmailMessage
from html.parser import HTMLParser

from reminders.models import Delivery
from reminders.operations.attempts import Moment
from reminders.operations.deliver import deliver
from teams.models import Person
from tests.factories import AT


def send_all(at: datetime) -> None:
    ids = Delivery.objects.order_by("pk").values_list("pk", flat=True)
    deliver(ids=list(ids), now=Moment(at=at, real_at=AT))


def reason_of(person: Person) -> str:
    """Why the latest mail to ``person`` was not sent."""
    return Delivery.objects.filter(recipient=person).latest("pk").reason


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


class Words(HTMLParser):
    """The words of a mail's HTML, in order."""

    def __init__(self, mail: EmailMessage) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(html_of(mail))

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def html_words(mail: EmailMessage) -> set[str]:
    return {word.strip(":.,;") for word in Words(mail).words}
