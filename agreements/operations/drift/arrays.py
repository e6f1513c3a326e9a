from collections.abc import Iterable


def as_array(keys: Iterable[int]) -> str:
    """Keys as PostgreSQL writes an array, for a parameter that is cast: one text, not thousands of adapted numbers."""
    return f"{{{','.join(map(str, keys))}}}"
