"""Settings of this user on this computer: window geometry, recent plans, theme, font size.

They live in the platform's local (not roaming) folder, in one readable file; a broken file is ignored.
"""

from pathlib import Path
from typing import Any, cast

from platformdirs import user_config_path
from PySide6.QtCore import QSettings

MOST_RECENT = 10


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
        self._store.setValue("recent", [str(one) for one in [path, *others][:MOST_RECENT]])

    def forget_plan(self, path: Path) -> None:
        """Take a plan off the recent ones."""
        self._store.setValue("recent", [str(one) for one in self.recent_plans() if one != path])
