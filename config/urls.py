from django.urls import include, path

urlpatterns = [
    path("", include("teams.urls")),
    path("", include("agreements.urls")),
    path("", include("reminders.urls")),
    path("api/v1/", include("config.api_urls")),
]

# Under /api/ these answer as the API does, elsewhere with a page.
handler400 = "config.api_errors.bad_request"
handler403 = "teams.views.errors.forbidden"
handler404 = "config.api_errors.not_found"
handler500 = "config.api_errors.server_error"
