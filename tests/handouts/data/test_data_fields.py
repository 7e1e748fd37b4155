"""データ用 holds everything that is in the plan, once, or says why it is left out."""

from enum import StrEnum
from typing import Any

from dxplanner.handouts.data_columns import places_of
from dxplanner.handouts.data_names import ELSEWHERE, LEFT_OUT, TABLES
from dxplanner.handouts.data_tables import data_tables
from dxplanner.model import Provenance, Transition, TransitionEnd, entities
from dxplanner.model.base import FieldKind, FieldSpec, field_specs
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.data.filler import KEYS, Filler


def shown(value: Any, spec: FieldSpec) -> set[object]:
    """The cells in which a value must be found."""
    match spec.kind:
        case FieldKind.FRACTION:
            return {value.numerator, value.denominator}
        case FieldKind.MONTH:
            return {f"{value.year}-{value.month:02}"}
        case FieldKind.FLAG:
            return {1}
        case FieldKind.CHOICE:
            assert isinstance(value, StrEnum)
            return {value.value}
        case _:
            return {value}


def name_of(row: Any) -> object:
    """Something by which a row is known: a text of its own, its number, or its 選択肢."""
    for key in ("name", "title", "label", "target", "text", "heading"):
        if hasattr(row, key):
            return getattr(row, key)
    choice = getattr(row, "choice", None)
    return choice.label if choice is not None else getattr(row, "fiscal_year", None) or row.number


def test_every_field_of_the_model_is_in_a_table_or_left_out_with_a_reason(
    whole: tuple[PlanSnapshot, Filler],
) -> None:
    snapshot, _ = whole
    tables = {table.name: table for table in data_tables(snapshot)}
    missing: list[str] = []
    for entity in entities():
        if (entity, "") in LEFT_OUT:
            continue
        table = tables[ELSEWHERE.get(entity, entity).__label__]
        row: Any = snapshot.all(entity)[-1]
        for key, spec in field_specs(entity).items():
            if spec.kind in KEYS or (entity, key) in LEFT_OUT:
                continue
            if spec.kind is FieldKind.REFERENCE:
                target = getattr(row, key.removesuffix("_id"))
                # The ends of a transition stand in the transition's own row.
                wanted = set() if isinstance(target, Transition) else {name_of(target)}
            elif isinstance(row, TransitionEnd):
                assert row.node.name in table.column(f"{row.side.value}の名称")
                continue
            else:
                wanted = shown(getattr(row, key), spec)
            cells = {value for line in table.rows for value in line}
            if not wanted <= cells:
                missing.append(f"{entity.__label__}：{spec.label} {wanted}")
    assert missing == []


def test_what_is_left_out_is_nowhere(whole: tuple[PlanSnapshot, Filler]) -> None:
    snapshot, _ = whole
    cells = {value for table in data_tables(snapshot) for row in table.rows for value in row}
    for entity, key in LEFT_OUT:
        for spec in field_specs(entity).values():
            if spec.kind in (FieldKind.LINE, FieldKind.TEXT) and key in ("", spec.name):
                assert f"{entity.__tablename__}.{spec.name}" not in cells
    assert not {"opinion.person", "opinion.original", "provenance.recorded_by"} & cells


def test_each_entity_has_one_table_and_each_reason_a_field() -> None:
    left = {entity for entity, key in LEFT_OUT if not key}
    assert sorted(map(str, {*TABLES, *ELSEWHERE, *left, Provenance})) == sorted(map(str, entities()))
    assert len(TABLES) == len(set(TABLES))
    for (entity, key), reason in LEFT_OUT.items():
        assert reason.endswith("。")
        assert not key or key in field_specs(entity)


def test_headings_stand_once_in_each_table(whole: tuple[PlanSnapshot, Filler]) -> None:
    tables = data_tables(whole[0])
    assert len({table.name for table in tables}) == len(tables)
    for table in tables:
        assert len(set(table.headings)) == len(table.headings), table.name
        assert {len(row) for row in table.rows} == {len(table.headings)}
    for entity in TABLES:
        found = [heading for place in places_of(entity) for heading in place.headings]
        assert len(set(found)) == len(found), entity
