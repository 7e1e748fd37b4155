"""アンケート調査結果の概要: how a survey was made, its charts with 所見 beside them, what is not certain."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from dxplanner.domain.fiscal import format_month
from dxplanner.domain.indicators import format_value
from dxplanner.domain.surveys import check_single_answer, response_rate
from dxplanner.domain.vocabulary import QuestionKind
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Chart,
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
from dxplanner.handouts.selection import Options, flag_option
from dxplanner.handouts.survey_charts import denominator, question_chart, shows_shares
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
    named = names_option(options, "questions")
    asked = rows_named(survey.questions, named, ("code", "title"), "設問")
    questions = [question for question in asked if question.choices]
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


def survey_period(survey: Survey) -> str:
    """調査時期 as it is printed: as written, else the months from and to."""
    if survey.period_as_written:
        return survey.period_as_written
    days = [day for day in (survey.starts_on, survey.ends_on) if day is not None]
    return "～".join(dict.fromkeys(format_month(day.year, day.month) for day in days))


def _chart(snapshot: PlanSnapshot, question: Question) -> Chart:
    """The question's chart; a count beside a share is printed too, and an n that is 推定 says so."""
    chart = question_chart(question, snapshot.is_inferred)
    counts = {
        f"{cell.uid}/share": f"（{cell.count:,}{question.survey.counting_unit}）"
        for choice in question.choices
        for cell in choice.cells
        if cell.count is not None and cell.share is not None
    }
    series = tuple(
        replace(one, values=tuple(_with_count(value, counts) for value in one.values)) for one in chart.series
    )
    doubtful = any(snapshot.is_inferred(question, field) for field in ("n", "base"))
    mark = cells.INFERRED_MARK if chart.note and doubtful and not snapshot.is_inferred(question) else ""
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
    sentences += [sentence for question in checked if (sentence := _doubt(question))]
    return (cells.inferred_notes("".join(sentences)),) if sentences else ()


def _doubt(question: Question) -> str:
    """What does not add up in a 単数回答 whose shares are all known; "" when they make up its n."""
    shares = [cell.share for choice in question.choices for cell in choice.cells if cell.share is not None]
    base = denominator(question)
    single = question.kind is QuestionKind.SINGLE and shows_shares(question)
    if not single or not base or len(shares) < len(question.choices):
        return ""
    total = check_single_answer(shares, base)
    if total.is_consistent:
        return ""
    return f"「{question.title}」は、件数に戻すと計{total.total:,}で、n={base:,}と合いません（確認中）。"
