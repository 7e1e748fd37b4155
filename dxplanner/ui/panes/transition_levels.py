"""The 階層 of two versions that are compared: in one order, and how deep each is."""

from collections.abc import Sequence


def merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The 階層 of both versions from the top down; one that only the old one has follows its former."""
    names, place = list(new), 0
    for name in old:
        if name in names:
            place = names.index(name) + 1
        else:
            names.insert(place, name)
            place += 1
    return names


def depth_of(levels: tuple[str, ...], others: tuple[str, ...], name: str) -> int:
    """The level of a name; where a version has none of it, the one as far from the bottom as the other's."""
    if name in levels:
        return levels.index(name)
    return max(0, len(levels) - len(others) + others.index(name))
