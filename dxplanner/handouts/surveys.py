"""アンケート調査結果の概要: how a survey was made, its charts with 所見 beside them, what is not certain."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dxplanner.domain.fiscal import format_month
from dxplanner.domain.indicators import format_value
from dxplanner.domain.surveys import response_rate
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, ChartForm, ChartRow, Column, Notes, Paragraph, Table
from dxplanner.handouts.chart_layout import form_of, lay_out_chart_row
from dxplanner.handouts.choices import chosen_survey, names_option, number_option, rows_named
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.pages import GAP, block_height
from dxplanner.handouts.selection import Options, flag_option
from dxplanner.handouts.survey_figures import answer_total, question_chart
from dxplanner.model import Question, Remark, Survey
from dxplanner.model.snapshot import PlanSnapshot

_WIDTHS: Final = (26.0, 46.0, 62.0, 75.0, 60.0)
_SHARES: Final = {ChartForm.PIE: 1.0, ChartForm.BAR: 1.15, ChartForm.STACKED: 1.7, ChartForm.LINE: 1.3}
_MOST: Final = 4
"""Charts side by side on A4 landscape; text would be too small with more."""
_LARGEST_GROWTH: Final = 1.5
_UNSURE: Final = "（推定）と付した図や値、破線で囲んだ値は、確認中のものです。"
_LOST: Final = "「値なし」は、値が分かっていない部分です。"

Lines = tuple[tuple[Question, ...], ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """A survey (option ``survey``: 調査対象), on one page when its charts can be read there.

    Options: ``questions``, their 設問番号 or 設問 (all without); ``columns``, how many charts stand beside each
    other (0: as suits the page); ``remarks``, whether 所見 stand at their right; ``summary``, 調査概要;
    ``checks``, whether notes say which answers do not make up their n.
    """
    survey = chosen_survey(snapshot, options)
    if survey is None:
        return (Paragraph(cells.EMPTY),)
    asked = names_option(options, "questions")
    questions = rows_named(survey.questions, asked, ("code", "title", "uid"), "設問")
    questions = [question for question in questions if question.choices]
    head: list[Block] = [_summary(snapshot, survey)] if flag_option(options, "summary", True) else []
    if not questions:
        return (*head, Paragraph(cells.EMPTY))
    remarks = tuple(survey.remarks) if flag_option(options, "remarks", True) else ()
    notes = _notes(snapshot, questions, checks=flag_option(options, "checks", True))
    used = sum(block_height(block, area) for block in (*head, *notes))
    columns = number_option(options, "columns", 0, 0, _MOST)
    rows = _arranged(snapshot, questions, remarks, columns, area.less(used))
    return (*head, *rows, *notes)


def _summary(snapshot: PlanSnapshot, survey: Survey) -> Table:
    """調査概要: whom, when, how, how many answered. 回収率 is computed."""
    sample, distributed = survey.returned, survey.distributed
    unit = survey.counting_unit or ""
    sent = f"（配布{distributed:,}{unit}）" if distributed is not None else ""
    rate = response_rate(sample, distributed) if sample is not None and distributed else survey.printed_rate
    body = (
        Cell(survey.target, align=Align.CENTRE, bold=True, name=f"{survey.uid}/target"),
        Cell(_period(survey), align=Align.CENTRE, name=f"{survey.uid}/period_as_written"),
        Cell(survey.method or "", align=Align.CENTRE, name=f"{survey.uid}/method"),
        Cell(
            f"{sample:,}{unit}{sent}" if sample is not None else "－",
            sample,
            cells.value_format(Decimal(sample), unit + sent) if sample is not None else "",
            align=Align.CENTRE,
            name=f"{survey.uid}/returned",
        ),
        Cell(
            format_value(rate, None, "％"),
            rate,
            cells.value_format(rate, "％"),
            align=Align.CENTRE,
            name=f"{survey.uid}/printed_rate",
        ),
    )
    headings = ("調査対象", "調査時期", "調査パネル", "サンプル数（配布数）", "回収率")
    header = (tuple(cells.heading(text) for text in headings),)
    return Table(tuple(map(Column, _WIDTHS)), header, (body,), 10.5, description="調査概要")


def _period(survey: Survey) -> str:
    if survey.period_as_written:
        return survey.period_as_written
    days = [day for day in (survey.starts_on, survey.ends_on) if day is not None]
    return "～".join(dict.fromkeys(format_month(day.year, day.month) for day in days))


def _arranged(
    snapshot: PlanSnapshot,
    questions: Sequence[Question],
    remarks: Sequence[Remark],
    columns: int,
    area: Area,
) -> list[ChartRow]:
    """Rows of charts: as few beside each other as fit on the page, grown to fill it."""
    trials = [columns] if columns else range(min(2, len(questions)), _MOST + 1)
    rows: list[ChartRow] = []
    heights: list[float] = []
    for count in trials:
        rows = _rows(snapshot, _lines(questions, count), remarks)
        heights = [lay_out_chart_row(row, area.width).height for row in rows]
        if sum(heights) + GAP * len(rows) <= area.height:
            break
    return _filled(rows, heights, area.height)


def _lines(questions: Sequence[Question], count: int) -> Lines:
    """Questions in rows of at most ``count``, as evenly as they go."""
    rows = -(-len(questions) // count)
    ends = [round(len(questions) * row / rows) for row in range(rows + 1)]
    return tuple(tuple(questions[first:last]) for first, last in zip(ends, ends[1:], strict=False))


def _rows(snapshot: PlanSnapshot, lines: Lines, remarks: Sequence[Remark]) -> list[ChartRow]:
    beside = _beside(lines, remarks)
    rows = []
    for line, texts in zip(lines, beside, strict=True):
        charts = tuple(question_chart(snapshot, question) for question in line)
        shares = tuple(_SHARES[form_of(chart)] for chart in charts)
        rows.append(
            ChartRow(charts, shares=shares, texts=tuple((text.heading or "", text.text) for text in texts))
        )
    return rows


def _beside(lines: Lines, remarks: Sequence[Remark]) -> list[list[Remark]]:
    """所見 beside the row whose answers they speak of; one that speaks of none stays with the one before."""
    beside: list[list[Remark]] = [[] for _ in lines]
    row = 0
    for remark in remarks:
        told = {cell.cell.choice.question for cell in remark.cells}
        row = next((at for at, line in enumerate(lines) if told & set(line)), row)
        beside[row].append(remark)
    return beside


def _filled(rows: Sequence[ChartRow], heights: Sequence[float], height: float) -> list[ChartRow]:
    """The rows, higher where the page leaves room."""
    free = height - GAP * len(rows)
    growth = min(free / sum(heights), _LARGEST_GROWTH)
    if growth <= 1.0:
        return list(rows)
    return [
        ChartRow(row.charts, high * growth, row.shares, row.texts)
        for row, high in zip(rows, heights, strict=True)
    ]


def _notes(snapshot: PlanSnapshot, questions: Sequence[Question], *, checks: bool) -> tuple[Notes, ...]:
    charts = [question_chart(snapshot, question) for question in questions]
    values = [value for chart in charts for series in chart.series for value in series.values]
    sentences = []
    if any(value.inferred for value in values) or any(cells.INFERRED_MARK in chart.note for chart in charts):
        sentences.append(_UNSURE)
    if any(value.value is None for value in values):
        sentences.append(_LOST)
    for question in questions if checks else ():
        total = answer_total(question)
        if total is not None:
            sentences.append(
                f"「{question.title}」の割合を件数に戻した計は{total.total:,}で、n={total.n}と合いません（確認中）。"
            )
    return (cells.inferred_notes(*sentences),) if sentences else ()
