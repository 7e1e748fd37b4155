"""How a text speaks of another version's rows: 現行1-2 is the 1-2 of 現行計画."""

from typing import Final

from dxplanner.domain.vocabulary import Side
from dxplanner.model import PlanVersion

_PLAN: Final = "計画"
_CURRENT: Final = f"{Side.OLD.value}{_PLAN}"
_LONGEST: Final = 8
"""Longer names of versions do not stand before numbers or in labels."""


def short_name(version: PlanVersion, side: Side = Side.OLD) -> str:
    """A version's name without 計画, as it stands before a number (現行, 第1期); its side if that is long."""
    name = version.name.removesuffix(_PLAN).removesuffix("の") or version.name
    return name if len(name) <= _LONGEST else side.value


def source_name(version: PlanVersion | None) -> str:
    """What the version is called that others come from: its name; 現行計画 where that is long or unknown."""
    if version is None or len(version.name) > _LONGEST:
        return _CURRENT
    return version.name


def numbered_in(name: str, number: str) -> str:
    """A number behind the name of its version, 現行1-2; a space parts it from a name that ends in a digit."""
    return f"{name}{' ' if name[-1:].isdigit() and number[:1].isdigit() else ''}{number}"
