"""A pasted range before it goes into a sheet, and what is said afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from dxplanner.domain.amounts import format_amount
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import Rounding
from dxplanner.model import FieldKind
from dxplanner.services.fields import short_name
from dxplanner.services.sheet import SheetColumn, SheetSource
from dxplanner.services.sheet_report import LeftLine, PastedAmount, PasteReport
from dxplanner.services.sheet_yen import Labels, YenSum, broken, sums

Grid = list[list[str]]


@dataclass(frozen=True, slots=True)
class Pasted:
    """A paste that has been done: what became of it, and how it is continued as the same step of undo."""

    report: PasteReport
    label: str
    merge: str
    headed: bool = False
    """Whether a first line of headings was left out; lines are counted with it."""
    beyond: int = 0
    """So many columns were left out at the right edge."""
    yen: bool | None = None
    """Whether the amounts are known to be in 円, or not to be; None where nothing says."""


def without_heading(grid: Grid, columns: Sequence[SheetColumn]) -> Grid:
    """A range without its first line, where that only repeats headings (two of them at the least).

    Width of letters and spaces do not matter, nor whether a unit stands behind a label.
    """
    labels = {comparison_key(label) for one in columns for label in (one.label, f"{one.label}（{one.unit}）")}
    said = [comparison_key(text) for text in grid[0] if text.strip()]
    return grid[1:] if len(said) > 1 and (labels | _in_yen(columns)).issuperset(said) else grid


def headed_in_yen(first: Sequence[str], columns: Sequence[SheetColumn]) -> bool:
    """Whether a line of headings says that amounts are in 円: 「金額（円）」."""
    return not _in_yen(columns).isdisjoint(map(comparison_key, first))


def _in_yen(columns: Sequence[SheetColumn]) -> set[str]:
    return {comparison_key(f"{one.label}（円）") for one in columns if one.kind is FieldKind.AMOUNT}


def repeated(grid: Grid, rows: int, columns: int) -> Grid:
    """A range pasted into a selection that is a multiple of it fills the selection."""
    high, wide = len(grid), max(map(len, grid))
    if high * wide >= rows * columns or rows % high or columns % wide:
        return grid
    padded = [[*row, *[""] * (wide - len(row))] for row in grid]
    return [row * (columns // wide) for row in padded * (rows // high)]


def told(source: SheetSource, pasted: Pasted, way: str) -> str:
    """What became of a paste, in one line.

    ``way``: how lines beyond the last row get in, where the sheet itself adds none.
    """
    report = pasted.report
    parts = [f"{report.done:,}か所に貼り付けました。"]
    if pasted.headed:
        parts.append("1行目は見出しなので、入れていません。")
    if report.added:
        parts.append(f"{source.label}を{len(report.added)}件加えました。")
    parts_of_yen = broken(report.amounts)
    if parts_of_yen:
        parts.append(f"千円未満の端数がある{parts_of_yen:,}か所は入れていません。")
    if len(report.bad) > parts_of_yen:
        bad = len(report.bad) - parts_of_yen
        parts.append(f"入れられない所が{bad:,}か所あります。赤い印のセルを直してください。")
    if report.left:
        why = _first_reason(source, pasted) if report.left[0].reasons else ""
        parts.append(f"{len(report.left):,}行は入れられませんでした{why}。")
        if not why:
            parts.append(way)
    if report.skipped:
        parts.append(f"計算した値の列の{report.skipped}か所は飛ばしました。")
    if pasted.beyond:
        parts.append(f"右端を超えた{pasted.beyond}列は入れていません。")
    return "".join(parts)


def _first_reason(source: SheetSource, pasted: Pasted) -> str:
    """Why lines were left out: in full where there is one reason, else where the first one lies."""
    first = pasted.report.left[0]
    key, message = first.reasons[0]
    where = f"{_number(first, pasted)}の「{source.column(key).label}」"
    alone = len(pasted.report.left) == len(first.reasons) == 1
    return f"（{where}：{message.removesuffix('。')}）" if alone else f"（{where}など）"


def left_lines(source: SheetSource, pasted: Pasted) -> list[str]:
    """The lines left out, each with all that is wrong with it and what it says, to be found by that."""
    return [
        f"{_number(line, pasted)}〔{short_name('、'.join(filter(None, map(str.strip, line.texts))))}〕　"
        + (
            "".join(f"「{source.column(key).label}」：{message}" for key, message in line.reasons)
            or "最後の行より下の分です。"
        )
        for line in pasted.report.left
    ]


def _number(line: LeftLine, pasted: Pasted) -> str:
    """The number of a line as in the worksheet, headings counted."""
    return f"{line.line + pasted.headed + 1}行目"


def yen_question(labels: Labels, amounts: Sequence[PastedAmount], rounding: Rounding | None) -> str:
    """The question above the ways of rounding; ``rounding`` is the one that amounts have been taken by."""
    if rounding is not None:
        return "端数の処理を変える："
    found = sums(labels, amounts, Rounding.DOWN)
    said = f"（計{found[0].yen:,}円）" if len(found) == 1 else ""
    return f"円の金額とみて、千円に直す{said}："


def yen_choice(labels: Labels, amounts: Sequence[PastedAmount], rounding: Rounding) -> tuple[str, str]:
    """The text of the button of one rounding, with the sum that it makes, and its tooltip."""
    found = sums(labels, amounts, rounding)
    said = f"　計{format_amount(found[0].parts)}千円" if len(found) == 1 else ""
    what = f"貼り付けた{len(amounts):,}か所を円の金額とみて、1件ずつ{rounding.value}で千円に直します。"
    return f"{rounding.value}{said}", what + "".join(_yen_sum(one, rounding) for one in found)


def yen_told(labels: Labels, amounts: Sequence[PastedAmount], rounding: Rounding) -> str:
    """What was done with amounts in 円, and what rounding each of them has done to the sum."""
    what = f"{len(amounts):,}か所を円とみて千円に直しました（{rounding.value}）。"
    return what + "".join(_yen_sum(one, rounding) for one in sums(labels, amounts, rounding))


def _yen_sum(one: YenSum, rounding: Rounding) -> str:
    said = f"{one.label}の計は{format_amount(one.parts)}千円"
    if one.parts == one.whole:
        return f"{said}です。"
    whole, gap = format_amount(one.whole), format_amount(abs(one.parts - one.whole))
    return f"{said}で、円の計{one.yen:,}円の{rounding.value}{whole}千円と{gap}千円違います。"
