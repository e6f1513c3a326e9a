"""What somebody heard, laid beside the terms by rules that anybody can read."""

from agreements.domain.readback.verdicts import Verdict

__all__ = ["Verdict"]
