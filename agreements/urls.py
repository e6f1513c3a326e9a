from django.urls import URLPattern, URLResolver, path

from agreements.views import dashboard, home, lists

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.landing, name="landing"),
    path("home/", home.home_page, name="home"),
    path("agreements/", lists.agreements_page, name="agreements"),
    path("commitments/", lists.commitments_page, name="commitments"),
    path("dashboard/", dashboard.dashboard_page, name="dashboard"),
    path("dashboard/pairs/<slug:first>/<slug:second>/", dashboard.pair_page, name="pair"),
]
