"""A part of the page that does not load leaves the rest standing."""

import logging
from collections.abc import Callable

from django.db import DatabaseError

logger = logging.getLogger(__name__)


class Parts:
    """Reads parts one by one and remembers the names of those that did not load."""

    def __init__(self) -> None:
        self.lost: set[str] = set()

    def read[Part](self, name: str, read: Callable[[], Part], *, instead: Part) -> Part:
        """What ``read`` returns; ``instead`` where the database did not answer, which the log tells."""
        try:
            return read()
        except DatabaseError:
            logger.exception("A part of the dashboard did not load: %s", name)
            self.lost.add(name)
            return instead
