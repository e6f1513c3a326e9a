from django.urls import URLPattern, URLResolver, path

from agreements.api.agreements import AgreementsView, AgreementView, LintView
from agreements.api.amendments import (
    AmendmentRippleView,
    AmendmentsView,
    AmendmentView,
    AmendmentWithdrawalView,
    ReopeningView,
)
from agreements.api.asks import AsksView
from agreements.api.assents import AssentsView, MetricDeclineView
from agreements.api.cadences import CadenceView
from agreements.api.captures import CaptureView
from agreements.api.checkins import CheckInsView, CheckInView
from agreements.api.closing import CompletionView, EndView, WithdrawalView
from agreements.api.commitments import AgreementCommitmentsView, CommitmentsView, CommitmentView
from agreements.api.concerns import ConcernEscalationView, ConcernResolutionView, ConcernsView, ConcernView
from agreements.api.confirmations import ConfirmationView, ReadbackLinesView, ResolutionView
from agreements.api.conflicts import AmendmentResolutionView
from agreements.api.consents import ConsentsView
from agreements.api.dashboard import DashboardView, MatrixView, PairView, TeamSummaryView
from agreements.api.deliveries import AcceptanceView, DeliveryView, ReleaseView, ReturnView
from agreements.api.escalations import (
    EscalationsView,
    EscalationView,
    EscalationWithdrawalView,
    RequestView,
    RulingView,
    StatementsView,
)
from agreements.api.flags import AcknowledgementView, FlagsView, FlagView, SnoozeView
from agreements.api.follows import FollowsView, FollowView
from agreements.api.handovers import (
    HandoverAcceptanceView,
    HandoverDeclineView,
    HandoversView,
    HandoverView,
    HandoverWithdrawalView,
)
from agreements.api.history import HistoryView
from agreements.api.home import HomeView
from agreements.api.metrics import MetricsView, MetricView
from agreements.api.parties import PartiesView, PartyView, RepresentativeView
from agreements.api.pauses import PauseView
from agreements.api.priorities import AgreementPriorityView
from agreements.api.proposals import ExtensionView, ProposalView
from agreements.api.readbacks import OwnReadbackView, ReadbacksView
from agreements.api.readings import ReadingsView
from agreements.api.reviews import ReviewView
from agreements.api.ripple import RippleView
from agreements.api.rooms import AttendanceView, DecisionsView, ItemView, StartView
from agreements.api.rotas import RotaView
from agreements.api.search import SearchView
from agreements.api.signatures import SignaturesView
from agreements.api.syncs import (
    AgreementSyncsView,
    CancellationView,
    CloseView,
    FacilitatorView,
    MoveView,
    SyncsView,
    SyncView,
)
from agreements.api.thresholds import OrganisationThresholdsView, ThresholdsView
from agreements.api.topics import TopicsView, TopicView
from agreements.api.versions import ComparisonView, VersionsView

AGREEMENT = "agreements/<int:number>/"
AMENDMENT = "amendments/<int:pk>/"
COMMITMENT = "commitments/<int:pk>/"
CONCERN = "concerns/<int:pk>/"
ESCALATION = "escalations/<int:pk>/"
FLAG = "flags/<int:pk>/"
HANDOVER = "handovers/<int:pk>/"
METRIC = "metrics/<int:pk>/"
SYNC = "syncs/<int:pk>/"
READBACK = "readbacks/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements/", AgreementsView.as_view(), name="api_agreements"),
    path(AGREEMENT, AgreementView.as_view(), name="api_agreement"),
    path(f"{AGREEMENT}parties/", PartiesView.as_view(), name="api_parties"),
    path(f"{AGREEMENT}parties/<slug:slug>/", PartyView.as_view(), name="api_party"),
    path(f"{AGREEMENT}parties/<slug:slug>/representative/", RepresentativeView.as_view(), name="api_representative"),
    path(f"{AGREEMENT}commitments/", AgreementCommitmentsView.as_view(), name="api_agreement_commitments"),
    path(f"{AGREEMENT}metrics/", MetricsView.as_view(), name="api_metrics"),
    path(f"{AGREEMENT}cadence/", CadenceView.as_view(), name="api_cadence"),
    path(f"{AGREEMENT}lint/", LintView.as_view(), name="api_lint"),
    path(f"{AGREEMENT}proposal/", ProposalView.as_view(), name="api_proposal"),
    path(f"{AGREEMENT}proposal/extension/", ExtensionView.as_view(), name="api_extension"),
    path(f"{AGREEMENT}readbacks/", ReadbacksView.as_view(), name="api_readbacks"),
    path(f"{AGREEMENT}readbacks/mine/", OwnReadbackView.as_view(), name="api_own_readback"),
    path(f"{AGREEMENT}signatures/", SignaturesView.as_view(), name="api_signatures"),
    path(f"{AGREEMENT}pause/", PauseView.as_view(), name="api_pause"),
    path(f"{AGREEMENT}priority/", AgreementPriorityView.as_view(), name="api_agreement_priority"),
    path(f"{AGREEMENT}review/", ReviewView.as_view(), name="api_review"),
    path(f"{AGREEMENT}amendments/", AmendmentsView.as_view(), name="api_amendments"),
    path(f"{AGREEMENT}concerns/", ConcernsView.as_view(), name="api_concerns"),
    path(f"{AGREEMENT}ripple/", RippleView.as_view(), name="api_ripple"),
    path(f"{AGREEMENT}completion/", CompletionView.as_view(), name="api_completion"),
    path(f"{AGREEMENT}end/", EndView.as_view(), name="api_end"),
    path(f"{AGREEMENT}withdrawal/", WithdrawalView.as_view(), name="api_withdrawal"),
    path(f"{AGREEMENT}versions/", VersionsView.as_view(), name="api_versions"),
    path(f"{AGREEMENT}versions/<int:first>..<int:second>/", ComparisonView.as_view(), name="api_versions_compare"),
    path(f"{AGREEMENT}history/", HistoryView.as_view(), name="api_history"),
    path(f"{AGREEMENT}syncs/", AgreementSyncsView.as_view(), name="api_agreement_syncs"),
    path(f"{AGREEMENT}topics/", TopicsView.as_view(), name="api_topics"),
    path(f"{AGREEMENT}drift/", ThresholdsView.as_view(), name="api_thresholds"),
    path("organisation/drift/", OrganisationThresholdsView.as_view(), name="api_organisation_thresholds"),
    path(f"{AGREEMENT}rota/", RotaView.as_view(), name="api_rota"),
    path(AMENDMENT, AmendmentView.as_view(), name="api_amendment"),
    path(f"{AMENDMENT}ripple/", AmendmentRippleView.as_view(), name="api_amendment_ripple"),
    path(f"{AMENDMENT}consents/", ConsentsView.as_view(), name="api_consents"),
    path(f"{AMENDMENT}withdrawal/", AmendmentWithdrawalView.as_view(), name="api_amendment_withdrawal"),
    path(f"{AMENDMENT}reopening/", ReopeningView.as_view(), name="api_amendment_reopening"),
    path(f"{AMENDMENT}resolution/", AmendmentResolutionView.as_view(), name="api_amendment_resolution"),
    path("commitments/", CommitmentsView.as_view(), name="api_commitments"),
    path(COMMITMENT, CommitmentView.as_view(), name="api_commitment"),
    path(f"{COMMITMENT}check-ins/", CheckInsView.as_view(), name="api_check_ins"),
    path(f"{COMMITMENT}asks/", AsksView.as_view(), name="api_asks"),
    path(f"{COMMITMENT}delivery/", DeliveryView.as_view(), name="api_delivery"),
    path(f"{COMMITMENT}acceptance/", AcceptanceView.as_view(), name="api_acceptance"),
    path(f"{COMMITMENT}return/", ReturnView.as_view(), name="api_return"),
    path(f"{COMMITMENT}release/", ReleaseView.as_view(), name="api_release"),
    path("check-ins/<int:pk>/", CheckInView.as_view(), name="api_check_in"),
    path(CONCERN, ConcernView.as_view(), name="api_concern"),
    path(f"{CONCERN}resolution/", ConcernResolutionView.as_view(), name="api_concern_resolution"),
    path(f"{CONCERN}escalation/", ConcernEscalationView.as_view(), name="api_concern_escalation"),
    path("escalations/", EscalationsView.as_view(), name="api_escalations"),
    path(ESCALATION, EscalationView.as_view(), name="api_escalation"),
    path(f"{ESCALATION}statements/", StatementsView.as_view(), name="api_statements"),
    path(f"{ESCALATION}request/", RequestView.as_view(), name="api_escalation_request"),
    path(f"{ESCALATION}ruling/", RulingView.as_view(), name="api_ruling"),
    path(f"{ESCALATION}withdrawal/", EscalationWithdrawalView.as_view(), name="api_escalation_withdrawal"),
    path(f"{COMMITMENT}handovers/", HandoversView.as_view(), name="api_handovers"),
    path(HANDOVER, HandoverView.as_view(), name="api_handover"),
    path(f"{HANDOVER}acceptance/", HandoverAcceptanceView.as_view(), name="api_handover_acceptance"),
    path(f"{HANDOVER}decline/", HandoverDeclineView.as_view(), name="api_handover_decline"),
    path(f"{HANDOVER}withdrawal/", HandoverWithdrawalView.as_view(), name="api_handover_withdrawal"),
    path(METRIC, MetricView.as_view(), name="api_metric"),
    path(f"{METRIC}assents/", AssentsView.as_view(), name="api_assents"),
    path(f"{METRIC}decline/", MetricDeclineView.as_view(), name="api_metric_decline"),
    path(f"{METRIC}readings/", ReadingsView.as_view(), name="api_readings"),
    path("syncs/", SyncsView.as_view(), name="api_syncs"),
    path(SYNC, SyncView.as_view(), name="api_sync"),
    path(f"{SYNC}start/", StartView.as_view(), name="api_sync_start"),
    path(f"{SYNC}item/", ItemView.as_view(), name="api_sync_item"),
    path(f"{SYNC}decisions/", DecisionsView.as_view(), name="api_sync_decisions"),
    path(f"{SYNC}attendance/", AttendanceView.as_view(), name="api_sync_attendance"),
    path(f"{SYNC}move/", MoveView.as_view(), name="api_sync_move"),
    path(f"{SYNC}facilitator/", FacilitatorView.as_view(), name="api_sync_facilitator"),
    path("topics/<int:pk>/", TopicView.as_view(), name="api_topic"),
    path(f"{SYNC}close/", CloseView.as_view(), name="api_sync_close"),
    path(f"{SYNC}cancellation/", CancellationView.as_view(), name="api_sync_cancellation"),
    path(f"{READBACK}resolution/", ResolutionView.as_view(), name="api_readback_resolution"),
    path(f"{READBACK}confirmation/", ConfirmationView.as_view(), name="api_readback_confirmation"),
    path(f"{READBACK}lines/", ReadbackLinesView.as_view(), name="api_readback_lines"),
    path("dashboard/", DashboardView.as_view(), name="api_dashboard"),
    path("dashboard/matrix/", MatrixView.as_view(), name="api_dashboard_matrix"),
    path("dashboard/pairs/<slug:first>/<slug:second>/", PairView.as_view(), name="api_pair"),
    path("teams/<slug:slug>/summary/", TeamSummaryView.as_view(), name="api_team_summary"),
    path("search/", SearchView.as_view(), name="api_search"),
    path("capture/", CaptureView.as_view(), name="api_capture"),
    path("home/", HomeView.as_view(), name="api_home"),
    path("follows/", FollowsView.as_view(), name="api_follows"),
    path("follows/<int:number>/", FollowView.as_view(), name="api_follow"),
    path("flags/", FlagsView.as_view(), name="api_flags"),
    path(FLAG, FlagView.as_view(), name="api_flag"),
    path(f"{FLAG}acknowledgement/", AcknowledgementView.as_view(), name="api_flag_acknowledgement"),
    path(f"{FLAG}snooze/", SnoozeView.as_view(), name="api_flag_snooze"),
]
