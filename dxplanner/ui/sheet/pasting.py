"""A pasted range before it goes into a sheet, and what is said afterwards."""

from collections.abc import Sequence

from dxplanner.domain.text import comparison_key
from dxplanner.services.sheet import SheetColumn, SheetSource
from dxplanner.services.sheet_edit import PasteReport

Grid = list[list[str]]


def without_heading(grid: Grid, columns: Sequence[SheetColumn]) -> Grid:
    """A range without its first line, where that only repeats headings (two of them at the least).

    Width of letters and spaces do not matter, nor whether the unit stands behind a label.
    """
    labels = {comparison_key(label) for one in columns for label in (one.label, f"{one.label}（{one.unit}）")}
    said = [comparison_key(text) for text in grid[0] if text.strip()]
    return grid[1:] if len(said) > 1 and labels.issuperset(said) else grid


def repeated(grid: Grid, rows: int, columns: int) -> Grid:
    """A range pasted into a selection that is a multiple of it fills the selection."""
    high, wide = len(grid), max(map(len, grid))
    if high * wide >= rows * columns or rows % high or columns % wide:
        return grid
    padded = [[*row, *[""] * (wide - len(row))] for row in grid]
    return [row * (columns // wide) for row in padded * (rows // high)]


def told(source: SheetSource, report: PasteReport, *, headed: bool, beyond: int, way: str) -> str:
    """What became of a paste, in one line.

    ``headed``: a first line of headings was left out; ``beyond``: so many columns were; ``way``: how lines
    beyond the last row get in, where the sheet itself adds none.
    """
    parts = [f"{report.done:,}か所に貼り付けました。"]
    if headed:
        parts.append("1行目は見出しなので、入れていません。")
    if report.added:
        parts.append(f"{source.label}を{len(report.added)}件加えました。")
    held = [bad for bad in report.bad if bad.row_id is not None]
    lost = [bad for bad in report.bad if bad.row_id is None]
    if held:
        parts.append(f"読めない所が{len(held)}か所あります。赤い印のセルを直してください。")
    if report.left:
        why = (
            f"（{lost[0].line + headed + 1}行目の「{source.column(lost[0].key).label}」：{lost[0].message}）"
            if lost
            else ""
        )
        parts.append(f"{report.left}行は入れられませんでした{why}。")
        if not lost:
            parts.append(way)
    if report.skipped:
        parts.append(f"計算した値の列の{report.skipped}か所は飛ばしました。")
    if beyond:
        parts.append(f"右端を超えた{beyond}列は入れていません。")
    return "".join(parts)
