"""Signing in and out. allauth does the work; the pages are ours."""

from allauth.account.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from teams.forms.sign_in import SignInForm


class SignInView(LoginView):  # type: ignore[misc]  # allauth carries no types
    template_name = "teams/sign_in.html"
    form_class = SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Show the page again, with the status of a form that was not taken."""
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer


sign_in = SignInView.as_view()
_leave = LogoutView.as_view()


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = _leave(request)
    return answer
