"""Each error has one status, and nobody is told more than they may know."""

import json
from typing import Any

import psycopg
import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.http import Http404
from django.test import RequestFactory
from rest_framework.test import APIClient

from config import api_errors
from config.api_errors import handle, problem_of
from teams.domain.errors import ForbiddenError, InvalidValueError, RefusalError
from teams.models import Person
from tests.factories import PersonFactory


def caused[E: Exception](error: E, cause: Exception) -> E:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (RefusalError("No."), 409, "refused"),
        (InvalidValueError("No."), 422, "invalid_value"),
        (ForbiddenError("No."), 403, "forbidden"),
        (PermissionDenied(), 403, "forbidden"),
        (Http404("people/12 is absent"), 404, "not_found"),
        (SuspiciousOperation("a guess"), 400, "bad_request"),
        (BadRequest("a guess"), 400, "bad_request"),
        (DataError("integer out of range"), 422, "invalid_value"),
        (caused(OperationalError(), psycopg.errors.LockNotAvailable()), 409, "try_again"),
        (caused(OperationalError(), psycopg.errors.DeadlockDetected()), 409, "try_again"),
        (caused(OperationalError(), psycopg.errors.SerializationFailure()), 409, "try_again"),
        (caused(IntegrityError(), psycopg.errors.UniqueViolation()), 409, "conflict"),
        (caused(IntegrityError(), psycopg.errors.ForeignKeyViolation()), 409, "conflict"),
        (caused(IntegrityError(), psycopg.errors.CheckViolation()), 422, "invalid_value"),
    ],
)
def test_an_error_has_one_status(error: Exception, status: int, code: str) -> None:
    problem = problem_of(error)

    assert problem is not None
    assert (problem.status, problem.code) == (status, code)


@pytest.mark.parametrize(
    "error", [ZeroDivisionError(), caused(OperationalError(), psycopg.errors.AdminShutdown())], ids=["bug", "outage"]
)
def test_what_nobody_foresaw_is_left_to_the_log(error: Exception) -> None:
    assert handle(error, {}) is None


def test_a_refusal_keeps_its_fields() -> None:
    response = handle(InvalidValueError("Choose a day.", fields={"on": ["Choose a day."]}), {})

    assert response is not None
    assert response.data == {
        "error": {"code": "invalid_value", "message": "Choose a day.", "fields": {"on": ["Choose a day."]}}
    }


def test_trying_again_says_when() -> None:
    response = handle(caused(OperationalError(), psycopg.errors.LockNotAvailable()), {})

    assert response is not None
    assert response["Retry-After"] == "1"


@pytest.mark.django_db(transaction=True)
def test_the_database_s_own_refusals_are_known() -> None:
    """The names above are those that PostgreSQL and Django really give."""
    PersonFactory.create(email="maya@acme.example")
    with pytest.raises(IntegrityError) as unique, transaction.atomic():
        PersonFactory.create(email="maya@acme.example")
    with pytest.raises(IntegrityError) as check, transaction.atomic():
        PersonFactory.create(email="MAYA@acme.example")
    with pytest.raises(DataError) as data, transaction.atomic():
        Person.objects.filter(pk=Person.objects.get().pk).update(name="x" * 200)

    problems = [problem_of(found.value) for found in (unique, check, data)]
    assert [problem and problem.status for problem in problems] == [409, 422, 422]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: api_errors.not_found(request, Http404()), 404),
        (lambda request: api_errors.bad_request(request, BadRequest()), 400),
        (api_errors.server_error, 500),
    ],
)
def test_outside_its_views_the_api_answers_in_its_own_shape(answer: Any, status: int) -> None:
    response = answer(RequestFactory().get("/api/v1/nowhere/"))

    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    assert list(json.loads(response.content)["error"]) == ["code", "message", "fields"]


@pytest.mark.django_db
def test_the_same_bytes_answer_what_has_no_view_and_what_has_no_row() -> None:
    client = APIClient()
    client.force_login(PersonFactory.create())

    assert client.get("/api/v1/nowhere/").content == client.get("/api/v1/people/nobody@acme.example/").content


@pytest.mark.django_db
def test_a_bug_is_answered_500_in_the_same_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    client = APIClient(raise_request_exception=False)
    client.force_login(PersonFactory.create())
    monkeypatch.setattr("teams.api.me.now", lambda: 1 / 0)
    response = client.get("/api/v1/me/")

    assert (response.status_code, response.json()["error"]["code"]) == (500, "internal")


def test_a_page_keeps_its_own_error_page() -> None:
    response = api_errors.server_error(RequestFactory().get("/home/"))

    assert response["Content-Type"].startswith("text/html")
