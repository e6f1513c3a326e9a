"""A sync from its start to its end: its room, what became of it, and when it is moved."""

from agreements.operations.syncs.ends import cancel_sync, close_sync
from agreements.operations.syncs.locking import (
    SyncBegunError,
    SyncNotBegunError,
    SyncNotLiveError,
    SyncSettledError,
)
from agreements.operations.syncs.moves import move_sync, set_facilitator
from agreements.operations.syncs.rooms import ItemMovedError, attend, go_to, note_presence, start_sync

__all__ = [
    "ItemMovedError",
    "SyncBegunError",
    "SyncNotBegunError",
    "SyncNotLiveError",
    "SyncSettledError",
    "attend",
    "cancel_sync",
    "close_sync",
    "go_to",
    "move_sync",
    "note_presence",
    "set_facilitator",
    "start_sync",
]
