"""The tables of データ用: of the sample, and of a plan with every field filled."""

import pytest
import sqlalchemy as sa

from dxplanner.handouts.data_columns import relations_of, target_of
from dxplanner.handouts.data_tables import DataTable, data_tables
from dxplanner.model import Level, Plan, entities
from dxplanner.model.base import field_specs
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.store.planfile import PlanFile
from tests.handouts.data.filler import KEYS, Filler


@pytest.fixture(scope="session")
def tables(sample: PlanSnapshot) -> dict[str, DataTable]:
    """The tables of the sample by name, made once."""
    return {table.name: table for table in data_tables(sample)}


@pytest.fixture
def whole(empty_plan: PlanFile) -> tuple[PlanSnapshot, Filler]:
    """A plan with a row of every entity and every field filled."""
    filler = Filler()
    with empty_plan.edit("すべて") as edit:
        session = edit.session
        filler.made[Plan] = session.scalars(sa.select(Plan)).one()
        for key, spec in field_specs(Plan).items():
            if spec.kind not in KEYS:
                setattr(filler.made[Plan], key, filler.value(Plan, spec, ""))
        for entity in entities():
            if entity is Plan:
                continue
            above = entity is Level or any(target_of(entity, name) is entity for name in relations_of(entity))
            for name in ("first_", "") if above else ("",):
                filler.made[entity] = filler.row(entity, name)
                session.add(filler.made[entity])
                session.flush()
                if entity is Level and name:
                    filler.top_level = filler.made[entity]
    return empty_plan.snapshot(), filler
