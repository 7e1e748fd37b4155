"""The one way to read a workbook, a CSV file or a copied range into cells. Nothing in them is trusted.

What the cells mean is said elsewhere: ``table_cells`` (lists of dates), ``grid`` (outlines).
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from dxplanner.domain.errors import InputError, MachineError
from dxplanner.domain.pasted import cells_of_text

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_UNPACKED: Final = 300 * 1024 * 1024

_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_DAMAGE: Final = (
    # the package: its directory, its compressed parts, and parts that are cut off
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    # parts with a password, or packed in a way that nobody uses
    RuntimeError,
    # a part that is no XML
    ElementTree.ParseError,
    # parts, elements, attributes and numbers that are missing, unknown or senseless
    *(LookupError, TypeError, ValueError, AttributeError, OverflowError),
)
"""What openpyxl and zipfile raise for damaged workbooks; other errors are slips, and go to the log."""
_UNREADABLE: Final = "表として読み取れません。エクセルからコピーし直してください。"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a table is read: more rows are refused, columns beyond are left out."""

    rows: int
    columns: int

    def refuse(self, where: str = "") -> InputError:
        """The sentence about too many rows."""
        return InputError(f"{where}行が多すぎます。{self.rows:,}行までにしてください。")


@dataclass(frozen=True, slots=True)
class BookCell:
    """A cell of a workbook: the value that Excel computed, its format, and whether a formula stands there."""

    value: Any
    number_format: str = "General"
    formula: bool = False


def plain_text(value: Any) -> str:
    """The value of a cell as text: whole numbers without a fraction, nothing as ""."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


Bounds = tuple[int, int, int, int]
"""A merged range: left, top, right, bottom, from 1."""


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: there is none, or it is too big.
        MachineError: it cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_big(path.name)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"「{path}」が見つかりません。場所と名前を確かめてください。") from None
    except OSError:
        raise MachineError(
            f"「{path.name}」を読めません。ほかのソフトで開いていれば閉じてからやり直してください。"
        ) from None


def pasted_rows(text: str, limits: Limits) -> list[list[str]]:
    """The cells of a copied range, or of pasted lines with commas.

    Raises:
        InputError: it cannot be taken apart, or has too many rows.
    """
    text = text.lstrip("\ufeff")
    if "\t" not in text and "," in text.partition("\n")[0]:
        return _delimited(text, ",", limits)
    rows = cells_of_text(text)
    if len(rows) > limits.rows:
        raise limits.refuse()
    return [row[: limits.columns] for row in rows]


def csv_rows(data: bytes, limits: Limits, name: str = "") -> list[list[str]]:
    """The cells of a CSV file in UTF-8, UTF-16 or CP932, with commas, tabs or semicolons.

    Raises:
        InputError: too big, in none of these, or with too many rows.
    """
    if len(data) > MOST_BYTES:
        raise _too_big(name)
    text = _decoded(data, name)
    first = text.partition("\n")[0]
    return _delimited(text, max(",\t;", key=first.count), limits)


def book_sheets(data: bytes, name: str = "") -> list[str]:
    """The names of a workbook's sheets.

    Raises:
        InputError: not a workbook, damaged, protected by a password, or too big.
    """
    with _opened(data, name, read_only=True) as book:
        return [sheet.title for sheet in book.worksheets]


def book_rows(
    data: bytes, limits: Limits, sheet: str | None = None, name: str = "", *, formulas: bool = False
) -> list[list[BookCell]]:
    """The cells of one sheet (the first without a name); ``formulas`` also tells where formulas stand.

    Raises:
        InputError: as ``book_sheets``, an unknown sheet, or too many rows.
    """
    cells, title = _streamed(data, limits, sheet, name, computed=True)
    if len(cells) > limits.rows and any(cell.value is not None for cell in cells[limits.rows]):
        raise limits.refuse(f"{_subject(name)}のシート「{title}」は")
    cells = cells[: limits.rows]
    if formulas:
        written, _ = _streamed(data, limits, sheet, name, computed=False)
        for row, texts in zip(cells, written, strict=False):
            for place, (cell, text) in enumerate(zip(row, texts, strict=False)):
                if isinstance(text.value, str) and text.value.startswith("="):
                    row[place] = BookCell(cell.value, cell.number_format, True)
    for row in cells:
        while row and row[-1].value is None and not row[-1].formula:
            row.pop()
    return cells


def merged_ranges(data: bytes, sheet: str | None = None, name: str = "") -> list[Bounds]:
    """The merged ranges of a sheet that ``book_rows`` has read."""
    with _opened(data, name, read_only=False) as book:
        return [tuple(area.bounds) for area in _chosen(book, sheet, name).merged_cells.ranges]


def _streamed(
    data: bytes, limits: Limits, sheet: str | None, name: str, *, computed: bool
) -> tuple[list[list[BookCell]], str]:
    """The cells of a sheet and its name; what a sheet claims as its size is not believed."""
    with _opened(data, name, read_only=True, computed=computed) as book:
        chosen = _chosen(book, sheet, name)
        with _damage_told(name):
            chosen.reset_dimensions()
            rows = [
                # openpyxl's stand-in for a cell that is not there has no format.
                [(cell.value, getattr(cell, "number_format", None)) for cell in row]
                for row in chosen.iter_rows(max_row=limits.rows + 1, max_col=limits.columns)
            ]
        title = chosen.title
    return [[BookCell(value, shown or "General") for value, shown in row] for row in rows], title


def _chosen(book: Any, name: str | None, file: str) -> Any:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        raise InputError(f"{_subject(file)}には表のシートがありません。")
    if name is not None and name not in sheets:
        raise InputError(f"{_subject(file)}に「{name}」というシートはありません。")
    return next(iter(sheets.values())) if name is None else sheets[name]


@contextmanager
def _opened(data: bytes, name: str, *, read_only: bool, computed: bool = True) -> Iterator[Any]:
    """A workbook opened to read. What fails inside the block is no damage, unless it is said to be."""
    _check_package(data, name)
    from openpyxl import load_workbook

    with _damage_told(name):
        book = load_workbook(io.BytesIO(data), read_only=read_only, data_only=computed, keep_links=False)
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    """Around calls of openpyxl alone, for which a damaged package is many kinds of error."""
    with warnings.catch_warnings():
        # It warns of parts that it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        try:
            yield
        except _DAMAGE as error:
            raise _damaged(name) from error


def _check_package(data: bytes, name: str) -> None:
    if len(data) > MOST_BYTES:
        raise _too_big(name)
    if data.startswith(_OLD_EXCEL):
        raise InputError(
            f"{_subject(name)}は古い形式か、パスワードが付いています。"
            "エクセルで開き、パスワードを外して.xlsx形式で保存し直してください。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _damaged(name) from None
    if unpacked > MOST_UNPACKED:
        raise InputError(f"{_subject(name)}は大きすぎます。要るシートだけのブックにしてください。")


def _delimited(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row[: limits.columns])
            if len(rows) > limits.rows:
                raise limits.refuse()
    except csv.Error:
        raise InputError(_UNREADABLE) from None
    return rows


def _decoded(data: bytes, name: str) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise InputError(f"{_subject(name)}の文字を読み取れません。エクセルのブックとして保存し直してください。")


def _subject(name: str) -> str:
    return f"「{name}」" if name else "このファイル"


def _damaged(name: str) -> InputError:
    return InputError(f"{_subject(name)}はエクセルのブックとして読み取れません。保存し直してください。")


def _too_big(name: str) -> InputError:
    return InputError(f"{_subject(name)}は大きすぎます。{MOST_BYTES // 1024 // 1024}MBまでにしてください。")
