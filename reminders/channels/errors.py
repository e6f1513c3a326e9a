"""How handing a message over may end, other than well."""


class RefusedError(Exception):
    """The message has definitely not left: nobody can be reached, or the other side said no."""


class GoneError(RefusedError):
    """The other side said that nobody will ever take messages at this address again."""


class AmbiguousError(Exception):
    """The message may have left: the connection ended, or no answer came in time."""
