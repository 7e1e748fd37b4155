"""Charts for tests: the sample's surveys as they are printed, and small ones made up."""

from collections.abc import Sequence
from decimal import Decimal

from dxplanner.domain.vocabulary import ChartKind
from dxplanner.handouts.blocks import Chart, ChartForm, ChartSeries, ChartValue
from dxplanner.model import Question
from dxplanner.model.snapshot import PlanSnapshot

FORMS = {
    ChartKind.PIE: ChartForm.PIE,
    ChartKind.BAR: ChartForm.BAR,
    ChartKind.STACKED: ChartForm.STACKED,
}


def values(*numbers: float | None, inferred: Sequence[int] = (), text: str = "") -> tuple[ChartValue, ...]:
    """Values with names v0, v1, …"""
    return tuple(
        ChartValue(
            None if number is None else Decimal(str(number)), text, name=f"v{at}", inferred=at in inferred
        )
        for at, number in enumerate(numbers)
    )


def chart(
    form: ChartForm, *rows: tuple[ChartValue, ...], title: str = "利用状況", note: str = "n=100"
) -> Chart:
    """A chart whose categories and series are named by number."""
    categories = tuple(f"区分{number}" for number in range(len(rows[0])))
    series = tuple(ChartSeries(f"系列{number}", row) for number, row in enumerate(rows))
    return Chart(form, title, categories, series, note=note)


def line(*series: ChartSeries, categories: tuple[str, ...] = ("R5（基準値）", "R6", "R7", "R8")) -> Chart:
    """A chart of curves over the years."""
    return Chart(ChartForm.LINE, "割合", categories, series)


def survey_charts(sample: PlanSnapshot) -> list[Chart]:
    """The ten charts of the sample's surveys, 市民 and 事業者."""
    return [_chart(sample, one) for one in sample.all(Question) if one.chart in FORMS]


def _chart(sample: PlanSnapshot, question: Question) -> Chart:
    def value(number: Decimal | None, name: str, inferred: bool) -> ChartValue:
        return ChartValue(number, name=name, inferred=inferred)

    unsure = sample.is_inferred(question)
    if question.items:
        categories = tuple(item.label for item in question.items)
        series = []
        for choice in question.choices:
            cells = {cell.item_id: cell for cell in choice.cells}
            series.append(
                ChartSeries(
                    choice.label,
                    tuple(value(cells[item.id].share, cells[item.id].uid, unsure) for item in question.items),
                )
            )
    else:
        categories = tuple(choice.label for choice in question.choices)
        shares = tuple(value(one.cells[0].share, one.cells[0].uid, unsure) for one in question.choices)
        series = [ChartSeries("割合", shares)]
    note = f"n={question.n}" if question.n else ""
    return Chart(
        FORMS[question.chart], question.title, categories, tuple(series), note=note, name=question.uid
    )
