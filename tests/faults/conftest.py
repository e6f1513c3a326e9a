"""Fault tests act on the same agreement as the tests of reminders."""

from tests.reminders.conftest import deal

__all__ = ["deal"]
