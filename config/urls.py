from django.urls import include, path

urlpatterns = [
    path("", include("teams.urls")),
    path("", include("agreements.urls")),
    path("", include("reminders.urls")),
    path("api/v1/", include("config.api_urls")),
]
