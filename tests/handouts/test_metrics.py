"""Widths come from the bundled fonts."""

import pytest

from dxplanner.domain.text import UNSEEN
from dxplanner.handouts.metrics import BOLD_FONT, REGULAR_FONT, FontMetrics, bundled_metrics, font_path


def test_a_full_width_character_is_as_wide_as_its_size() -> None:
    assert bundled_metrics().width("長崎", 72) == pytest.approx(2 * 25.4)
    assert bundled_metrics().width("R6", 72, bold=True) == pytest.approx(25.4)


def test_missing_characters_are_listed_once_in_order() -> None:
    assert bundled_metrics().missing("𠮷野家の𠮷と髙﨑①㈱") == ("𠮷",)


def test_a_missing_character_counts_as_a_full_one() -> None:
    assert bundled_metrics().width("𠮷", 72) == pytest.approx(25.4)


def test_a_shared_character_map_changes_no_width() -> None:
    shared = FontMetrics(font_path(BOLD_FONT), FontMetrics(font_path(REGULAR_FONT)))
    assert shared.advances == FontMetrics(font_path(BOLD_FONT)).advances


def test_widths_agree_with_the_font_tools() -> None:
    from fontTools.ttLib import TTFont

    with TTFont(font_path(REGULAR_FONT), lazy=True) as font:
        em, widths, names = font["head"].unitsPerEm, font["hmtx"].metrics, font.getBestCmap()
        expected = {code: widths[name][0] / em for code, name in names.items()}
    unseen = dict.fromkeys(map(ord, UNSEEN), 0.0)
    assert FontMetrics(font_path(REGULAR_FONT)).advances == expected | unseen | {ord("\t"): 1.0, 0x2011: 0.5}


def test_a_tab_is_a_full_width_space_and_unseen_signs_take_no_room() -> None:
    metrics = bundled_metrics()
    assert metrics.width("一\t二", 10.5) == metrics.width("一\u3000二", 10.5)
    assert metrics.width("葛\U000e0100飾\u200b区\ufe0f", 10.5) == metrics.width("葛飾区", 10.5)
    assert metrics.missing("一\t二\u200b\u200d葛\U000e0100") == ()
