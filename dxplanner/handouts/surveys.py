"""アンケート調査結果の概要: how a survey was made, its charts with 所見 beside them, what is not certain."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from dxplanner.domain.indicators import format_value
from dxplanner.domain.surveys import response_rate
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Chart,
    ChartForm,
    ChartSeries,
    ChartValue,
    Column,
    Notes,
    Paragraph,
    Table,
)
from dxplanner.handouts.choices import chosen_survey, names_option, number_option, rows_named
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.pages import block_height
from dxplanner.handouts.row_names import survey_period
from dxplanner.handouts.selection import Options, flag_option
from dxplanner.handouts.survey_charts import n_text, question_chart
from dxplanner.handouts.survey_doubts import doubts, noted
from dxplanner.handouts.survey_rows import Text, Told, arranged
from dxplanner.model import Question, Remark, Survey
from dxplanner.model.snapshot import PlanSnapshot

_HEADINGS: Final = (
    ("調査対象", 20.0, 20.0),
    ("調査時期", 20.0, 37.0),
    ("調査パネル", 24.0, 49.0),
    ("サンプル数", 24.0, 48.0),
    ("回収率", 17.0, 18.0),
)
"""Label of each fact, width of the label and of the fact."""
_MOST: Final = 5
"""Charts beside each other that can be asked for."""
_UNSURE: Final = "（推定）と付した図や破線の値は、確認中のものです。"
_LOST: Final = "「値なし」は不明です。"


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """A survey (option ``survey``: 調査対象), on one page when its charts can be read there.

    Options: ``questions``, their 設問番号 or 設問 (all without); ``columns``, how many charts stand beside
    each other (0: as many as can be read); ``remarks``, whether 所見 stand at their right; ``summary``,
    whether 調査概要 stands above; ``checks``, whether notes say which answers do not make up their n.
    """
    survey = chosen_survey(snapshot, options)
    if survey is None:
        return (Paragraph(cells.EMPTY),)
    questions = _asked(survey, options)
    head: list[Block] = [_summary(survey)] if flag_option(options, "summary", True) else []
    if not questions:
        return (*head, Paragraph(cells.EMPTY))
    remarks = survey.remarks if flag_option(options, "remarks", True) else []
    beside = _beside(questions, remarks)
    told = [Told(_chart(snapshot, question), beside[question]) for question in questions]
    notes = _notes([one.chart for one in told], questions if flag_option(options, "checks", True) else ())
    used = sum(block_height(block, area) for block in (*head, *notes))
    columns = number_option(options, "columns", 0, 0, _MOST)
    return (*head, *arranged(told, area.width, max(area.height - used, 0.0), columns), *notes)


def warnings(snapshot: PlanSnapshot, options: Options) -> tuple[str, ...]:
    """What is to be said of the survey's questions before they are printed. Options as of ``build``."""
    survey = chosen_survey(snapshot, options)
    questions = [] if survey is None else _asked(survey, options)
    return tuple(sentence for question in questions for sentence in doubts(question))


def _asked(survey: Survey, options: Options) -> list[Question]:
    """The questions that are printed: those with answers among the ones that are named."""
    named = names_option(options, "questions")
    return [one for one in rows_named(survey.questions, named, ("code", "title"), "設問") if one.choices]


def _summary(survey: Survey) -> Table:
    """調査概要: whom, when, how, how many answered. 回収率 is computed."""
    sample, distributed, unit = survey.returned, survey.distributed, survey.counting_unit or ""
    sent = f"（配布{distributed:,}{unit}）" if distributed is not None else ""
    rate = response_rate(sample, distributed) if sample is not None and distributed else survey.printed_rate
    answered = None if sample is None else Decimal(sample)
    body = (
        Cell(survey.target, align=Align.CENTRE, bold=True, name=f"{survey.uid}/target"),
        Cell(survey_period(survey), align=Align.CENTRE, name=f"{survey.uid}/period_as_written"),
        Cell(survey.method or "", align=Align.CENTRE, name=f"{survey.uid}/method"),
        _figure(answered, unit + sent, f"{survey.uid}/returned"),
        _figure(rate, "％", f"{survey.uid}/printed_rate"),
    )
    columns: list[Column] = []
    row: list[Cell] = []
    for (label, narrow, wide), cell in zip(_HEADINGS, body, strict=True):
        columns += [Column(narrow), Column(wide)]
        row += [cells.heading(label), cell]
    return Table(tuple(columns), (), (tuple(row),), 10.5, description="調査概要")


def _figure(value: Decimal | None, unit: str, name: str) -> Cell:
    text, form = format_value(value, None, unit if value is not None else ""), cells.value_format(value, unit)
    return Cell(text, value, form, align=Align.CENTRE, name=name)


def _chart(snapshot: PlanSnapshot, question: Question) -> Chart:
    """The question's chart; a count beside a share is printed too, and an n that is 推定 says so.

    The parts of a stacked bar have no room for both: there the share stands alone.
    """
    chart = question_chart(question, snapshot.is_inferred)
    counts = {
        f"{cell.uid}/share": f"（{cell.count:,}{question.survey.counting_unit}）"
        for choice in question.choices
        for cell in choice.cells
        if cell.count is not None and cell.share is not None and chart.form is not ChartForm.STACKED
    }
    series = tuple(
        replace(one, values=tuple(_with_count(value, counts) for value in one.values)) for one in chart.series
    )
    doubtful = any(snapshot.is_inferred(question, field) for field in ("n", "base"))
    told = n_text(question) and chart.note and not snapshot.is_inferred(question)
    mark = cells.INFERRED_MARK if told and doubtful else ""
    return replace(chart, series=_marked(snapshot, question, series), note=chart.note + mark)


def _with_count(value: ChartValue, counts: dict[str, str]) -> ChartValue:
    if value.name not in counts or value.value is None:
        return value
    return replace(value, text=f"{value.value:f}%{counts[value.name]}")


def _marked(
    snapshot: PlanSnapshot, question: Question, series: tuple[ChartSeries, ...]
) -> tuple[ChartSeries, ...]:
    """Names of the legend that are 推定 say so, unless the whole chart does."""
    if snapshot.is_inferred(question):
        return series
    guessed = {choice.label for choice in question.choices if snapshot.is_inferred(choice, "label")}
    return tuple(
        replace(one, name=one.name + cells.INFERRED_MARK) if one.name in guessed else one for one in series
    )


def _beside(
    questions: Sequence[Question], remarks: Sequence[Remark]
) -> defaultdict[Question, tuple[Text, ...]]:
    """所見 at the question whose answers they speak of; one that speaks of none stays with the one before."""
    beside: defaultdict[Question, tuple[Text, ...]] = defaultdict(tuple)
    last = questions[0]
    for remark in remarks:
        told = [cell.cell.choice.question for cell in remark.cells]
        shown = [question for question in questions if question in told]
        if shown or not told:
            last = shown[0] if shown else last
            beside[last] += (Text(remark.heading or "", remark.text, remark.uid or ""),)
    return beside


def _notes(charts: Sequence[Chart], checked: Sequence[Question]) -> tuple[Notes, ...]:
    values = [value for chart in charts for series in chart.series for value in series.values]
    sentences = []
    if any(value.inferred for value in values) or any(cells.INFERRED_MARK in chart.note for chart in charts):
        sentences.append(_UNSURE)
    if any(value.value is None for value in values):
        sentences.append(_LOST)
    sentences += [sentence for question in checked if (sentence := noted(question))]
    return (cells.inferred_notes("".join(sentences)),) if sentences else ()
