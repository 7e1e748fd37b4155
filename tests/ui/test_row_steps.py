"""Rows change by exact steps: whatever the former and the wanted order, nothing is reset and all is told."""

from dataclasses import dataclass
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from dxplanner.ui.row_steps import ROOT, RowSteps


@dataclass(frozen=True)
class Named:
    id: int
    name: str


class Model(QAbstractListModel):
    def __init__(self, rows: list[Named]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> str | None:
        return self.rows[index.row()].name if role == Qt.ItemDataRole.DisplayRole else None


ROWS = st.lists(
    st.builds(Named, st.integers(0, 12), st.sampled_from("あいう")), max_size=10, unique_by=attrgetter("id")
)


@pytest.mark.usefixtures("qtbot")
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS)
def test_any_rows_become_any_others_and_indexes_stay_with_theirs(
    present: list[Named], wanted: list[Named]
) -> None:
    model = Model(list(present))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    marks = {row.id: QPersistentModelIndex(model.index(at)) for at, row in enumerate(present)}
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))

    RowSteps(model, model.rows, attrgetter("id")).settle(wanted)

    assert model.rows == wanted
    places = {row.id: at for at, row in enumerate(wanted)}
    assert {key: mark.row() for key, mark in marks.items()} == {key: places.get(key, -1) for key in marks}
    assert not resets
    tester.deleteLater()


def test_only_the_row_that_was_put_elsewhere_moves(qtbot: QtBot) -> None:
    rows = [Named(key, "あ") for key in range(5)]
    model = Model(list(rows))
    moved: list[tuple[int, int]] = []
    changed: list[int] = []
    model.rowsMoved.connect(lambda _parent, first, _last, _to, row: moved.append((first, row)))
    model.dataChanged.connect(lambda first, _last, _roles: changed.append(first.row()))

    RowSteps(model, model.rows, attrgetter("id")).settle([rows[4], *rows[:3], Named(3, "い")])

    assert moved == [(4, 0)]
    assert changed == [4]
