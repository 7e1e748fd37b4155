"""Colours by meaning and sizes that scale together. No colour literal stands anywhere else in ``ui``."""

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor

from dxplanner.domain.vocabulary import ColourRole

BASE_PIXELS = 13
"""Base font size at 100 %."""
SCALES = (90, 100, 110, 120, 130, 150, 175, 200)
"""Font sizes on offer, in percent of the base."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme read from ``resources/themes``; ``scale`` is the font size in percent of the base."""

    key: str
    name: str
    dark: bool
    colours: dict[str, str]
    scale: int = 100

    @classmethod
    def load(cls, folder: Path, key: str, scale: int = 100) -> "Theme":
        """Read ``folder/KEY.json``.

        Raises:
            OSError, ValueError: the installation is incomplete.
        """
        data = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        return cls(key, data["name"], data["dark"], data["colours"], scale)

    def colour(self, meaning: str) -> QColor:
        """The colour of a meaning: ink, quiet, line, surface, ground, accent, selection, error…"""
        return QColor(self.colours[meaning])

    def role(self, role: ColourRole) -> QColor:
        """The colour of a field (分野) or of what has none."""
        return QColor(self.colours[f"role_{role.value}"])

    def pixels(self, base: int) -> int:
        """A size in pixels at this theme's scale."""
        return max(1, round(base * self.scale / 100))


def next_scale(scale: int, step: int) -> int:
    """The scale on offer that is one larger (``step`` 1) or smaller (-1), or the same at either end."""
    if step > 0:
        return min((offered for offered in SCALES if offered > scale), default=SCALES[-1])
    return max((offered for offered in SCALES if offered < scale), default=SCALES[0])
