"""Who calls, and with which scope: a token of our own, or the session of our own pages."""

from typing import TYPE_CHECKING, cast

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from teams.clock import real_now
from teams.models import ApiToken, Person, Scope
from teams.operations.telemetry import note_use
from teams.operations.tokens import find_token
from teams.permissions import covers

if TYPE_CHECKING:
    from rest_framework.views import APIView

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer hf_...``; a token that opens nothing is answered 401 whatever the reason."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        at = real_now()
        token = find_token(plain=plain.strip(), at=at)
        if token is None:
            raise AuthenticationFailed
        note_use(subject=f"token:{token.pk}", at=at)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the signature is DRF's
        return SCHEME


class ScopePermission(BasePermission):
    """Signed in, and with a token only what its scope covers: reading, or the view's own ``scope`` for the rest."""

    message = "The scope of this token does not cover that."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not request.user.is_authenticated:
            return False
        needed = Scope.READ if request.method in SAFE_METHODS else getattr(view, "scope", Scope.WRITE)
        return request.auth is None or covers(cast("ApiToken", request.auth).scope, needed)
