"""The two fields of the sign-in page, in our words; allauth checks them and keeps its limits."""

from allauth.account.forms import LoginForm
from django.forms import EmailInput

from teams.domain.language import say


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        address, password = self.fields["login"], self.fields["password"]
        address.label, address.widget = say("E-mail address"), EmailInput(attrs={"autocomplete": "username"})
        password.label, password.help_text = "Password", ""
        password.widget.attrs.pop("placeholder", None)
