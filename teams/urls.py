from django.urls import URLPattern, URLResolver, path

from teams.views import sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/", sign_in.sign_in, name="account_login"),  # the name that allauth goes back to
    path("sign-out/", sign_in.sign_out, name="sign_out"),
]
