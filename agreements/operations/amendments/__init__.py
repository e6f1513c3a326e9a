"""Changes of agreements in force: asked for, answered by everybody they concern, agreed all at once or not at all."""

from agreements.operations.amendments.answers import (
    AlreadyAnsweredError,
    AlternativeClosedError,
    StaleAlternativeError,
    answer,
)
from agreements.operations.amendments.asking import ask_for_change
from agreements.operations.amendments.closing import withdraw_amendment
from agreements.operations.amendments.conflicts import resolve_conflicts
from agreements.operations.amendments.drafts import AlternativeDraft, AmendmentDraft, AnswerDraft, ChangeDraft
from agreements.operations.amendments.expiry import expire_amendments, reopen_amendment
from agreements.operations.amendments.holding import ChangedMeanwhileError
from agreements.operations.amendments.people import NobodyAnswersError
from agreements.operations.amendments.rebasing import AmendmentConflictError, NothingLeftError

__all__ = [
    "AlreadyAnsweredError",
    "AlternativeClosedError",
    "AlternativeDraft",
    "AmendmentConflictError",
    "AmendmentDraft",
    "AnswerDraft",
    "ChangeDraft",
    "ChangedMeanwhileError",
    "NobodyAnswersError",
    "NothingLeftError",
    "StaleAlternativeError",
    "answer",
    "ask_for_change",
    "expire_amendments",
    "reopen_amendment",
    "resolve_conflicts",
    "withdraw_amendment",
]
