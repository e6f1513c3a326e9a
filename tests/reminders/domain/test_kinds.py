from reminders.domain.kinds import MANNERS, Kind


def test_every_kind_says_how_it_is_told() -> None:
    assert set(MANNERS) == set(Kind)


def test_only_these_leave_at_once() -> None:
    assert {kind for kind in Kind if kind.manner.is_at_once} == {
        Kind.INVITATION,
        Kind.SYNC_SOON,
        Kind.SYNC_CANCELLED,
        Kind.SYNC_MOVED,
        Kind.SYNC_NOTES,
        Kind.CONCERN_ANSWERED,
        Kind.RULING_MADE,
        Kind.DELIVERY_RETURNED,
        Kind.CHANGE_PROPOSED,
        Kind.CHANGE_DECLINED,
        Kind.READBACK_ASKED,
        Kind.SIGNATURE_ASKED,
        Kind.IN_FORCE,
    }


def test_what_is_due_now_comes_before_what_can_wait() -> None:
    assert Kind.PAST_DATE.urgency < Kind.DUE_SOON.urgency < Kind.CHECK_IN_REQUEST.urgency
