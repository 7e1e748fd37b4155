"""The list of the 予算 pane follows any change by exact rows, and persistent indexes stay on their rows."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from dxplanner.model import BudgetProgram, BudgetProject
from dxplanner.services.budget_query import ProgramLine, ProjectLine
from dxplanner.ui.context import PlanContext
from dxplanner.ui.panes.budget_model import BudgetModel

Draft = list[tuple[int, list[tuple[int, int | None]]]]
amounts = st.none() | st.integers(-9, 10**6)


@st.composite
def lists(draw: st.DrawFn) -> Draft:
    """Programs with projects in any order; a project is in one program at a time."""
    programs = draw(st.lists(st.integers(1, 5), unique=True, max_size=5))
    projects = draw(st.lists(st.integers(1, 8), unique=True, max_size=8))
    made: Draft = [(program, []) for program in programs]
    for project in projects:
        if made:
            made[draw(st.integers(0, len(made) - 1))][1].append((project, draw(amounts)))
    return made


def lines(draft: Draft) -> tuple[ProgramLine, ...]:
    return tuple(
        ProgramLine(
            key,
            f"u{key}",
            2024,
            f"事業{key}",
            sum(amount or 0 for _, amount in projects),
            tuple(ProjectLine(one, f"v{one}", f"予算事業{one}", amount) for one, amount in projects),
        )
        for key, projects in draft
    )


def shown(model: BudgetModel) -> Draft:
    found: Draft = []
    for row in range(model.rowCount()):
        parent = model.index(row, 0)
        entry = model.entry(parent)
        assert entry is not None
        inside: list[tuple[int, int | None]] = []
        for at in range(model.rowCount(parent)):
            line = model.line(model.index(at, 0, parent))
            assert isinstance(line, ProjectLine)
            inside.append((line.id, line.amount))
        found.append((entry.id, inside))
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lists(), min_size=2, max_size=4))
def test_any_list_follows_any_other(context: PlanContext, drafts: list[Draft]) -> None:
    model = BudgetModel(context)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for draft in drafts:
        held = {key: QPersistentModelIndex(model.find(BudgetProgram, key)) for key, _ in shown(model)}
        model.show_list(lines(draft))
        assert shown(model) == draft
        kept = {key for key, _ in draft}
        for key, index in held.items():
            assert index.isValid() == (key in kept)
            if index.isValid():
                entry = model.entry(index)
                assert entry is not None
                assert entry.id == key
    tester.deleteLater()


def test_a_project_is_found_under_its_program(context: PlanContext) -> None:
    model = BudgetModel(context)
    model.show_list(lines([(3, [(7, 10), (8, None)]), (1, [])]))
    index = model.find(BudgetProject, 8)
    assert (index.row(), index.parent().row()) == (1, 0)
    assert [index.siblingAtColumn(column).data() for column in (0, 1)] == ["予算事業8", "（－）"]
    assert model.index(0, 1).data() == "10"
    assert model.find(BudgetProject, 9) == QModelIndex()
