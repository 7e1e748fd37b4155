"""Raw answers of a survey from a workbook or a CSV file: a line of headings, then one respondent a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.raw_answers import Answers, Column
from dxplanner.domain.text import has_control_characters
from dxplanner.importers.grid import column_name
from dxplanner.importers.table_file import Limits, book_rows, book_sheets, csv_rows, plain_text, read_file

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 400
_LIMITS: Final = Limits(MOST_ROWS, MOST_COLUMNS)
_TEXTS: Final = frozenset({".csv", ".txt", ".tsv"})


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file that was read: ``sheets`` to choose from, ``problems`` as sentences."""

    path: Path
    sheets: tuple[str, ...]
    sheet: str | None
    heading_line: int
    """Line of the file in which the headings stand, from 1."""
    answers: Answers
    problems: tuple[str, ...]


def read_answers(path: Path, sheet: str | None = None, heading_line: int | None = None) -> AnswerFile:
    """Read a file; without ``heading_line`` the first line that is not blank is that of the headings.

    Raises:
        InputError: unreadable, too big, without headings or without answers.
        MachineError: the file cannot be read.
    """
    data = read_file(path)
    sheets: tuple[str, ...] = ()
    if path.suffix.lower() in _TEXTS:
        rows = csv_rows(data, _LIMITS, path.name)
    else:
        sheets = tuple(book_sheets(data, path.name))
        rows = [[_text(cell.value) for cell in row] for row in book_rows(data, _LIMITS, sheet, path.name)]
    at = _heading(rows, heading_line, path.name)
    return _taken(path, sheets, sheet or (sheets[0] if sheets else None), rows, at)


def _heading(rows: Sequence[Sequence[str]], wanted: int | None, name: str) -> int:
    if wanted is None:
        at = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    else:
        at = wanted - 1 if 0 < wanted <= len(rows) else None
    if at is None:
        raise InputError(
            f"「{name}」に見出しの行がありません。1行目に設問名、2行目から回答を入れてください。"
        )
    return at


def _taken(
    path: Path, sheets: tuple[str, ...], sheet: str | None, rows: Sequence[Sequence[str]], at: int
) -> AnswerFile:
    headings = _names(rows[at])
    wide = len(headings)
    problems: list[str] = []
    lines: list[int] = []
    taken: list[Sequence[str]] = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > wide and any(cell.strip() for cell in row[wide:]):
            problems.append(f"{number:,}行目：見出しのない列に値があります。その値は読みません。")
        lines.append(number)
        taken.append(row if len(row) == wide else [*row[:wide], *[""] * (wide - len(row))])
    if not taken:
        raise InputError(f"「{path.name}」に回答の行がありません。見出しの行が正しいか確かめてください。")
    columns = []
    for place, texts in enumerate(zip(*taken, strict=True)):
        bad = next((at for at, text in enumerate(texts) if has_control_characters(text)), None)
        if bad is not None:
            problems.append(f"{lines[bad]:,}行目「{headings[place]}」：印刷できない制御文字が入っています。")
        columns.append(Column(headings[place], texts))
    return AnswerFile(path, sheets, sheet, at + 1, Answers(tuple(columns), lines), tuple(problems))


def _names(row: Sequence[str]) -> list[str]:
    """Headings, each once: blank ones are named by their column, doubled ones get their number."""
    texts = ["".join(text.split()) for text in row]
    while texts and not texts[-1]:
        texts.pop()
    found: list[str] = []
    for at, text in enumerate(texts):
        name = text or f"（{column_name(at)}列）"
        while name in found:
            name = f"{text}（{column_name(at)}列）"
            if name in found:
                name = f"{name}{at + 1}"
        found.append(name)
    return found


def _text(value: Any) -> str:
    return value.isoformat()[:10] if isinstance(value, datetime | date) else plain_text(value)
