from django.urls import URLPattern, URLResolver, path, register_converter

from agreements.views import (
    agreement,
    checkins,
    closing,
    commitment,
    dashboard,
    deliveries,
    flags,
    help,  # noqa: A004 - the noun of its address
    home,
    lists,
    metrics,
    people,
    proposals,
    signatures,
    styleguide,
    syncs,
    teams,
    terms,
    terms_cadence,
    terms_commitments,
    terms_metrics,
    terms_parties,
    thresholds,
    versions,
)
from agreements.views.base import AgreementConverter

register_converter(AgreementConverter, "agreement")

# "31" or "31-any-words"; a part of an agreement is named by its own number within it.
ONE = "agreements/<agreement:number>/"
DRAFT = f"{ONE}edit/"
COMMITMENT = f"{ONE}commitments/<int:k>/"
METRIC = f"{ONE}metrics/<int:pk>/"
SYNC = f"{ONE}syncs/<int:n>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.landing, name="landing"),
    path("home/", home.home_page, name="home"),
    path("agreements/", lists.agreements_page, name="agreements"),
    path("commitments/", lists.commitments_page, name="commitments"),
    path("agreements/new/", terms.agreement_new, name="agreement_new"),
    path(ONE, agreement.agreement, name="agreement"),
    path(DRAFT, terms.agreement_edit, name="agreement_edit"),
    path(f"{DRAFT}parties/", terms_parties.party_add, name="party_add"),
    path(f"{DRAFT}parties/<int:pk>/", terms_parties.party_edit, name="party_edit"),
    path(f"{DRAFT}parties/<int:pk>/removal/", terms_parties.party_remove, name="party_remove"),
    path(f"{DRAFT}commitments/", terms_commitments.commitment_add, name="commitment_add"),
    path(f"{DRAFT}commitments/<int:k>/", terms_commitments.commitment_edit, name="commitment_edit"),
    path(f"{DRAFT}commitments/<int:k>/removal/", terms_commitments.commitment_remove, name="commitment_remove"),
    path(f"{DRAFT}metrics/", terms_metrics.metric_add, name="metric_add"),
    path(f"{DRAFT}metrics/<int:pk>/", terms_metrics.metric_edit, name="metric_edit"),
    path(f"{DRAFT}metrics/<int:pk>/removal/", terms_metrics.metric_remove, name="metric_remove"),
    path(f"{DRAFT}cadence/", terms_cadence.cadence_edit, name="cadence_edit"),
    path(f"{DRAFT}cadence/removal/", terms_cadence.cadence_remove, name="cadence_remove"),
    path(f"{ONE}history/", agreement.history, name="agreement_history"),
    path(f"{ONE}versions/", versions.versions, name="versions"),
    path(f"{ONE}versions/<int:k>/", versions.version, name="version"),
    path(f"{ONE}versions/<int:first>..<int:second>/", versions.versions_compare, name="versions_compare"),
    path(f"{ONE}proposal/", proposals.agreement_proposal, name="agreement_proposal"),
    path(f"{ONE}proposal/withdrawal/", proposals.agreement_take_back, name="agreement_take_back"),
    path(f"{ONE}signature/", signatures.agreement_signature, name="agreement_signature"),
    path(f"{ONE}completion/", closing.agreement_completion, name="agreement_completion"),
    path(f"{ONE}end/", closing.agreement_end, name="agreement_end"),
    path(f"{ONE}withdrawal/", closing.agreement_withdrawal, name="agreement_withdrawal"),
    path(COMMITMENT, commitment.commitment, name="commitment"),
    path(f"{COMMITMENT}check-in/", checkins.commitment_check_in, name="commitment_check_in"),
    path(f"{COMMITMENT}delivery/", deliveries.commitment_delivery, name="commitment_delivery"),
    path(f"{COMMITMENT}acceptance/", deliveries.commitment_acceptance, name="commitment_acceptance"),
    path(f"{COMMITMENT}return/", deliveries.commitment_return, name="commitment_return"),
    path(f"{COMMITMENT}release/", deliveries.commitment_release, name="commitment_release"),
    path(METRIC, metrics.metric, name="metric"),
    path(f"{METRIC}readings/", metrics.metric_readings, name="metric_readings"),
    path(SYNC, syncs.sync, name="sync"),
    path(f"{SYNC}holding/", syncs.sync_holding, name="sync_holding"),
    path(f"{SYNC}cancellation/", syncs.sync_cancellation, name="sync_cancellation"),
    path("flags/", flags.flags, name="flags"),
    path("flags/<int:pk>/", flags.flag, name="flag"),
    path("dashboard/", dashboard.dashboard_page, name="dashboard"),
    path("dashboard/pairs/<slug:first>/<slug:second>/", dashboard.pair_page, name="pair"),
    path("help/", help.help_page, name="help"),
    path("help/drift/", help.help_drift, name="help_drift"),
    path("teams/<slug:slug>/", teams.team, name="team"),
    path("people/<int:pk>/", people.person, name="person"),
    path("settings/drift/", thresholds.settings_drift, name="settings_drift"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
