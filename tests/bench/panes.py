"""Panes with many rows: opening them, and an edit until it is painted.

10,000 opinions against a bare QTableView on a QStandardItemModel with the same cells; 新旧 with 200 nodes a
side and 調査 with 100 questions against reading their rows from the file by one plain query.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from tests.bench.harness import Benchmark, Measured

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from dxplanner.model import Entity
    from dxplanner.ui.context import PlanContext
    from dxplanner.ui.pane import Pane

OPINIONS = 10_000
BARE = "bare QTableView, same cells"
NODES = 200
QUESTIONS = 100
T = TypeVar("T", bound="Entity")
READING = "one query for the same rows"


def opinions() -> list[Measured]:
    """Open the pane until the table is painted, and change an answer until it is shown."""
    from dxplanner.model import Opinion

    def fill(session: "Session") -> None:
        session.add_all(
            Opinion(position=at, number=at + 1, summary=f"意見{at}の概要です。", answer="検討します。")
            for at in range(OPINIONS)
        )

    with _opened(fill) as context:
        return _measure(context)


def transitions() -> list[Measured]:
    """Change the 理由 and the 種類 of an arrow among 200 nodes a side until the diagram is painted."""
    from sqlalchemy import select

    from dxplanner.domain.vocabulary import TransitionKind
    from dxplanner.model import Transition
    from dxplanner.ui.panes.transitions import TransitionsPane

    kinds = (TransitionKind.KEPT, TransitionKind.MERGED)

    def edit(row: "Transition", number: int) -> None:
        row.kind = kinds[number % 2]
        row.reason = f"理由{number}です。"

    query = "SELECT * FROM transition JOIN transition_end ON transition_id = transition.id JOIN policy_node ON node_id = policy_node.id"  # noqa: E501
    with _opened(_fill_versions) as context:
        with context.workbench.plan.reading() as session:
            key = session.scalars(select(Transition.id).order_by(Transition.id)).all()[3]
        return _edited(
            "panes.transitions_200_edit_ms", context, TransitionsPane(context), Transition, key, edit, query
        )


def surveys() -> list[Measured]:
    """Change the text of one of 100 questions until table and chart are painted."""
    from sqlalchemy import select

    from dxplanner.model import Question
    from dxplanner.ui.panes.surveys import SurveysPane

    def edit(row: "Question", number: int) -> None:
        row.title = f"改めた設問{number}です。"

    query = (
        "SELECT * FROM question JOIN choice ON question_id = question.id JOIN cell ON choice_id = choice.id"
    )
    with _opened(_fill_survey) as context:
        with context.workbench.plan.reading() as session:
            key = session.scalars(select(Question.id).order_by(Question.survey_id, Question.position)).all()[
                0
            ]
        return _edited("panes.surveys_100_edit_ms", context, SurveysPane(context), Question, key, edit, query)


def _fill_versions(session: "Session") -> None:
    """Leaves under the present ones of both versions, joined one to one, until there are 200 a side."""
    from sqlalchemy import select

    from dxplanner.domain.vocabulary import Side, TransitionKind
    from dxplanner.model import Level, PlanVersion, PolicyNode, Transition, TransitionEnd

    made = []
    for version in session.scalars(select(PlanVersion).order_by(PlanVersion.position)):
        nodes = list(session.scalars(select(PolicyNode).where(PolicyNode.version_id == version.id)))
        levels = session.scalars(
            select(Level.id).where(Level.version_id == version.id).order_by(Level.position)
        )
        depths = {level: depth for depth, level in enumerate(levels)}
        lowest = max(nodes, key=lambda node: depths[node.level_id]).level_id
        parents = [node for node in nodes if node.level_id != lowest and node.children]
        parents = [node for node in parents if node.children[0].level_id == lowest]
        made.append(
            [
                PolicyNode(
                    version_id=version.id,
                    level_id=lowest,
                    parent_id=parents[at % len(parents)].id,
                    position=100 + at,
                    name=f"デジタル技術で暮らしを支える施策その{at + 1}",
                )
                for at in range(NODES - len(nodes))
            ]
        )
    session.add_all(node for nodes in made for node in nodes)
    session.flush()
    for at, (old, new) in enumerate(zip(*made, strict=False)):
        ends = [
            TransitionEnd(side=Side.OLD, node_id=old.id, position=0),
            TransitionEnd(side=Side.NEW, node_id=new.id, position=0),
        ]
        session.add(Transition(kind=TransitionKind.KEPT, position=100 + at, ends=ends))


def _fill_survey(session: "Session") -> None:
    """Questions with five answers each in the first survey, until it has 100."""
    from decimal import Decimal

    from sqlalchemy import func, select

    from dxplanner.domain.vocabulary import QuestionKind
    from dxplanner.model import Cell, Choice, Question, Survey

    survey = session.scalars(select(Survey.id).order_by(Survey.position)).first()
    asked = session.scalar(select(func.count()).where(Question.survey_id == survey)) or 0
    for at in range(asked, QUESTIONS):
        choices = [
            Choice(
                position=place,
                label=f"選択肢その{place + 1}",
                cells=[Cell(position=0, count=200, share=Decimal("20.0"))],
            )
            for place in range(5)
        ]
        title = f"デジタル化で暮らしが便利になったと感じますか（その{at + 1}）"
        kind = QuestionKind.SINGLE
        session.add(
            Question(survey_id=survey, position=at, code=f"Q{at}", title=title, kind=kind, choices=choices)
        )


@contextmanager
def _opened(fill: "Callable[[Session], None]") -> "Iterator[PlanContext]":
    """The sample with more rows, open as a window has it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from dxplanner.app import build_application
    from dxplanner.paths import data_dir
    from dxplanner.services.sample import write_sample
    from dxplanner.services.workbench import Workbench
    from dxplanner.store.lock import Author
    from dxplanner.store.planfile import PlanFile
    from dxplanner.ui.context import PlanContext
    from dxplanner.ui.settings import Settings
    from dxplanner.ui.theme import Theme

    from PySide6.QtWidgets import QApplication  # isort: skip

    if QApplication.instance() is None:
        build_application(["bench"])
    theme = Theme.load(data_dir("resources") / "themes", "light")
    with tempfile.TemporaryDirectory() as folder:
        path = write_sample(Path(folder) / "plan.dxplan", Author("計測", "PC"))
        with PlanFile.open(path, Author("計測", "PC")) as plan:
            with plan.filling() as session:
                fill(session)
            context = PlanContext(Workbench(plan), theme, Settings(Path(folder) / "settings.ini"))
            try:
                yield context
            finally:
                context.close()


def _edited(
    name: str,
    context: "PlanContext",
    pane: "Pane",
    entity: "type[T]",
    key: int,
    edit: "Callable[[T, int], None]",
    query: str,
) -> list[Measured]:
    """An edit of one row until it is stored and painted; the baseline reads the pane's rows plainly."""
    from PySide6.QtWidgets import QApplication
    from sqlalchemy import text

    def change(number: int, session: "Session") -> None:
        edit(session.get_one(entity, key), number)

    pane.resize(1074, 620)
    pane.show()
    QApplication.processEvents()
    edits, bare = [], []
    for number in range(10):
        start = time.perf_counter()
        context.run("変更", partial(change, number))
        QApplication.processEvents()
        pane.grab()
        edits.append(time.perf_counter() - start)
        start = time.perf_counter()
        with context.workbench.plan.reading() as session:
            session.execute(text(query)).all()
        bare.append(time.perf_counter() - start)
    pane.close()
    return [Measured(name, 1000 * median(edits[1:]), "ms", 1000 * median(bare[1:]), READING, 50)]


def _measure(context: "PlanContext") -> list[Measured]:
    from PySide6.QtWidgets import QApplication

    from dxplanner.services.sheet_edit import set_cell
    from dxplanner.ui.panes.meetings import MeetingsPane

    opened, bare = [], []
    for _ in range(5):
        start = time.perf_counter()
        pane = MeetingsPane(context)
        pane.resize(1074, 620)
        pane.show()
        QApplication.processEvents()
        pane.grab()
        opened.append(time.perf_counter() - start)
        pane.close()
        bare.append(_bare())
    pane.show()
    QApplication.processEvents()
    pane.opinions.setFocus()
    key = pane.opinions.model.stored_keys[3]
    source = pane.opinions.model.source
    edits = []
    for number in range(10):
        start = time.perf_counter()
        context.run("回答の変更", set_cell(source, key, "answer", f"回答{number}です。"))
        QApplication.processEvents()
        pane.grab()
        edits.append(time.perf_counter() - start)
    pane.close()
    baseline = 1000 * median(bare[1:])
    return [
        Measured("panes.opinions_10000_open_ms", 1000 * median(opened[1:]), "ms", baseline, BARE, 300),
        Measured("panes.opinions_10000_edit_ms", 1000 * median(edits[1:]), "ms", baseline, BARE, 50),
    ]


def _bare() -> float:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    start = time.perf_counter()
    model = QStandardItemModel()
    for at in range(OPINIONS):
        model.appendRow([QStandardItem(text) for text in (str(at), f"意見{at}の概要です。", "検討します。")])
    view = QTableView()
    view.setModel(model)
    view.resize(1074, 620)
    view.show()
    QApplication.processEvents()
    view.grab()
    view.close()
    return time.perf_counter() - start


BENCHMARKS: dict[str, Benchmark] = {
    "panes.opinions_10000_open_ms": opinions,
    "panes.opinions_10000_edit_ms": opinions,
    "panes.transitions_200_edit_ms": transitions,
    "panes.surveys_100_edit_ms": surveys,
}
