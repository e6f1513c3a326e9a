"""What a list of messages calls each kind of them."""

from collections.abc import Mapping

from reminders.domain.kinds import DIGEST, Kind
from teams.domain.language import noted

KIND_NAMES: Mapping[str, str] = {
    DIGEST: noted("Several things in one"),
    Kind.INVITATION: noted("Invitation"),
    Kind.SYNC_SOON: noted("Sync soon"),
    Kind.SYNC_CANCELLED: noted("Sync cancelled"),
    Kind.SYNC_MOVED: noted("Sync moved"),
    Kind.DECISION_ASKED: noted("Decision asked"),
    Kind.CHANGE_PROPOSED: noted("Change proposed"),
    Kind.READBACK_ASKED: noted("Readback asked"),
    Kind.SIGNATURE_ASKED: noted("Signature asked"),
    Kind.ANSWER_DUE: noted("Answer due"),
    Kind.HANDOVER_ASKED: noted("Handover asked"),
    Kind.DELIVERY_DECLARED: noted("Delivery declared"),
    Kind.DELIVERY_RETURNED: noted("Delivery returned"),
    Kind.PAST_DATE: noted("Past date"),
    Kind.DUE_SOON: noted("Due soon"),
    Kind.SYNC_TOMORROW: noted("Sync tomorrow"),
    Kind.CONCERN_RAISED: noted("Concern raised"),
    Kind.CONCERN_ANSWERED: noted("Concern answered"),
    Kind.RULING_MADE: noted("Ruling made"),
    Kind.METRIC_ASKED: noted("Metric asked"),
    Kind.WINDOW_ENDED: noted("Window ended"),
    Kind.CHANGE_UNANSWERED: noted("Change unanswered"),
    Kind.CHANGE_DECLINED: noted("Change declined"),
    Kind.FLAG_OWNER: noted("Flag owner"),
    Kind.FLAG_SHOWN: noted("Flag shown"),
    Kind.FLAG_STILL_OPEN: noted("Flag still open"),
    Kind.FLAG_LEFT_OPEN: noted("Flag left open"),
    Kind.ASKED: noted("Asked"),
    Kind.CHECK_IN_REQUEST: noted("Check in request"),
    Kind.SYNC_NOTES: noted("Sync notes"),
    Kind.KEPT: noted("Kept"),
    Kind.IN_FORCE: noted("In force"),
    Kind.WEEK_AHEAD: noted("Week ahead"),
    Kind.FOLLOW_THROUGH: noted("Follow through"),
    Kind.ENDPOINT_STOPPED: noted("Endpoint stopped"),
}
