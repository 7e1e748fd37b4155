"""Numbers and names of MS Project XML (MSPDI) that the exporter and the importer share."""

from typing import Final, NamedTuple

from dxplanner.domain.vocabulary import DependencyType, LagUnit

NAMESPACE: Final = "http://schemas.microsoft.com/project"
STANDARD_CALENDAR: Final = "標準（土日休み）"
WORKDAY_CALENDAR: Final = "市役所の開庁日"
OPEN_END: Final = "以降も続く"
UNNAMED: Final = "名称なし"
GROUP_JOINT: Final = " ▸ "
"""Between the levels of a group of lanes."""
WORKING_DAYS: Final = 5
"""Working days of a week in the standard calendar, from Monday."""
CALENDAR_DAYS: Final = 366 * 12
"""For how long closed days are listed."""

LINK_TYPES: Final = {
    DependencyType.FINISH_FINISH: 0,
    DependencyType.FINISH_START: 1,
    DependencyType.START_FINISH: 2,
    DependencyType.START_START: 3,
}
LAG_FORMATS: Final = {LagUnit.WORKING_DAYS: 7, LagUnit.CALENDAR_DAYS: 8}
"""7: days of work, 8: elapsed days."""


class TextField(NamedTuple):
    """A text field of a task: its number, its name in the format, its name for people."""

    id: int
    name: str
    alias: str


TEXT_FIELDS: Final = {
    "lineage": TextField(188743731, "Text1", "版をまたぐ識別子"),
    "role": TextField(188743734, "Text2", "行の種類"),
    "kind": TextField(188743737, "Text3", "種類"),
    "shape": TextField(188743740, "Text4", "形"),
    "glyph": TextField(188743743, "Text5", "記号"),
    "colour": TextField(188743746, "Text6", "色の役割"),
    "precision": TextField(188743747, "Text7", "日付の精度"),
    "last": TextField(188743748, "Text8", "終了（以降も続く・幅のある節目）"),
    "fixed": TextField(188743749, "Text9", "日付を固定"),
    "progress": TextField(188743750, "Text10", "進捗"),
    "unnamed": TextField(188743997, "Text11", "名称の有無"),
}
