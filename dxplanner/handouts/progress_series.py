"""How a series of a 成果指標 stands: its values by 年度, 達成率, 評価, and what 標本誤差 says of a change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.grades import RATE_DECIMALS, GradeRule, grade_of, grade_table_problem
from dxplanner.domain.indicators import Rate, padded, rate_of, rounded, sampling_error, within_error
from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.handouts.blocks import Chart, ChartForm, ChartSeries, ChartValue
from dxplanner.handouts.chart_lines import on_one_axis
from dxplanner.handouts.series_lines import SeriesPoint, series_lines, shown_value
from dxplanner.handouts.survey_charts import denominator
from dxplanner.handouts.trees import Tree
from dxplanner.model import GradeScale, Indicator, IndicatorSeries, IndicatorValue, PolicyNode
from dxplanner.model.snapshot import PlanSnapshot

WITHIN: Final = "誤差の範囲内"
_PERCENT: Final = frozenset({"%", "％"})
_ERROR_BAR: Final = "縦線は標本誤差（信頼度95％）"
_ERROR_BAND: Final = "縦線と帯は標本誤差（信頼度95％）"


@dataclass(frozen=True)
class Standing:
    """A series of an indicator; ``scale`` is the table of grades that counts for it."""

    snapshot: PlanSnapshot
    indicator: Indicator
    series: IndicatorSeries | None
    scale: GradeScale | None

    @property
    def title(self) -> str:
        """The indicator's name with its series: 情報取得満足度（国内）."""
        name = self.series.name if self.series is not None else None
        return f"{self.indicator.name}（{name}）" if name else self.indicator.name

    @cached_property
    def baseline(self) -> IndicatorValue | None:
        """The newest 基準値."""
        return self._newest(ValueRole.BASELINE)

    @cached_property
    def target(self) -> IndicatorValue | None:
        """The final 目標値."""
        return self._newest(ValueRole.TARGET)

    @cached_property
    def actuals(self) -> dict[int, IndicatorValue]:
        """実績値 by 年度."""
        return {value.fiscal_year: value for value in self._values(ValueRole.ACTUAL)}

    @cached_property
    def latest(self) -> IndicatorValue | None:
        """The newest 実績 that says something: a number, or a grade by hand."""
        told = [value for value in self.actuals.values() if value.value is not None or value.grade]
        return max(told, key=lambda value: value.fiscal_year, default=None)

    @cached_property
    def rate(self) -> Rate:
        """達成率 of the newest 実績 towards the 目標値."""
        return rate_of(
            self.indicator.achievement_method,
            self.indicator.direction,
            _number(self.baseline),
            _number(self.target),
            _number(self.latest),
        )

    @property
    def rate_shown(self) -> Decimal | None:
        """達成率 as it is printed, in percent."""
        return None if self.rate.value is None else rounded(self.rate.value, RATE_DECIMALS)

    @property
    def grade(self) -> str:
        """評価: by hand where somebody chose one, else by 達成率; "" without."""
        if self.scale is None:
            return ""
        if self.latest is not None and self.latest.grade is not None:
            return self.latest.grade.label
        rules = [GradeRule(grade.label, grade.lower_bound) for grade in self.scale.grades]
        at = None if grade_table_problem(rules) else grade_of(self.rate.value, rules)
        return "" if at is None else rules[at].label

    @property
    def remark(self) -> str:
        """備考: whether the change is more than 標本誤差, why there is no 達成率, the value's own note."""
        parts = [self._change()]
        if self.latest is not None and self.rate.value is None and not self.grade:
            parts.append(self.rate.reason)
        parts.append((self.latest.note or "") if self.latest is not None else "")
        return "\n".join(part for part in parts if part)

    def year_text(self, value: IndicatorValue) -> str:
        """「R6年度」, and 「R6年」 of an indicator counted by 暦年."""
        if self.indicator.kind is IndicatorKind.CALENDAR_YEAR:
            return f"{format_fiscal_year(value.fiscal_year, FiscalStyle.SHORT)}年"
        return format_fiscal_year(value.fiscal_year, FiscalStyle.SHORT_SUFFIX)

    def error(self, value: IndicatorValue | None) -> Decimal | None:
        """標本誤差 (±points, 95 %) of a share found by asking a sample; None without its n."""
        sampled = self.indicator.kind is IndicatorKind.SURVEY and self.indicator.unit in _PERCENT
        if not sampled or value is None or value.value is None or not 0 <= value.value <= 100:
            return None
        n = sample_size(value)
        return sampling_error(value.value, n) if n else None

    def _change(self) -> str:
        base, actual = self.baseline, self.latest
        if base is None or actual is None or base.value is None or actual.value is None:
            return ""
        base_n, actual_n = sample_size(base), sample_size(actual)
        if self.error(base) is None or self.error(actual) is None or not base_n or not actual_n:
            return ""
        return WITHIN if within_error(base.value, base_n, actual.value, actual_n) else ""

    def _newest(self, role: ValueRole) -> IndicatorValue | None:
        return max(self._values(role), key=lambda value: value.fiscal_year, default=None)

    def _values(self, role: ValueRole) -> Iterator[IndicatorValue]:
        return (value for value in (self.series.values if self.series else ()) if value.role is role)

    def chart(self, title: str) -> Chart | None:
        """推移と目標 over all years as a small line chart; None while fewer than two years have a value."""
        if self.series is None:
            return None
        found = series_lines(
            [
                SeriesPoint(value.role, value.fiscal_year, value.uid or "", self._shown(value))
                for value in self.series.values
            ]
        )
        if found is None:
            return None
        categories = tuple(format_fiscal_year(year, FiscalStyle.SHORT) for year in found.years)
        uid = self.series.uid or ""
        return Chart(
            ChartForm.LINE, title, categories, found.lines, self.indicator.unit or "",
            note=_error_note(found.lines), name=uid, description=f"{self.title}の推移と目標",
        )  # fmt: skip

    def _shown(self, value: IndicatorValue) -> ChartValue:
        error = self.error(value) if value.role in (ValueRole.BASELINE, ValueRole.ACTUAL) else None
        inferred = self.snapshot.is_inferred(value, "value")
        figure = padded(value.value, self.indicator.decimals or 0)
        return shown_value(
            figure, f"{value.uid}/value", error, proposed=bool(value.proposed), inferred=inferred
        )


def standing_charts(titled: Sequence[tuple[str, Standing]]) -> list[Chart]:
    """The charts of those that have one, under their titles; series of one indicator share their scale."""
    made: list[Chart] = []
    for _, series in groupby(titled, key=lambda one: one[1].indicator):
        charts = [chart for title, standing in series if (chart := standing.chart(title)) is not None]
        made += on_one_axis(charts)
    return made


def standings(snapshot: PlanSnapshot, node: PolicyNode) -> list[Standing]:
    """Each series of a node's indicators; an indicator without any stands for itself."""
    ordinary = ordinary_scale(snapshot)
    found: list[Standing] = []
    for indicator in node.indicators:
        lines: list[IndicatorSeries | None] = [*indicator.series]
        scale = indicator.grade_scale or ordinary
        found += [Standing(snapshot, indicator, series, scale) for series in lines or [None]]
    return found


def ordinary_scale(snapshot: PlanSnapshot) -> GradeScale | None:
    """The plan's first table of grades, which counts for indicators without one of their own."""
    return min(snapshot.all(GradeScale), key=lambda scale: (scale.position or 0, scale.id or 0), default=None)


def measured_nodes(tree: Tree) -> list[PolicyNode]:
    """The nodes of a version that have indicators, in reading order."""
    return [node for node in tree.nodes if node.indicators]


def sample_size(value: IndicatorValue) -> int | None:
    """The number of answers behind a value: what was typed, else the denominator of its question."""
    found = {denominator(basis.cell.choice.question, basis.cell.item) for basis in value.basis}
    return value.sample_size or (found.pop() if len(found) == 1 else None)


def _error_note(lines: Sequence[ChartSeries]) -> str:
    """What the bars at the values mean, and the bands along neighbouring ones."""
    ranged = [[value.low is not None for value in line.values] for line in lines]
    if any(first and second for line in ranged for first, second in pairwise(line)):
        return _ERROR_BAND
    return _ERROR_BAR if any(map(any, ranged)) else ""


def _number(value: IndicatorValue | None) -> Decimal | None:
    return None if value is None else value.value
