"""The program's name, and Qt's own Japanese words: without them every standard button is English."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

PROGRAM = "DX推進計画の改訂"
"""What the program calls itself in titles."""


def install_translation(app: QApplication) -> bool:
    """Load ``qtbase_ja`` and make Japanese the locale; False when the installation lacks the file."""
    QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load("qtbase_ja", folder) and app.installTranslator(translator)
