"""The columns of a 工程表 as a list (CSV, Excel): their headings, what else people call them, how cells read.

The exporter writes the headings in this order; the importer finds columns by any of their names.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dxplanner.domain.schedule_data import LinkData
from dxplanner.domain.text import comparison_key
from dxplanner.domain.vocabulary import DependencyType, LagUnit


class ListColumn(StrEnum):
    """A column of the list; the value is its heading."""

    NUMBER = "番号"
    GROUP = "区分のまとまり"
    LANE = "区分"
    LABEL = "名称"
    KIND = "種類"
    START = "開始"
    END = "終了"
    DAYS = "日数"
    WORKING = "開庁日"
    PROGRESS = "進捗"
    DEPARTMENT = "担当"
    BEFORE = "前の作業"
    FIXED = "日付を固定"
    PRECISION = "日付の精度"
    SHAPE = "形"
    GLYPH = "記号"
    COLOUR = "色の役割"
    NOTE = "備考"
    PERIOD = "時期"
    """Only read: a column with whole periods (R6.4～R6.6)."""


WRITTEN: Final = tuple(column for column in ListColumn if column is not ListColumn.PERIOD)
COMPUTED: Final = frozenset({ListColumn.DAYS, ListColumn.WORKING})
"""Columns that are written for people and not read."""

_OTHER_NAMES: Final = {
    ListColumn.NUMBER: ("No", "No.", "№", "ID", "通番", "項番"),
    ListColumn.GROUP: ("まとまり", "大区分", "大項目", "分類", "大分類"),
    ListColumn.LANE: ("レーン", "小区分", "中項目", "事業", "取組"),
    ListColumn.LABEL: (
        *("工程", "工程名", "作業", "作業名", "タスク", "タスク名"),
        *("項目", "内容", "件名", "業務", "事項"),
    ),
    ListColumn.START: (
        *("開始日", "開始年月", "開始予定", "着手", "着手日"),
        *("自", "始期", "日付", "期日", "年月日"),
    ),
    ListColumn.END: ("終了日", "完了", "完了日", "至", "終期", "期限", "終了年月", "終了予定", "締切"),
    ListColumn.DAYS: ("期間", "所要日数"),
    ListColumn.WORKING: ("開庁日数", "稼働日数", "営業日"),
    ListColumn.PROGRESS: ("進捗率", "進捗状況", "達成率", "完了率"),
    ListColumn.DEPARTMENT: ("担当課", "担当者", "所管", "所管課"),
    ListColumn.BEFORE: ("先行", "先行作業", "先行タスク", "前工程"),
    ListColumn.FIXED: ("固定",),
    ListColumn.PRECISION: ("精度",),
    ListColumn.COLOUR: ("色",),
    ListColumn.NOTE: ("メモ", "摘要", "注記"),
    ListColumn.PERIOD: ("実施時期", "実施期間", "予定時期", "スケジュール"),
}
_BRACKETS: Final = re.compile(r"[(（\[［].*?[)）\]］]")
_LINK: Final = re.compile(
    r"(?P<what>.+?)[ 　]*(?P<type>終了→開始|開始→開始|終了→終了|開始→終了|FS|SS|FF|SF)?"
    r"[ 　]*(?P<lag>[+-]\d{1,4})?(?P<unit>開庁日|日)?",
)
_LETTERS: Final = {
    "FS": DependencyType.FINISH_START,
    "SS": DependencyType.START_START,
    "FF": DependencyType.FINISH_FINISH,
    "SF": DependencyType.START_FINISH,
}
LINK_JOINT: Final = "；"
NO_GROUP: Final = "－"
"""区分のまとまり of a lane without one, in a list where others have one."""


@dataclass(frozen=True, slots=True)
class LinkText:
    """A 前の作業 as written: ``what`` is a number of the list or a name."""

    what: str
    type: DependencyType
    lag: int
    lag_unit: LagUnit


def column_named(heading: str) -> ListColumn | None:
    """The column that a heading means, None for one that the list does not have."""
    key = _key(heading)
    return None if not key else _known().get(key)


def link_text(link: LinkData, number: int) -> str:
    """A 前の作業 with the list's number of the earlier bar: 「3」, 「3 開始→開始+2日」."""
    plain = link.type is DependencyType.FINISH_START and not link.lag
    lag = f"{link.lag:+d}{link.lag_unit.value}" if link.lag else ""
    return str(number) if plain else f"{number} {link.type.value}{lag}"


def read_links(text: str) -> list[LinkText]:
    """The 前の作業 of a cell; as ``link_text`` writes them, or names, or 「3SS+2日」."""
    found = []
    for part in re.split(r"[；;、,，\n]", text):
        match = _LINK.fullmatch(part.strip())
        if match is None:
            continue
        stated = match["type"] or DependencyType.FINISH_START.value
        unit = LagUnit.WORKING_DAYS if match["unit"] == LagUnit.WORKING_DAYS.value else LagUnit.CALENDAR_DAYS
        type_ = _LETTERS[stated] if stated in _LETTERS else DependencyType(stated)
        found.append(LinkText(match["what"].strip(), type_, int(match["lag"] or 0), unit))
    return found


def _known() -> dict[str, ListColumn]:
    known = {_key(column.value): column for column in ListColumn}
    for column, names in _OTHER_NAMES.items():
        known.update((_key(name), column) for name in names)
    return known


def _key(heading: str) -> str:
    return comparison_key(_BRACKETS.sub("", heading)).strip(".:：")
