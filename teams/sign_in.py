"""How allauth behaves here: people are invited, nobody signs up; sessions follow real time."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from teams.models import Person

CLOSED = "This account is closed. An administrator of your organisation can open it again."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and this password do not belong together.",
        "too_many_login_attempts": "Too many tries for this address. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the signature is allauth's
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: being on the page is what signing in looks like."""

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:  # noqa: ARG002 - as above
        """Tell somebody who knows the password why it does not open the door."""
        return render(request, "403.html", {"exception": CLOSED}, status=403)
