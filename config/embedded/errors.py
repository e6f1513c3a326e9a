"""What stops an embedded server, as a sentence for whoever ran the command."""


class EmbeddedError(RuntimeError):
    """Say in one sentence which part is missing or in the way, and what to do about it."""
