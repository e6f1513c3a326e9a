from django.urls import URLPattern, URLResolver, path

from teams.views import (
    audit,
    feeds,
    invitations,
    organisation,
    people,
    priorities,
    profile,
    saved_views,
    sign_in,
    teams,
    tokens,
)

PERSON = "settings/people/<int:pk>/"
PRIORITY = "settings/priorities/<int:pk>/"
TEAM = "settings/teams/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/", sign_in.sign_in, name="account_login"),  # the name that allauth goes back to
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("teams/", teams.teams, name="teams"),
    path("views/", saved_views.saved_views, name="saved_views"),
    path("views/<int:pk>/", saved_views.saved_view, name="saved_view"),
    path("views/<int:pk>/removal/", saved_views.saved_view_remove, name="saved_view_remove"),
    path("settings/", profile.settings, name="settings"),
    path("settings/profile/", profile.settings_profile, name="settings_profile"),
    path("settings/appearance/", profile.settings_appearance, name="settings_appearance"),
    path("settings/keyboard/", profile.settings_keyboard, name="settings_keyboard"),
    path("settings/password/", profile.settings_password, name="settings_password"),
    path("settings/tokens/", tokens.settings_tokens, name="settings_tokens"),
    path("settings/tokens/<int:pk>/revocation/", tokens.settings_token_revoke, name="settings_token_revoke"),
    path("settings/calendar/", feeds.settings_calendar, name="settings_calendar"),
    path("settings/calendar/<int:pk>/revocation/", feeds.settings_feed_revoke, name="settings_feed_revoke"),
    path("settings/organisation/", organisation.settings_organisation, name="settings_organisation"),
    path("settings/cadence/", organisation.settings_cadence, name="settings_cadence"),
    path("settings/priorities/", priorities.settings_priorities, name="settings_priorities"),
    path(PRIORITY, priorities.settings_priority, name="settings_priority"),
    path(f"{PRIORITY}move/", priorities.settings_priority_move, name="settings_priority_move"),
    path(f"{PRIORITY}removal/", priorities.settings_priority_remove, name="settings_priority_remove"),
    path("settings/audit/", audit.settings_audit, name="settings_audit"),
    path("settings/people/", people.settings_people, name="settings_people"),
    path("settings/people/new/", people.settings_person_new, name="settings_person_new"),
    path(PERSON, people.settings_person, name="settings_person"),
    path(f"{PERSON}deactivation/", people.settings_person_deactivate, name="settings_person_deactivate"),
    path(f"{PERSON}invitation/", people.settings_person_invite, name="settings_person_invite"),
    path("settings/teams/", teams.settings_teams, name="settings_teams"),
    path(TEAM, teams.settings_team, name="settings_team"),
    path(f"{TEAM}members/", teams.settings_member_add, name="settings_member_add"),
    path(f"{TEAM}members/<int:pk>/removal/", teams.settings_member_remove, name="settings_member_remove"),
    path("settings/holidays/", organisation.settings_holidays, name="settings_holidays"),
    path("settings/holidays/seed/", organisation.settings_holidays_seed, name="settings_holidays_seed"),
    path("settings/holidays/<int:pk>/removal/", organisation.settings_holiday_remove, name="settings_holiday_remove"),
]
