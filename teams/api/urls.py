from django.urls import URLPattern, URLResolver, path

from teams.api.audit import AuditView
from teams.api.feeds import FeedsView, FeedView
from teams.api.invitations import InvitationsView
from teams.api.me import MeView
from teams.api.organisation import HolidaysView, HolidayView, OrganisationView
from teams.api.people import PeopleView, PersonView
from teams.api.priorities import PrioritiesView, PriorityView
from teams.api.saved_views import SavedViewsView, SavedViewView
from teams.api.teams import MembersView, MemberView, TeamsView, TeamView
from teams.api.tokens import TokensView, TokenView

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", MeView.as_view(), name="api_me"),
    path("people/", PeopleView.as_view(), name="api_people"),
    path("people/<str:email>/", PersonView.as_view(), name="api_person"),
    path("invitations/", InvitationsView.as_view(), name="api_invitations"),
    path("teams/", TeamsView.as_view(), name="api_teams"),
    path("teams/<slug:slug>/", TeamView.as_view(), name="api_team"),
    path("teams/<slug:slug>/members/", MembersView.as_view(), name="api_members"),
    path("teams/<slug:slug>/members/<str:email>/", MemberView.as_view(), name="api_member"),
    path("organisation/", OrganisationView.as_view(), name="api_organisation"),
    path("holidays/", HolidaysView.as_view(), name="api_holidays"),
    path("holidays/<int:pk>/", HolidayView.as_view(), name="api_holiday"),
    path("priorities/", PrioritiesView.as_view(), name="api_priorities"),
    path("priorities/<int:pk>/", PriorityView.as_view(), name="api_priority"),
    path("audit/", AuditView.as_view(), name="api_audit"),
    path("tokens/", TokensView.as_view(), name="api_tokens"),
    path("tokens/<int:pk>/", TokenView.as_view(), name="api_token"),
    path("views/", SavedViewsView.as_view(), name="api_views"),
    path("views/<int:pk>/", SavedViewView.as_view(), name="api_view"),
    path("feeds/", FeedsView.as_view(), name="api_feeds"),
    path("feeds/<int:pk>/", FeedView.as_view(), name="api_feed"),
]
