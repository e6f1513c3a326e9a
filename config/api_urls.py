"""REST API v1: every app's part, the schema and its page."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="api_schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
    path("", include("teams.api.urls")),
    path("", include("agreements.api.urls")),
    path("", include("reminders.api.urls")),
]
