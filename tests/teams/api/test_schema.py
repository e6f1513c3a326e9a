"""The OpenAPI document: valid, without a warning, and honest about errors, keys and versions."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(method, operation) for path in schema["paths"].values() for method, operation in path.items()]


def test_the_document_is_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"] == "3.1.0"


def test_every_call_says_how_it_refuses(schema: dict[str, Any]) -> None:
    assert [found["operationId"] for _, found in operations(schema) if "4XX" not in found["responses"]] == []


@pytest.mark.parametrize(("method", "header"), [("post", "Idempotency-Key"), ("patch", "If-Match")])
def test_every_write_says_which_header_guards_it(schema: dict[str, Any], method: str, header: str) -> None:
    unguarded = [
        found["operationId"]
        for verb, found in operations(schema)
        if verb == method and header not in [parameter["name"] for parameter in found["parameters"]]
    ]

    assert unguarded == []


def test_lists_and_single_things_have_names_of_their_own(schema: dict[str, Any]) -> None:
    names = {found["operationId"] for _, found in operations(schema)}

    assert {"people_list", "people_retrieve", "teams_members_list", "me_retrieve"} <= names
