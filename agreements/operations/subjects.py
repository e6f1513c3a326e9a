"""The row behind the name of an agenda item."""

from django.db.models import QuerySet

from agreements.domain.decisions import SubjectKind, SubjectName
from agreements.models import Agreement, Amendment, Commitment, Concern, Metric, Topic
from teams.domain.errors import InvalidValueError
from teams.domain.language import say
from teams.models import Person

type Subject = Commitment | Metric | Concern | Amendment | Topic | Agreement


def subject_of(agreement: Agreement, name: str, *, viewer: Person) -> tuple[SubjectName, Subject]:
    """What ``name`` (``commitment/12``) stands for in ``agreement``; else, or out of sight: InvalidValueError."""
    read = SubjectName.read(name)
    found = _row(agreement, read, viewer) if read else None
    if read is None or found is None:
        sentence = say("There is no such item in this agreement.")
        raise InvalidValueError(sentence, fields={"subject": [sentence]})
    return read, found


def _row(agreement: Agreement, name: SubjectName, viewer: Person) -> Subject | None:
    if name.kind is SubjectKind.AGREEMENT:
        return agreement if name.number == agreement.number else None
    return _rows(agreement, name.kind, viewer).filter(pk=name.number).first()


def _rows(agreement: Agreement, kind: SubjectKind, viewer: Person) -> QuerySet[Subject]:
    tables: dict[SubjectKind, QuerySet[Subject]] = {
        SubjectKind.COMMITMENT: agreement.commitments.select_related("owner", "accepted_by"),
        SubjectKind.METRIC: agreement.metrics.select_related("reporter"),
        SubjectKind.CONCERN: Concern.objects.visible_to(viewer).filter(agreement=agreement).select_related("raised_by"),
        SubjectKind.AMENDMENT: agreement.amendments.select_related("asked_by"),
        SubjectKind.TOPIC: agreement.topics.select_related("added_by"),
    }
    return tables[kind]
