"""A text file that goes with a mail."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Of the type text/`subtype` with these `params`."""

    name: str
    subtype: str
    params: Mapping[str, str]
    content: bytes
