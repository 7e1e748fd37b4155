"""The filter of the title row: words in a bar's text, lane, group or 担当, and days or months. Qt-free."""

from datetime import date

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import fiscal_year_end, fiscal_year_start, parse_fiscal_year
from dxplanner.domain.schedule_data import BarData, EditionData
from dxplanner.domain.text import comparison_key
from dxplanner.ui.gantt.cell_plan import read_day


def matching_bars(edition: EditionData, text: str) -> frozenset[int] | None:
    """Keys of the bars that have all the words, or touch the times, of a text; None for a blank one."""
    words = text.split()
    if not words:
        return None
    found = set(edition.bar_by_id)
    for word in words:
        found &= _times(edition, word) or _words(edition, word)
    return frozenset(found)


def _words(edition: EditionData, word: str) -> set[int]:
    wanted = comparison_key(word)
    lanes = {
        lane.id
        for lane in edition.lanes
        if wanted in comparison_key(lane.name) or wanted in comparison_key(lane.group)
    }
    return {
        bar.id
        for bar in edition.bars
        if bar.lane_id in lanes
        or wanted in comparison_key(bar.label)
        or wanted in comparison_key(bar.department)
    }


def _times(edition: EditionData, word: str) -> set[int]:
    span = _span(word)
    return set() if span is None else {bar.id for bar in edition.bars if _touches(bar, *span)}


def _span(word: str) -> tuple[date, date] | None:
    """The days that a word names: R6.7, R6.7～R6.9, R6年度; None when it names none."""
    parts = [part for part in word.replace("~", "～").replace("〜", "～").split("～") if part]
    if not 1 <= len(parts) <= 2:
        return None
    try:
        return read_day(parts[0], at_end=False)[0], read_day(parts[-1], at_end=True)[0]
    except (InputError, ValueError):
        pass
    if len(parts) == 1 and "年度" in word:
        try:
            year = parse_fiscal_year(word)
        except ValueError:
            return None
        return fiscal_year_start(year), fiscal_year_end(year)
    return None


def _touches(bar: BarData, first: date, last: date) -> bool:
    return bar.starts_on <= last and (bar.last_day is None or bar.last_day >= first)
