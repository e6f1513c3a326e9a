"""What a page is asked about by its address: a commitment, or a metric and one of its readings."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import Http404

from agreements.models import Agreement, Commitment, Metric
from teams.views.base import PageRequest


@dataclass(frozen=True, slots=True)
class Subject:
    """``draft`` holds its rows by the names that operations give them; ``query`` names it again in an address."""

    words: str = ""
    query: str = ""
    draft: dict[str, Any] = field(default_factory=dict)


def subject_named_in(request: PageRequest, agreement: Agreement) -> Subject:
    """Return what the query names, of ``agreement`` alone; 404 when it names what is not there, empty without."""
    if number := request.GET.get("commitment"):
        found = agreement.commitments.filter(number=_number(number)).first()
        return _of_commitment(found) if found else _absent()
    if pk := request.GET.get("metric"):
        metric = agreement.metrics.filter(pk=_number(pk)).first()
        return _of_metric(metric, request.GET.get("reading", "")) if metric else _absent()
    return Subject()


def _of_commitment(commitment: Commitment) -> Subject:
    words = f"{commitment.label} {commitment.deliverable}"
    return Subject(words, f"?commitment={commitment.number}", {"commitment": commitment})


def _of_metric(metric: Metric, reading: str) -> Subject:
    if not reading:
        return Subject(metric.name, f"?metric={metric.pk}", {"metric": metric})
    try:
        on = date.fromisoformat(reading)
    except ValueError:
        return _absent()
    found = metric.readings.filter(on=on).first()
    if found is None:
        return _absent()
    words = f"{metric.name}: {found.value.normalize():f} {metric.unit}".rstrip() + f", read for {on:%-d %b %Y}"
    return Subject(words, f"?metric={metric.pk}&reading={on}", {"metric": metric, "reading_on": on})


def _absent() -> Subject:
    raise Http404


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
