"""データ用: 出典, which lists every 推定 and where each value comes from; and the list of the tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dxplanner.handouts.data_columns import target_of
from dxplanner.handouts.data_marks import INFERRED, PARTLY, SOURCE, STATUS, STATUS_HELP
from dxplanner.handouts.data_names import LEFT_OUT
from dxplanner.handouts.data_table import LEFT_OUT_MARK, DataTable, without_empty_columns
from dxplanner.handouts.data_values import Value, headings_of, plain, values_of
from dxplanner.handouts.places import Places
from dxplanner.model import Provenance
from dxplanner.model.base import Entity, field_specs
from dxplanner.model.snapshot import PlanSnapshot

_WHOLE: Final = "行の全体"
_NOWHERE: Final = (1 << 30, 0)
_HEADINGS: Final = ("表", "表の行", "対象", "項目", STATUS, "推定の確かさ", "根拠", "原資料", "ページ")
_NOTES: Final = (
    ("表の行", "その値がある行の番号です（見出しの行を1行目と数えます）。複数の行にあるときは最初の行です。"),
    ("項目", f"「{_WHOLE}」は、その行のすべての項目の出典です。"),
    (STATUS, f"「{INFERRED}」は、まだ確認していない値です。{INFERRED}のものを先に並べています。"),
)
_COMMON_NOTES: Final = (
    ("市名", "どの表にもあり、地域を示します。全国地方公共団体コードは、計画に欄がないため、ありません。"),
    (STATUS, STATUS_HELP),
    (
        "、".join(SOURCE),
        "行の全体の出典です。項目ごとの出典と、2つ以上あるときの残りは、「出典」の表にあります。",
    ),
    ("（西暦）", "「2024-06」は2024年6月です。年度は、始まる年の西暦です。"),
)


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A table with the uids of its rows."""

    table: DataTable
    entity: type[Entity]
    uids: tuple[str, ...]
    labels: Mapping[str, str]
    """What the entity's own fields are called in the table."""


def origin_table(snapshot: PlanSnapshot, made: Iterable[MadeTable], city: Value) -> DataTable:
    """出典 of values, those that are 推定 first, in the order of the tables."""
    tables = list(made)
    stands: dict[str, tuple[int, int]] = {}
    for at, one in enumerate(tables):
        for row, uid in enumerate(one.uids, start=2):
            stands.setdefault(uid, (at, row))
    places = Places(snapshot)
    recorded = field_specs(Provenance)["recorded_on"]
    marks = sorted(
        snapshot.all(Provenance),
        key=lambda mark: (
            mark.status.value != INFERRED,
            *stands.get(_shown(places, mark), _NOWHERE),
            mark.id,
        ),
    )
    rows: list[tuple[Value, ...]] = []
    for mark in marks:
        at, row = stands.get(_shown(places, mark), _NOWHERE)
        known = at < len(tables)
        rows.append(
            (
                city,
                tables[at].table.name if known else None,
                row if known else None,
                plain(places.words(mark.entity_uid).replace("\u3000", "")),
                _field_label(
                    places.row(mark.entity_uid), mark.field_name, tables[at].labels if known else {}
                ),
                mark.status.value,
                None if mark.confidence is None else mark.confidence.value,
                plain(mark.basis or ""),
                None if mark.document is None else plain(mark.document.title),
                mark.page,
                *values_of(mark, recorded),
            )
        )
    headings = ("市名", *_HEADINGS, *headings_of(recorded))
    return without_empty_columns(DataTable(Provenance.__label__, headings, tuple(rows), _NOTES))


def list_of_tables(made: Iterable[MadeTable], origin: DataTable) -> DataTable:
    """表の一覧: what there is, and in how many rows something is 推定."""
    headings = ("データの種類", "表", "行数", "推定の行数", "一部推定の行数", "空欄の数")
    rows: list[tuple[Value, ...]] = [
        (one.entity.__data_kind__.value, one.table.name, len(one.table.rows), *_counts(one.table))
        for one in made
    ]
    if origin.rows:
        rows.append((Provenance.__data_kind__.value, origin.name, len(origin.rows), *_counts(origin)))
    left_out = (
        (f"{entity.__label__}{LEFT_OUT_MARK}", reason)
        for (entity, key), reason in LEFT_OUT.items()
        if not key
    )
    return DataTable("表の一覧", headings, tuple(rows), (*_COMMON_NOTES, *left_out))


def _counts(table: DataTable) -> tuple[int, int, int]:
    words = table.column(STATUS)
    return words.count(INFERRED), words.count(PARTLY), table.blanks


def _shown(places: Places, mark: Provenance) -> str:
    """uid of the row that shows what a mark speaks of: of a list (主な取組), its first row."""
    row, field = places.row(mark.entity_uid), mark.field_name
    if row is None or field is None or field in field_specs(type(row)):
        return mark.entity_uid
    listed: Sequence[Entity] = getattr(row, field)
    return listed[0].uid if listed else mark.entity_uid


def _field_label(row: Entity | None, field: str | None, labels: Mapping[str, str]) -> str:
    """What a field is called in its table; a list by its rows (主な取組)."""
    if row is None or field is None:
        return _WHOLE
    spec = field_specs(type(row)).get(field)
    return target_of(type(row), field).__label__ if spec is None else labels.get(field, spec.label)
