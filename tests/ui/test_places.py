"""From the history, or from a click on a printed page, to where a row is entered."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from dxplanner.app import program_parts
from dxplanner.model import (
    Bar,
    BudgetItem,
    FlowTask,
    Handout,
    HandoutBlock,
    IndicatorValue,
    Meeting,
    Review,
    TransitionEnd,
)
from dxplanner.model.base import Entity
from dxplanner.services.standing import owners_of, table_of
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.window import MainWindow


def test_a_row_knows_what_it_belongs_to(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session:
        bar = session.scalars(sa.select(Bar)).first()
        assert bar is not None
        assert owners_of(session, "bar", bar.uid) == {
            "bar": bar.id,
            "lane": bar.lane_id,
            "schedule_edition": bar.lane.edition_id,
            "schedule": bar.lane.edition.schedule_id,
        }
        assert table_of(session, bar.uid) == "bar"
        assert table_of(session, "0" * 32) is None
        assert owners_of(session, "bar", "0" * 32) == {}


@pytest.mark.parametrize(
    ("entity", "pane"),
    [
        (Bar, "schedule"),
        (BudgetItem, "budget"),
        (FlowTask, "budget"),
        (IndicatorValue, "indicators"),
        (Handout, "handouts"),
        (HandoutBlock, "handouts"),
        (Meeting, "meetings"),
        (Review, "reviews"),
        (TransitionEnd, "transitions"),
    ],
)
def test_every_kind_of_row_is_shown_in_its_pane(
    make_window: Callable[..., MainWindow], sample_path: Path, entity: type[Entity], pane: str
) -> None:
    window = make_window(sample_path, parts=program_parts)
    workspace = window.workspace
    assert workspace is not None
    with workspace.context.workbench.plan.reading() as session:
        uid = session.scalars(sa.select(entity.uid).order_by(entity.id.desc())).first()
    assert uid is not None
    assert workspace.go_to_uid(uid)
    assert workspace.pane_key == pane
    assert workspace.pane is not None
    assert workspace.pane.show_place(entity.__tablename__, uid)
    assert not workspace.go_to_uid("0" * 32)
