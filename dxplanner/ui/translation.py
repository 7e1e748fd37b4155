"""The program's name, Qt's own Japanese words (else every standard button is English), the names of keys."""

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

PROGRAM = "DX推進計画の改訂"
"""What the program calls itself in titles."""

_KEYS: Final = {"Ins": "Insert", "Del": "Delete"}


class KeyNames(QTranslator):
    """Calls keys in menus what stands on them, and what the manual and the tooltips call them."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, number: int = -1
    ) -> str | None:
        """Another name of a key; None leaves the word to Qt's own translation."""
        return _KEYS.get(text) if context == "QShortcut" else None

    def isEmpty(self) -> bool:
        """There is something in it, although no file was loaded."""
        return False


def install_translation(app: QApplication) -> bool:
    """Load ``qtbase_ja`` and make Japanese the locale; False when the installation lacks the file."""
    QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    loaded = translator.load("qtbase_ja", folder) and app.installTranslator(translator)
    app.installTranslator(KeyNames(app))
    return loaded
