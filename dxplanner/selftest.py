"""``dxplanner self-test``: this very build proves itself, frozen or not, in a temporary folder."""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

_AUTHOR_NAME: Final = "自己診断"


class SelfTestFailure(Exception):
    """A step found something wrong; the text says what, in Japanese."""


def run_self_test() -> int:
    """Run all steps and print a line each; returns 0, or 3 when a step fails."""
    with tempfile.TemporaryDirectory(prefix="dxplanner-", ignore_cleanup_errors=True) as folder:
        for title, step in _steps(Path(folder)):
            try:
                detail = step()
            except Exception as error:
                from dxplanner.services.logbook import record_failure

                record_failure(f"self-test: {title}")
                print(f"× {title}：{type(error).__name__} {error}")
                return 3
            print(f"○ {title}：{detail}")
    print("すべて正常です。")
    return 0


def _steps(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    plan = folder / "見本.dxplan"
    yield "暦と祝日", _calendar
    yield "計画ファイル", lambda: _plan_file(plan)
    yield "資料の書き出し", lambda: _handouts(plan, folder / "資料")
    yield "印刷プレビュー", lambda: _preview(plan)
    yield "画面", lambda: _window(plan, folder / "設定.ini")


def _require(condition: bool, sentence: str) -> None:
    if not condition:
        raise SelfTestFailure(sentence)


def _calendar() -> str:
    from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
    from dxplanner.domain.workdays import holiday_name

    label = format_fiscal_year(2024, FiscalStyle.LONG)
    _require(label == "令和６年度", f"和暦が「{label}」になりました。")
    _require(holiday_name(date(2025, 1, 1)) == "元日", "祝日の表が読めません。")
    return label


def _plan_file(path: Path) -> str:
    """Write the sample, edit, undo, verify, migrate nothing: the store works here."""
    import sqlalchemy as sa

    from dxplanner.model import Plan
    from dxplanner.services.sample import write_sample
    from dxplanner.store.lock import Author
    from dxplanner.store.planfile import PlanFile
    from dxplanner.store.verify import verify

    author = Author(_AUTHOR_NAME, "この端末")
    write_sample(path, author)
    with PlanFile.open(path, author) as plan:
        name = plan.snapshot().plan.name
        with plan.edit("試しの変更") as edit:
            edit.session.execute(sa.update(Plan).values(name="試し"))
        _require(plan.snapshot().plan.name == "試し", "変更が保存されません。")
        plan.undo()
        _require(plan.snapshot().plan.name == name, "元に戻りません。")
        problems = verify(plan)
        _require(not problems, f"検査で問題が見つかりました：{problems[:1]}")
    return name


def _handouts(path: Path, folder: Path) -> str:
    from dxplanner.services.export import Format, export_handouts
    from dxplanner.services.identity import current_author
    from dxplanner.store.planfile import PlanFile

    with PlanFile.open(path, current_author(), editable=False) as plan:
        snapshot = plan.snapshot()
    written = export_handouts(snapshot, folder)
    for file in written:
        content = file.path.read_bytes()
        magic = b"%PDF-" if file.path.suffix == f".{Format.PDF}" else b"PK"
        _require(content.startswith(magic) and file.pages > 0, f"{file.path.name}が正しく書けません。")
        _require(b"Helvetica" not in content, f"{file.path.name}に日本語でない書体が入りました。")
    return f"{len(written)}ファイル"


def _preview(path: Path) -> str:
    """A page of a handout as the preview shows it is not blank."""
    from dxplanner.services.export import handouts_named
    from dxplanner.services.identity import current_author
    from dxplanner.services.preview import page_image, preview_of
    from dxplanner.store.planfile import PlanFile

    with PlanFile.open(path, current_author(), editable=False) as plan:
        snapshot = plan.snapshot()
    preview = preview_of(snapshot, handouts_named(snapshot, ())[0].uid)
    image = page_image(preview, 0, 2.0)
    _require(len(set(image.data[:: 4 * 97])) > 2, "ページの絵が白紙になりました。")
    return f"{len(preview.layout.pages)}ページ {image.width}×{image.height}"


def _window(path: Path, settings: Path) -> str:
    """Open the real window offscreen, measure Japanese text in the bundled font, take its picture."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFontInfo, QFontMetricsF
    from PySide6.QtWidgets import QApplication, QDialogButtonBox

    from dxplanner.app import build_application, build_outfit
    from dxplanner.ui.settings import Settings
    from dxplanner.ui.window import MainWindow

    app = build_application(["dxplanner"])
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    label = buttons.button(QDialogButtonBox.StandardButton.Cancel).text()
    _require("キャンセル" in label, f"ボタンの文字が「{label}」になりました。")
    window = MainWindow(app, build_outfit(Settings(settings)))
    family = QFontInfo(app.font()).family()
    _require("BIZ UD" in family, f"書体が「{family}」になりました。")
    width = QFontMetricsF(app.font()).horizontalAdvance("施策体系")
    _require(abs(width - 4 * app.font().pixelSize()) < app.font().pixelSize(), "文字の幅が測れません。")
    try:
        window.open_plan(path)
        window.show()
        QApplication.processEvents()
        image = window.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        _require(len(colours) > 8, "画面が描かれません。")
    finally:
        window.close()
    return f"{family} {image.width()}×{image.height()}"
