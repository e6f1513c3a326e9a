"""What the OpenAPI document says about every call alike: tokens, errors, keys and versions."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_serializer
from rest_framework import serializers

from teams.api.serializers import Output


class ProblemOutput(Output):
    code = serializers.CharField(help_text="Which rule refused; part of this contract.")
    message = serializers.CharField(help_text="One sentence for a person.")
    fields = serializers.DictField(  # type: ignore[assignment]  # the contract's name; only instances have DRF's
        child=serializers.ListField(child=serializers.CharField()), help_text="Sentences by the field they are about."
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "refused",
            value={
                "error": {
                    "code": "invalid_value",
                    "message": "Some values are not possible.",
                    "fields": {"time_zone": ["There is no such time zone. Use a name such as Europe/Berlin."]},
                }
            },
        )
    ]
)
class ErrorOutput(Output):
    error = ProblemOutput()


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry is untyped
    target_class = "teams.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:  # noqa: ARG002 - its signature
        return {"type": "http", "scheme": "bearer", "bearerFormat": "hf_..."}


KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="Kept for 48 hours: the same request with the same key is done once and answered alike.",
)
VERSION = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    description="The ETag of what you read; when it has changed since, the answer is 412 and nothing is done.",
)
HEADERS = {"POST": [KEY], "PATCH": [VERSION]}


class ApiSchema(AutoSchema):
    def get_operation_id(self) -> str:
        name = super().get_operation_id()
        is_page = type(self.get_response_serializers()).__name__.endswith("Page")
        return name.replace("_retrieve", "_list") if is_page else name

    def get_description(self) -> str:  # type: ignore[override]  # the signature is drf-spectacular's
        """The view's own docstring; what a base class says is for its readers, not for the API's."""
        return str(vars(type(self.view)).get("__doc__") or "")

    def get_override_parameters(self) -> list[Any]:
        return HEADERS.get(self.method, [])

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        refusal = self._get_response_for_code(ErrorOutput, "4XX", direction=direction)  # type: ignore[no-untyped-call]  # as its module is
        return {**bodies, "4XX": refusal}
