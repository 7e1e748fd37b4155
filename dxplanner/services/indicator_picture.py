"""One series of an indicator as the 指標 pane shows it: its values, 達成率, 評価, 標本誤差 and origin."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_fiscal_year
from dxplanner.domain.grades import RATE_DECIMALS, GradeRule, grade_of, grade_table_problem
from dxplanner.domain.indicators import Rate, format_value, rate_of, rounded, sampling_error, within_error
from dxplanner.domain.vocabulary import AchievementMethod, Direction, IndicatorKind, ValueRole

PERCENT: Final = frozenset({"%", "％"})
_ROLES: Final = {role: at for at, role in enumerate(ValueRole)}


@dataclass(frozen=True, slots=True)
class BasisCell:
    """One answer of a survey that a value is made of; ``share`` in percent, ``n`` its denominator."""

    id: int
    cell_id: int
    question_id: int
    survey: str
    question: str
    item: str
    label: str
    share: Decimal | None
    n: int | None


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value of a series with its own 年度.

    ``value`` is in the indicator's unit and has at least its 小数桁数: those are shown.
    """

    id: int
    uid: str
    series_id: int
    position: int
    role: ValueRole
    year: int
    value: Decimal | None
    proposed: bool
    sample_size: int | None
    grade_id: int | None
    note: str | None
    basis: tuple[BasisCell, ...] = ()

    @property
    def order(self) -> tuple[int, int, int]:
        """By 年度, then in the order in which an indicator is thought of."""
        return self.year, _ROLES[self.role], self.position

    @property
    def n(self) -> int | None:
        """The number of answers behind the value: what was typed, else the denominator of its question."""
        found = {cell.n for cell in self.basis}
        return self.sample_size or (found.pop() if len(found) == 1 else None)

    @property
    def basis_sum(self) -> Decimal | None:
        """The sum of the survey's answers; None without a link or while an answer has no share."""
        shares = [cell.share for cell in self.basis if cell.share is not None]
        return sum(shares, Decimal(0)) if shares and len(shares) == len(self.basis) else None

    @property
    def parted(self) -> bool:
        """Whether the value and the survey that it comes from say different things."""
        return bool(self.basis) and self.basis_sum != self.value


@dataclass(frozen=True, slots=True)
class Scale:
    """A table of grades: the keys of its grades beside their rules."""

    id: int
    name: str
    grade_ids: tuple[int, ...]
    rules: tuple[GradeRule, ...]

    def label(self, grade_id: int | None) -> str | None:
        """The grade's name; None for one of another table."""
        return self.rules[self.grade_ids.index(grade_id)].label if grade_id in self.grade_ids else None


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """What all series of an indicator share; ``values`` are its typed fields by name."""

    id: int
    uid: str
    node_id: int
    values: Mapping[str, object]
    department_id: int | None
    department: str
    grade_scale_id: int | None
    scale: Scale | None
    """The indicator's own table of grades, else the first one of the plan."""

    @property
    def name(self) -> str:
        """The indicator's name."""
        return str(self.values["name"])

    @property
    def unit(self) -> str:
        """The unit of all its values."""
        return str(self.values["unit"] or "")

    @property
    def kind(self) -> IndicatorKind:
        """値の種類."""
        return IndicatorKind(str(self.values["kind"]))

    @property
    def direction(self) -> Direction:
        """Which way is better."""
        return Direction(str(self.values["direction"]))


@dataclass(frozen=True, slots=True)
class GradeShown:
    """評価 of a value: its name, whether somebody chose it, else why there is none."""

    label: str
    by_hand: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series with its indicator: one row of the table. Pictures of the same state are equal."""

    id: int
    uid: str
    """That of the indicator: 出典 of what its series share is bound to it."""
    name: str
    position: int
    indicator: IndicatorFacts
    number: str
    """Displayed number of the 基本施策."""
    node: str
    values: tuple[ValueLine, ...]
    """In the order of ``ValueLine.order``."""
    inferred: int
    """How many values and fields of the indicator and the series are 推定."""

    def last(self, role: ValueRole) -> ValueLine | None:
        """The newest value in a role."""
        return next((value for value in reversed(self.values) if value.role is role), None)

    def of_year(self, role: ValueRole, year: int) -> ValueLine | None:
        """The value of a 年度 in a role."""
        return next((value for value in self.values if value.role is role and value.year == year), None)

    @property
    def standing(self) -> ValueLine | None:
        """The newest 実績 that says something: a number, or a grade by hand."""
        told = (value for value in reversed(self.values) if value.role is ValueRole.ACTUAL)
        return next((value for value in told if value.value is not None or value.grade_id), None)

    @property
    def parted(self) -> tuple[ValueLine, ...]:
        """The values that differ from the survey that they are linked with."""
        return tuple(value for value in self.values if value.parted)

    @property
    def proposed(self) -> tuple[ValueLine, ...]:
        """The values that are only proposed (案)."""
        return tuple(value for value in self.values if value.proposed)

    def rate(self, actual: ValueLine | None, target: ValueLine | None = None) -> Rate:
        """達成率 of an 実績 towards the final target, or towards another one."""
        facts = self.indicator.values
        return rate_of(
            AchievementMethod(str(facts["achievement_method"])),
            self.indicator.direction,
            _number(self.last(ValueRole.BASELINE)),
            _number(target or self.last(ValueRole.TARGET)),
            _number(actual),
        )

    def grade(self, actual: ValueLine | None) -> GradeShown:
        """評価 of an 実績: by hand where somebody chose one, else by 達成率."""
        scale = self.indicator.scale
        if scale is None:
            return GradeShown("", reason="評価区分がまだありません。「評価区分」で作ると、評価が付きます。")
        chosen = scale.label(actual.grade_id) if actual is not None else None
        if chosen is not None:
            return GradeShown(chosen, by_hand=True)
        problem = grade_table_problem(scale.rules)
        if problem is not None:
            return GradeShown("", reason=f"評価区分「{scale.name}」：{problem}")
        rate = self.rate(actual)
        at = grade_of(rate.value, scale.rules)
        return GradeShown("", reason=rate.reason) if at is None else GradeShown(scale.rules[at].label)

    def error(self, value: ValueLine | None) -> Decimal | None:
        """標本誤差 (±points, 95 %) of a value of an 意識調査; None without a sample or its n."""
        if value is None or value.value is None or not self.sampled or not value.n:
            return None
        return sampling_error(value.value, value.n) if 0 <= value.value <= 100 else None

    @property
    def sampled(self) -> bool:
        """Whether its values are shares found by asking a sample."""
        return self.indicator.kind is IndicatorKind.SURVEY and self.indicator.unit in PERCENT

    def change_text(self, actual: ValueLine | None) -> str:
        """What the change since the baseline is worth against the 標本誤差; blank where none is known."""
        base = self.last(ValueRole.BASELINE)
        if base is None or actual is None or base.value is None or actual.value is None:
            return ""
        if self.error(base) is None or self.error(actual) is None or not base.n or not actual.n:
            return ""
        moved = actual.value - base.value
        sign = "＋" if moved > 0 else "△" if moved < 0 else "±"
        change = f"{year_text(self, actual)}の基準値からの変化 {sign}{abs(moved):f}ポイントは、"
        if within_error(base.value, base.n, actual.value, actual.n):
            return f"{change}誤差の範囲内の変化です。増えた・減ったとは言えません。"
        return f"{change}誤差の範囲を超える変化です。"


def value_text(row: SeriesRow, value: ValueLine | None) -> str:
    """A value with its unit: 34.9%; 「未設定」 without one."""
    return "未設定" if value is None else format_value(value.value, unit=row.indicator.unit)


def year_text(row: SeriesRow, value: ValueLine) -> str:
    """「R6年度」, and 「R6年」 of an indicator counted by 暦年."""
    if row.indicator.kind is IndicatorKind.CALENDAR_YEAR:
        return f"{format_fiscal_year(value.year, FiscalStyle.SHORT)}年"
    return format_fiscal_year(value.year, FiscalStyle.SHORT_SUFFIX)


def rate_text(rate: Rate) -> str:
    """「41.2」 (percent), blank without a rate; a wrong way is △."""
    return "" if rate.value is None else format_value(rounded(rate.value, RATE_DECIMALS))


def error_text(error: Decimal | None) -> str:
    """「±4.2」 (points), blank without one."""
    return "" if error is None else f"±{rounded(error, 1)}"


def origin_text(value: ValueLine) -> str:
    """「そう思う 6.6 ＋ どちらかといえばそう思う 28.3 ＝ 34.9　n=502」; blank without a link."""
    if not value.basis:
        return ""
    items = {cell.item for cell in value.basis}
    item = f"{items.pop()}：" if len(items) == 1 and value.basis[0].item else ""
    parts = " ＋ ".join(
        f"{'' if item or not cell.item else f'{cell.item}：'}{cell.label} {format_value(cell.share)}"
        for cell in value.basis
    )
    n = "" if value.n is None else f"　n={value.n:,}"
    return f"{item}{parts} ＝ {format_value(value.basis_sum)}{n}"


def _number(value: ValueLine | None) -> Decimal | None:
    return None if value is None else value.value
