"""What a commit says of itself is enough: who follows it shows what a full reading shows."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dxplanner.domain.vocabulary import MeetingBody
from dxplanner.model import AgendaItem, Entity, Meeting, Opinion, OpinionClass
from dxplanner.services import meeting_sheets, sheet_edit
from dxplanner.services.fields import set_field
from dxplanner.services.sheet import SheetSource
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.sheet_rows import keys_in_order, keys_may_differ
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import Committed, PlanFile
from tests.conftest import AUTHOR
from tests.services.sheet_sources import fill, texts_of

Step = Callable[[Workbench], object]


class Follower:
    """A sheet on screen: it asks for the order of its rows only where a commit may have changed it."""

    def __init__(self, bench: Workbench, source: SheetSource) -> None:
        self._plan, self.source = bench.plan, source
        self.asked = 0
        self.keys: list[int] = []
        self._texts: dict[int, tuple[str, ...]] = {}
        self._read(ask=True)
        bench.bus.subscribe(self._follow)

    @property
    def texts(self) -> list[tuple[str, ...]]:
        """What it shows."""
        return [self._texts[key] for key in self.keys]

    def _follow(self, committed: Committed) -> None:
        own = self.source.entity.__tablename__
        touched = {row.row_id for row in committed.rows if row.table == own}
        around = any(row.table in self.source.tables - {own} for row in committed.rows)
        kept = () if around else self._texts.keys() - touched
        self._texts = {key: self._texts[key] for key in kept}
        self._read(ask=keys_may_differ(self.source, committed.rows))

    def _read(self, *, ask: bool) -> None:
        with self._plan.reading() as session:
            if ask:
                self.asked += 1
                self.keys = list(self.source.rows(session))
            missing = [key for key in self.keys if key not in self._texts]
            self._texts |= {key: row.texts for key, row in read_rows(session, self.source, missing).items()}


class Counter:
    """The counts of opinions, read again only where a commit may have changed them."""

    def __init__(self, bench: Workbench) -> None:
        self._plan = bench.plan
        self.shown = self.present()
        bench.bus.subscribe(self._follow)

    def present(self) -> tuple[list[tuple[str, int]], list[int]]:
        """What the store says."""
        with self._plan.reading() as session:
            return meeting_sheets.counts_by_class(session), meeting_sheets.doubled_numbers(session)

    def _follow(self, committed: Committed) -> None:
        if meeting_sheets.counts_may_differ(committed.rows):
            self.shown = self.present()


def some_meetings(plan: PlanFile) -> None:
    """Six opinions with two classes, two meetings with three 議題 each."""
    fill(plan, 6)
    with plan.filling() as session:
        for at in range(2):
            agenda = [AgendaItem(text=f"議題{at}-{place}", position=place) for place in range(3)]
            body = MeetingBody.COMMITTEE
            session.add(Meeting(name=f"第{at + 1}回", body=body, position=at, agenda=agenda))


@pytest.fixture
def bench(empty_plan: PlanFile) -> Workbench:
    some_meetings(empty_plan)
    return Workbench(empty_plan)


def keys_of(session: Session, entity: type[Entity]) -> Sequence[int]:
    return session.scalars(sa.select(entity.id).order_by(entity.id)).all()


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """One edit, undo or redo."""
    kind = draw(
        st.sampled_from(["text", "number", "class", "owner", "move", "add", "delete", "undo", "redo"])
    )
    entity = draw(st.sampled_from([Opinion, AgendaItem, Meeting, OpinionClass]))
    which, to = draw(st.integers(0, 9)), draw(st.integers(0, 4))

    def command(session: Session) -> None:
        keys, opinions = keys_of(session, entity), keys_of(session, Opinion)
        key = keys[which % len(keys)] if keys else 0
        opinion = opinions[which % len(opinions)] if opinions else 0
        if kind == "number" and opinion:
            set_field(session, Opinion, opinion, "number", to + 1)
        elif kind == "class" and opinion:
            classes = [None, *keys_of(session, OpinionClass)]
            set_field(session, Opinion, opinion, "opinion_class_id", classes[to % len(classes)])
        elif kind == "owner" and (items := keys_of(session, AgendaItem)):
            meetings = keys_of(session, Meeting)
            item = session.get_one(AgendaItem, items[which % len(items)])
            item.meeting_id = meetings[to % len(meetings)]
        elif kind == "delete" and key:
            session.execute(sa.delete(entity).where(entity.id == key))
        elif kind == "text" and key:
            name = {Opinion: "summary", AgendaItem: "text"}.get(entity, "name")
            set_field(session, entity, key, name, f"改めた{to}")
        elif kind == "add":
            session.add(Opinion(summary=f"新しい意見{to}", position=to))

    def step(bench: Workbench) -> object:
        if kind == "undo":
            return bench.undo()
        if kind == "redo":
            return bench.redo()
        if kind == "move":
            source = meeting_sheets.opinion_sheet()
            with bench.plan.reading() as session:
                keys = list(source.rows(session))
            return bench.run("移動", sheet_edit.move(source, keys[which : which + 2], to)) if keys else None
        return bench.run(kind, command)

    return step


@settings(max_examples=25, deadline=None)
@given(todo=st.lists(steps(), min_size=1, max_size=8))
def test_following_commits_shows_what_a_full_reading_shows(
    tmp_path_factory: pytest.TempPathFactory, empty_template: Path, todo: list[Step]
) -> None:
    path = tmp_path_factory.mktemp("followed") / "計画.dxplan"
    shutil.copy(empty_template, path)
    with PlanFile.open(path, AUTHOR) as plan:
        some_meetings(plan)
        bench = Workbench(plan)
        with plan.reading() as session:
            meetings = keys_of(session, Meeting)
        sources = [
            meeting_sheets.opinion_sheet(),
            meeting_sheets.meeting_sheet(),
            meeting_sheets.class_sheet(),
            *(meeting_sheets.agenda_sheet(key) for key in meetings),
        ]
        followers = [Follower(bench, source) for source in sources]
        counter = Counter(bench)
        for step in [*todo, *([Workbench.undo] * len(todo)), *([Workbench.redo] * len(todo))]:
            step(bench)
            for follower in followers:
                assert follower.texts == texts_of(plan, follower.source)
            assert counter.shown == counter.present()


def test_a_text_is_changed_without_asking_for_the_order(bench: Workbench) -> None:
    opinions = Follower(bench, meeting_sheets.opinion_sheet())
    counter = Counter(bench)
    shown = counter.shown
    first = opinions.keys[0]
    bench.run("回答", sheet_edit.set_cell(opinions.source, first, "answer", "検討します。"))
    bench.undo()
    bench.redo()
    assert (opinions.asked, counter.shown is shown) == (1, True)
    assert "検討します。" in opinions.texts[0]
    bench.run("番号", sheet_edit.set_cell(opinions.source, first, "number", "2"))
    assert (opinions.asked, counter.shown[1]) == (1, [2])
    bench.run("移動", sheet_edit.move(opinions.source, [first], 3))
    assert (opinions.asked, opinions.keys[2]) == (2, first)


def test_a_row_that_goes_to_another_list_is_asked_for_by_both(bench: Workbench) -> None:
    with bench.plan.reading() as session:
        here, there = keys_of(session, Meeting)
    lists = [Follower(bench, meeting_sheets.agenda_sheet(key)) for key in (here, there)]
    moved = lists[0].keys[1]
    bench.run("移動", lambda session: setattr(session.get_one(AgendaItem, moved), "meeting_id", there))
    assert [moved in follower.keys for follower in lists] == [False, True]
    assert [len(follower.texts) for follower in lists] == [2, 4]
    bench.undo()
    assert [follower.keys.count(moved) for follower in lists] == [1, 0]


def test_rows_that_are_chosen_in_their_own_way_are_always_asked_for(bench: Workbench) -> None:
    plain = keys_in_order(Opinion)
    source = meeting_sheets.opinion_sheet()
    own = SheetSource(
        "意見", Opinion, source.columns, lambda session: plain(session), source.load, source.tables
    )
    followed = [Follower(bench, one) for one in (source, own)]
    bench.run("回答", sheet_edit.set_cell(source, followed[0].keys[0], "answer", "はい"))
    assert [one.asked for one in followed] == [1, 2]
