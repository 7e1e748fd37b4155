"""Themes: the same meanings in each, readable contrast, sizes that scale together, icons in theme colours."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QIcon, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from dxplanner.paths import data_dir
from dxplanner.ui.fonts import base_font, table_font
from dxplanner.ui.icons import Icons, program_icon
from dxplanner.ui.menus import THEMES
from dxplanner.ui.styles import mark, palette, style_sheet
from dxplanner.ui.theme import SCALES, Theme, next_scale

FOLDER = data_dir("resources") / "themes"
ICONS = data_dir("resources") / "icons"
READABLE = 4.5
"""WCAG 2.1, 1.4.3: contrast of text."""
TEXT_ON = {
    "surface": ("ink", "quiet", "accent", "error", "caution", "good"),
    "ground": ("ink", "quiet", "accent", "error"),
    "hover": ("ink", "accent"),
    "selection": ("ink",),
    "accent": ("on_accent",),
    "accent_ground": ("ink", "accent"),
    "caution_ground": ("ink", "caution"),
    "good_ground": ("ink", "good"),
}


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.1 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("key", THEMES)
def test_text_is_readable(key: str) -> None:
    theme = Theme.load(FOLDER, key)
    weak = [
        (text, ground, round(found, 2))
        for ground, texts in TEXT_ON.items()
        for text in texts
        if (found := contrast(theme.colour(text), theme.colour(ground))) < READABLE
    ]
    assert weak == []
    roles = [name for name in theme.colours if name.startswith("role_")]
    assert len(roles) == 6
    assert all(contrast(theme.colour(role), theme.colour("surface")) >= READABLE for role in roles)


def test_themes_have_the_same_meanings_and_the_menus_names() -> None:
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    assert {key: data["name"] for key, data in found.items()} == THEMES
    first, *others = (set(data["colours"]) for data in found.values())
    assert all(other == first for other in others)


@pytest.mark.parametrize("key", THEMES)
def test_style_sheet_names_only_colours_of_the_theme(key: str) -> None:
    theme = Theme.load(FOLDER, key)
    sheet = style_sheet(theme)
    assert "$" not in sheet
    assert palette(theme).highlight().color() == theme.colour("selection")


def test_all_sizes_scale_together(theme: Theme) -> None:
    large = Theme.load(FOLDER, "light", 200)
    assert base_font(large).pixelSize() == 2 * base_font(theme).pixelSize() == 26
    assert table_font(large, 11).pixelSize() == 22
    assert "font-size: 30px" in style_sheet(large)
    assert "font-size: 15px" in style_sheet(theme)


def test_scale_goes_step_by_step_and_stops_at_the_ends() -> None:
    up = [90]
    while next_scale(up[-1], 1) != up[-1]:
        up.append(next_scale(up[-1], 1))
    assert tuple(up) == SCALES
    assert next_scale(105, -1) == 100
    assert next_scale(SCALES[0], -1) == SCALES[0]


def test_the_bundled_font_is_the_one_used(qapp: QApplication, theme: Theme) -> None:
    assert QFontInfo(qapp.font()).family() == "BIZ UDPGothic"
    assert QFontInfo(table_font(theme)).family() == "BIZ UDGothic"


def test_qt_speaks_japanese(qapp: QApplication) -> None:
    box = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Cancel)
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "キャンセル"
    box.deleteLater()


@pytest.mark.parametrize(("keys", "shown"), [("Ins", "Insert"), ("Ctrl+Del", "Ctrl+Delete")])
def test_keys_are_called_what_stands_on_them(qapp: QApplication, keys: str, shown: str) -> None:
    named = QKeySequence(keys)
    assert named.toString(QKeySequence.SequenceFormat.NativeText) == shown
    assert QKeySequence(shown) == named


def test_both_enter_keys_keep_names_of_their_own(qapp: QApplication) -> None:
    assert QKeySequence("Ctrl+Enter") != QKeySequence("Ctrl+Return")


def test_icons_take_the_themes_colours(qapp: QApplication) -> None:
    for key in THEMES:
        theme = Theme.load(FOLDER, key)
        icons = Icons(ICONS, theme)
        image = icons.icon("plus", "ink", 24).pixmap(24, 24).toImage()
        middle = image.pixelColor(image.width() // 2, image.height() // 2)
        assert middle == theme.colour("ink")
        grey = icons.icon("plus", "ink", 24).pixmap(24, 24, QIcon.Mode.Disabled).toImage()
        assert grey.pixelColor(grey.width() // 2, grey.height() // 2) == theme.colour("disabled")
        assert icons.pixmap("plus", base=16, ratio=1.5).width() == 24


def test_every_icon_is_a_drawing_with_one_colour_and_a_licence() -> None:
    drawings = list(ICONS.glob("*.svg"))
    assert len(drawings) > 20
    assert all("currentColor" in drawing.read_text(encoding="utf-8") for drawing in drawings)
    assert "ISC License" in (ICONS / "LUCIDE-LICENSE.txt").read_text(encoding="utf-8")


def test_every_icon_is_used() -> None:
    package = Path(data_dir("resources")).parent / "dxplanner"
    code = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    assert [path.stem for path in ICONS.glob("*.svg") if f'"{path.stem}"' not in code] == []


def test_the_program_has_its_icon(qapp: QApplication) -> None:
    assert not program_icon(ICONS).isNull()


def test_a_mark_changes_the_look_at_once(qapp: QApplication, theme: Theme) -> None:
    label = QLabel("誤り")
    label.ensurePolished()
    mark(label, "role", "error")
    label.ensurePolished()
    assert label.palette().windowText().color() == theme.colour("error")
    label.deleteLater()
