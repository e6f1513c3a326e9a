"""How many processes run the tests."""

import os

import pytest


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: much of what runs waits for a browser, a broker or a worker."""
    return (os.cpu_count() or 1) + 1
