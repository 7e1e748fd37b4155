"""Settings of this user on this computer: window geometry, recent plans, theme, font size.

They live in the platform's local (not roaming) folder, in one readable file; a broken file is ignored.
"""

from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

from platformdirs import user_config_path
from PySide6.QtCore import QSettings

MOST_RECENT = 10
PLACE_PARTS = ("pane", "version", "node")
"""What is remembered of where somebody was in a plan: the pane's key, uids of version and node."""


class Settings:
    """Typed access to the settings file."""

    def __init__(self, path: Path | None = None) -> None:
        file = path or user_config_path("dxplanner", appauthor=False, roaming=False) / "settings.ini"
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A text setting."""
        return str(self._store.value(key, default))

    def number(self, key: str, default: int) -> int:
        """A whole-number setting; the default when it is no number."""
        try:
            return int(cast("Any", self._store.value(key, default)))
        except (TypeError, ValueError):
            return default

    def data(self, key: str) -> Any:
        """Binary state such as a window's geometry; None when there is none."""
        return self._store.value(key)

    def set(self, key: str, value: object) -> None:
        """Keep a setting."""
        self._store.setValue(key, value)

    def recent_plans(self) -> list[Path]:
        """Plans opened last, newest first."""
        value = self._store.value("recent", [])
        names = [value] if isinstance(value, str) else cast("list[str]", value or [])
        return [Path(name) for name in names]

    def remember_plan(self, path: Path) -> None:
        """Put a plan at the head of the recent ones."""
        others = [recent for recent in self.recent_plans() if recent != path]
        kept = [path, *others][:MOST_RECENT]
        for gone in others[len(kept) - 1 :]:
            self._store.remove(_place_key(gone))
        self._store.setValue("recent", [str(one) for one in kept])

    def forget_plan(self, path: Path) -> None:
        """Take a plan off the recent ones."""
        self._store.setValue("recent", [str(one) for one in self.recent_plans() if one != path])
        self._store.remove(_place_key(path))

    def place(self, path: Path) -> dict[str, str]:
        """Where somebody was in a plan when it was closed (see PLACE_PARTS); parts may be empty."""
        return {part: self.text(f"{_place_key(path)}/{part}") for part in PLACE_PARTS}

    def keep_place(self, path: Path, place: dict[str, str]) -> None:
        """Remember where somebody is in a plan."""
        for part in PLACE_PARTS:
            self.set(f"{_place_key(path)}/{part}", place.get(part, ""))

    def flush(self) -> None:
        """Write to the disk now."""
        self._store.sync()


def _place_key(path: Path) -> str:
    """A settings group of a plan's own: signs that a path may hold would divide groups."""
    return f"place/{blake2b(str(path).encode(), digest_size=8).hexdigest()}"
