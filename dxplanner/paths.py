"""Where the program's own data folders are.

``resources/`` (fonts, icons, templates), ``db/`` (migrations, the sample plan) and ``docs/`` (the manual
that F1 shows) stand beside the package in a checkout. A wheel and the frozen program carry them inside the
package folder. Everything asks :func:`data_dir`, so no other module needs to know which of the three it is
running from.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The folder of bundled data called NAME (``"resources"``, ``"db"`` or ``"docs"``).

    Looked for inside the package first (wheel, frozen program), then beside it (checkout).
    Raises FileNotFoundError, naming both places, when the installation is incomplete.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"プログラムのデータフォルダー「{name}」が見つかりません。インストールし直してください。"
        f"（探した場所: {_PACKAGE / name}、{_PACKAGE.parent / name}）"
    )
