"""計画の目的・位置づけ・改訂の背景, and the band of the terms."""

from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Heading, Paragraph, Picture, Table
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.selection import Options, flag_option, text_option
from dxplanner.handouts.term_band import lay_out_terms, term_bars
from dxplanner.handouts.wording import list_mark
from dxplanner.model.snapshot import PlanSnapshot

_SECTIONS: Final = {"計画の目的": "purpose", "計画の位置づけ": "placement", "改訂の背景": "background"}
_LARGEST: Final = 12.5
_BAND_TITLE: Final = "計画期間と基本施策の期"


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The plan's own texts, each under its heading, then the band of its terms.

    Options: ``sections``, which texts in which order (計画の目的, 計画の位置づけ, 改訂の背景; all by
    default); ``marks``, the first of their numbers, such as （１）; ``terms``, false for no band.
    """
    names = _chosen(options)
    marks = text_option(options, "marks", "（１）")
    written = [(index, name) for index, name in enumerate(names) if _text(snapshot, name)]
    band = _band(snapshot, area.width) if flag_option(options, "terms", True) else ()
    if not written and not band:
        return (Paragraph(cells.EMPTY),)

    def blocks(size: float) -> tuple[Block, ...]:
        sections = [_section(snapshot, name, list_mark(marks, index), size) for index, name in written]
        return (*(block for section in sections for block in section), *band)

    return largest_that_fits(blocks, area, _LARGEST)


def _chosen(options: Options) -> list[str]:
    names = options.get("sections", list(_SECTIONS))
    if not isinstance(names, list) or not all(name in _SECTIONS for name in names):
        raise InputError(f"計画の概要の設定「sections」は{'、'.join(_SECTIONS)}の一覧で指定してください。")
    return names


def _text(snapshot: PlanSnapshot, name: str) -> str:
    return getattr(snapshot.plan, _SECTIONS[name]) or ""


def _section(snapshot: PlanSnapshot, name: str, mark: str, size: float) -> tuple[Heading, Table]:
    """A text under its heading, which stands in 目次 too."""
    plan, attribute = snapshot.plan, _SECTIONS[name]
    inferred = snapshot.is_inferred(plan, attribute)
    words = _text(snapshot, name) + (cells.INFERRED_MARK if inferred else "")
    cell = Cell(words, inferred=inferred, name=f"{plan.uid}/{attribute}")
    heading = f"{mark}{name}" if mark.endswith("）") else f"{mark}　{name}"
    return Heading(heading, 2), Table((Column(1.0),), (), ((cell,),), size, description=name)


def _band(snapshot: PlanSnapshot, width: float) -> tuple[Block, ...]:
    bars = term_bars(snapshot)
    if not bars:
        return ()
    plan = snapshot.plan
    drawing = lay_out_terms(bars, plan.name, plan.uid, plan.first_year, plan.last_year, width)
    return (Heading(_BAND_TITLE, 3), Picture(drawing))
