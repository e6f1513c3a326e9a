"""Every page there is, with the addresses at which a scene shows it, and the answer each kind of reader gets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agreements.models import Agreement
from reminders.domain.topics import Topic
from reminders.models import Delivery
from reminders.reports.stops import stop_url
from tests.scene import Scene

# Addresses that take a press of a button and nothing else.
PRESSES = frozenset(
    (
        *("agreement_proposal", "agreement_take_back", "cadence_remove", "commitment_acceptance", "commitment_remove"),
        *("agreement_follow", "agreement_unfollow", "saved_view", "saved_view_remove", "saved_views"),
        *("check_in_link_concern", "check_in_link_undo", "check_in_undo", "delivery_take_back"),
        *("inbox_reading", "metric_assent", "metric_readings", "metric_remove", "party_remove", "reminder_reading"),
        *("settings_holiday_remove", "settings_holidays_seed", "settings_member_add", "settings_member_remove"),
        *("settings_person_invite", "settings_token_revoke", "sign_out"),
        *("unsent", "settings_feed_revoke", "settings_priority_move", "settings_priority_remove"),
        *("endpoint_remove", "endpoint_start", "endpoint_stop", "endpoint_test"),
        *("settings_webhook_retry", "settings_webhook_secret"),
        *("running_release", "running_retry"),
        *("flag_acknowledgement", "flag_snooze", "flag_unsnooze"),
        *("capture_parse", "sync_capture"),
        *("concern_resolution", "escalation_packet", "escalation_request", "escalation_ruling"),
        *("escalation_statement", "escalation_withdrawal"),
        *("handover_acceptance", "handover_withdrawal"),
        *("agreement_resumption", "sync_attendance", "sync_cancellation", "sync_closing", "sync_decision"),
        *("sync_facilitator", "sync_item", "sync_move", "sync_note", "sync_presence", "sync_start", "topic_remove"),
        *("amendment_consent", "amendment_reopening", "amendment_ripple", "amendment_withdrawal"),
        *("agreement_extension", "readback_confirmation", "readback_difference", "readback_draft", "readback_lines"),
    )
)
# Second addresses of a page: allauth's name for the sign-in page, and where a form of the settings is sent.
ALIASES = frozenset(("account_login", "settings_password"))
FOR_MACHINES = frozenset(
    ("inbound_mail", "agreement_calendar", "calendar_feed", "figures", "healthz", "jump", "readyz", "sync_room")
)
TABLES = frozenset(  # to take away, as CSV
    ("agreements_table", "commitments_table", "dashboard_matrix", "dashboard_teams", "dashboard_weeks")
)
DOORS = frozenset(("landing", "sign_in"))  # lead home who is signed in
OPEN_TO_ALL = frozenset(("check_in_link", "invitation", "mail_stop", "mailbox"))
FOR_ADMINISTRATORS = frozenset(
    (
        *("settings_drift", "settings_holidays", "settings_organisation", "settings_people", "settings_person"),
        *("settings_audit", "settings_cadence", "settings_organisation_mail"),
        *("settings_person_deactivate", "settings_priorities", "settings_priority"),
        *("settings_person_new", "settings_team", "settings_teams", "styleguide"),
        *("running", "running_delivery", "settings_webhook", "settings_webhooks"),
    )
)
FOR_PARTIES = frozenset(
    (
        *("agreement_edit", "cadence_edit", "commitment_add", "commitment_edit", "metric_add", "metric_edit"),
        *("amendment_counter", "amendment_new", "party_add", "party_edit"),
        *("concern_new", "escalation_new", "handover_new", "rota", "topic_add"),
        *("metric_decline", "metric_propose", "metric_table"),  # a member proposed the one that is declined
    )
)
FOR_LEADS = frozenset(("party_representative", "settings_team_mail"))  # and for administrators
FOR_LEADS_ALONE = frozenset(("agreement_priority", "team_channels"))
FOR_ASKER = frozenset(("amendment_conflicts",))  # a member asked for the change
FOR_ASKED = frozenset(("readback_mine",))  # whoever signs the terms or owes something in them


type Places = Mapping[str, list[tuple[object, ...]]]  # the arguments of each address, by its name


@dataclass(frozen=True, slots=True)
class PageAt:
    name: str
    address: str
    is_private: bool = False

    def __str__(self) -> str:
        return self.address

    def status_for(self, reader: str) -> int:
        """Return what it answers to a ``member``, ``lead``, ``executive``, ``administrator`` or nobody."""
        if self.name in OPEN_TO_ALL:
            return 200
        if self.name in DOORS:
            return 200 if reader == "nobody" else 302
        if reader == "nobody":
            return 302
        return self._status_signed_in(reader)

    def _status_signed_in(self, reader: str) -> int:
        is_party = reader in {"member", "lead"}
        if (self.is_private or self.name in FOR_ASKED) and not is_party:
            return 404
        refused = (
            (self.name in FOR_ADMINISTRATORS and reader != "administrator")
            or (self.name in FOR_PARTIES and not is_party)
            or (self.name in FOR_LEADS and reader not in {"lead", "administrator"})
            or (self.name in FOR_LEADS_ALONE and reader != "lead")
            or (self.name in FOR_ASKER and reader != "member")
        )
        return 403 if refused else 200


def named_addresses() -> set[str]:
    """The names of all addresses outside the API."""
    return {pattern.name or str(pattern.pattern) for pattern in _patterns(get_resolver().url_patterns)}


def address_of_press(name: str) -> str:
    """An address of that name, of things that need not be there."""
    found = next(pattern for pattern in _patterns(get_resolver().url_patterns) if pattern.name == name)
    return reverse(name, kwargs=dict.fromkeys(found.pattern.converters, "1"))


def _patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLPattern):
            yield one
        elif not str(one.pattern).startswith("api/"):
            yield from _patterns(one.url_patterns)


def pages_of(scene: Scene) -> list[PageAt]:
    """Return each page at each address that shows something of its own."""
    places = {**_around_agreements(scene), **_in_drafts(scene), **_around_people(scene)}
    plain = named_addresses() - places.keys() - PRESSES - ALIASES - FOR_MACHINES - TABLES
    found = [PageAt(name, reverse(name)) for name in sorted(plain)]
    found += [PageAt(name, reverse(name, args=args)) for name, each in places.items() for args in each]
    return [*found, PageAt("agreement", reverse("agreement", args=[scene.private.slug]), is_private=True)]


def _around_agreements(scene: Scene) -> Places:
    launch = scene.launch.slug
    return {
        "agreement": [(one.slug,) for one in (scene.launch, scene.proposed, scene.heard, scene.draft, scene.ended)],
        "agreement_history": [(launch,)],
        "agreement_signature": [(launch,), (scene.proposed.slug,)],
        "agreement_print": [(launch,), (scene.proposed.slug,)],
        "versions": [(launch,)],
        "version": [(launch, 1)],
        "versions_compare": [(launch, 1, 1)],
        "readback_board": [(scene.proposed.slug,), (scene.heard.slug,)],
        "readback_mine": [(scene.proposed.slug,), (scene.heard.slug,)],
        "amendment": [(launch, number) for number in (1, 2, 3)],
        "amendment_conflicts": [(launch, 1)],
        "amendment_counter": [(launch, 3)],
        "amendment_new": [(launch,)],
        "concerns": [(launch,)],
        "concern_new": [(launch,)],
        "concern": [(launch, number) for number in (1, 2)],
        "escalation_new": [(launch,)],
        "escalation": [(pk,) for pk in scene.launch.escalations.order_by("pk").values_list("pk", flat=True)],
        "agreement_completion": [(launch,)],
        "agreement_drift": [(launch,)],
        "agreement_end": [(launch,)],
        "agreement_pause": [(launch,)],
        "agreement_priority": [(launch,)],
        "agreement_review": [(launch,)],
        "agreement_withdrawal": [(scene.proposed.slug,)],
        "commitment": [(launch, number) for number in _numbers(scene.launch)],
        "commitment_ask": [(launch, 1)],
        "commitment_check_in": [(launch, 1)],
        "commitment_delivery": [(launch, 1)],
        "commitment_release": [(launch, 2)],
        "commitment_return": [(launch, 3)],
        "handover_new": [(launch, 1)],
        "handover_decline": [(launch, 2, scene.handover.pk)],
        "party_representative": [(launch, scene.launch.parties.get(team=scene.cast.product).pk)],
        "metric": [(launch, scene.metric.pk), (launch, scene.asked_metric.pk)],
        "metric_decline": [(launch, scene.asked_metric.pk)],
        "metric_propose": [(launch,)],
        "metric_table": [(launch, scene.metric.pk)],
        "sync": [(launch, number) for number in (3, 4, 1, 2)],
        "rota": [(launch,)],
        "topic_add": [(launch,)],
        "flag": [(flag.pk,) for flag in scene.flags],
        "pair": [("product", "sales")],
    }


def _in_drafts(scene: Scene) -> Places:
    draft = scene.draft.slug
    return {
        "agreement_edit": [(draft,)],
        "party_add": [(draft,)],
        "party_edit": [(draft, party.pk) for party in scene.draft.parties.all()],
        "commitment_add": [(draft,)],
        "commitment_edit": [(draft, number) for number in _numbers(scene.draft)],
        "metric_add": [(draft,)],
        "metric_edit": [(draft, scene.drafted_metric.pk)],
        "cadence_edit": [(draft,)],
    }


def _around_people(scene: Scene) -> Places:
    member = scene.launch.commitments.get(number=1).owner
    assert member is not None
    return {
        "person": [(member.pk,)],
        "team": [("product",)],
        "settings_person": [(member.pk,)],
        "settings_person_deactivate": [(member.pk,)],
        "settings_priority": [(scene.priority.pk,)],
        "settings_team": [("product",)],
        "settings_webhook": [(scene.webhook.pk,)],
        "running_delivery": [(Delivery.objects.order_by("pk").values_list("pk", flat=True)[0],)],
        "team_channels": [("product",)],
        "settings_team_mail": [("product",)],
        "mail_stop": [(stop_url(person=member.pk, topics=[Topic.DRIFT]).split("/")[-3],)],
        "invitation": [(scene.invitation,)],
        "check_in_link": [(scene.check_in_link,)],
    }


def _numbers(agreement: Agreement) -> list[int]:
    return list(agreement.commitments.order_by("number").values_list("number", flat=True))
