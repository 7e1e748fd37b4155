"""Every name and figure of the sources' inventory with its path: 「indicators/0/series/0/target/1」."""

from collections.abc import Iterator
from typing import Any

Leaf = tuple[str, str | int | bool]
"""Path and value. A name that is a key of the inventory (「1-1」, a row's label) has the path …/名称/#."""


def leaves(value: Any, path: str = "") -> Iterator[Leaf]:
    """All leaves below a part of the inventory; what the sources leave open (null) is none."""
    if isinstance(value, dict):
        for key, below in value.items():
            here = f"{path}/{_escaped(key)}" if path else _escaped(key)
            if not _is_word_of_the_inventory(key):
                yield f"{here}/#", key
            yield from leaves(below, here)
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from leaves(below, f"{path}/{number}")
    elif value is not None:
        yield path, value


def matches(path: str, pattern: str) -> bool:
    """Whether a path is of a pattern: ``*`` is one step, ``**`` at the end any number of steps."""
    steps, wanted = path.split("/"), pattern.split("/")
    if wanted[-1] == "**":
        wanted = wanted[:-1]
        steps = steps[: len(wanted)]
    return len(steps) == len(wanted) and all(
        one in ("*", step) for step, one in zip(steps, wanted, strict=True)
    )


def _escaped(key: str) -> str:
    return key.replace("/", "／")


def _is_word_of_the_inventory(key: str) -> bool:
    """``name``, ``options``: how the inventory is built, not what the sources say."""
    return key.isascii() and key.isidentifier()
