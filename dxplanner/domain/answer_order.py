"""In which order the options of counted answers stand: as in a question that asked the same, or as wanted."""

from collections.abc import Sequence
from dataclasses import replace

from dxplanner.domain.raw_answers import is_silent
from dxplanner.domain.tabulation import AnswerTable
from dxplanner.domain.text import comparison_key, plain_number


def reordered(table: AnswerTable, wanted: Sequence[str]) -> AnswerTable:
    """The same table with the options in the order of ``wanted``; others follow as they were."""
    places = {comparison_key(option): at for at, option in reversed(list(enumerate(wanted)))}
    last = len(places) + len(wanted)
    order = sorted(
        range(len(table.options)), key=lambda at: places.get(comparison_key(table.options[at]), last)
    )
    if order == list(range(len(order))):
        return table
    options = tuple(table.options[at] for at in order)
    rows = tuple(replace(row, counts=tuple(row.counts[at] for at in order)) for row in table.rows)
    ranks = {comparison_key(option): at for at, option in enumerate(options)}
    named = sorted(table.named, key=lambda pair: ranks.get(comparison_key(pair[1]), len(options)))
    return replace(table, options=options, rows=rows, named=tuple(named))


def usual_order(table: AnswerTable, asked: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The order of the options in the shortest list of ``asked`` that has all of them.

    Without one: by the numbers that stood for them in the file. Blank where that says nothing, either.
    """
    mine = {comparison_key(option) for option in table.options if not is_silent(option)}
    alike = [options for options in asked if mine and mine <= set(map(comparison_key, options))]
    if alike:
        return tuple(option for option in min(alike, key=len) if not is_silent(option))
    codes = [(plain_number(text) or "", name) for text, name in table.named if not is_silent(name)]
    if not all(code.isdecimal() for code, _ in codes):
        return ()
    return tuple(name for _, name in sorted(codes, key=lambda pair: int(pair[0])))


def moved(table: AnswerTable, option: str, step: int) -> AnswerTable:
    """The same table with one option a place further up (-1) or down (1), as far as there is a place."""
    options = list(table.options)
    at = next((at for at, one in enumerate(options) if comparison_key(one) == comparison_key(option)), None)
    if at is None or not 0 <= at + step < len(options):
        return table
    options[at], options[at + step] = options[at + step], options[at]
    return reordered(table, options)
