"""資料 and ひな形 that come from another plan: one edit, with this plan's rows in place of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dxplanner.handouts.documents import build_document
from dxplanner.handouts.option_refs import Ambiguous, carried, portable
from dxplanner.model import Handout, Meeting, PlanVersion, Schedule, Survey
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.fields import delete_rows
from dxplanner.services.handout_edit import copy_handout, set_option
from dxplanner.services.handout_import import Wanted, incoming, missing_sentence, take_over
from dxplanner.services.handout_query import block_entries, handout_entries
from dxplanner.services.new_plan import NewPlan, NewTerm, create_plan
from dxplanner.services.plan_copy import other_plan
from dxplanner.services.plan_seeds import R6_LEVELS, levels_of, seeds_of_version
from dxplanner.services.workbench import Workbench
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile

UID = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def other(sample_template: Path, tmp_path: Path, author: Author) -> Iterator[PlanFile]:
    """Another plan with the sample's data and an own ひな形."""
    path = tmp_path / "去年の計画.dxplan"
    path.write_bytes(sample_template.read_bytes())
    with PlanFile.open(path, author) as plan:
        bench = Workbench(plan)
        with plan.reading() as session:
            key = session.scalar(sa.select(Handout.id).where(Handout.code == "schedule"))
        assert key is not None
        now = plan.snapshot()
        command = copy_handout(
            key, "工程のひな形", template=True, convert=lambda kind, options: portable(kind, options, now)
        )
        bench.run("ひな形", command)
        yield plan


def shown(plan: PlanFile) -> list[tuple[str, str, bool]]:
    with plan.reading() as session:
        return [(one.code, one.title, one.template) for one in handout_entries(session)]


def test_all_of_another_plan_comes_in_one_edit_and_prints(empty_plan: PlanFile, other: PlanFile) -> None:
    bench, source = Workbench(empty_plan), other.snapshot()
    rows = incoming(source, empty_plan.snapshot())
    assert [row.template for row in rows] == [True] + 30 * [False]
    made = bench.run("取り込み", take_over(rows))
    assert len(made) == 31
    assert shown(empty_plan) == shown(other)
    plan = empty_plan.snapshot()
    for handout in plan.all(Handout):
        if not handout.template:
            assert build_document(plan, handout).blocks, handout.code
            assert not UID.search(str([block.options for block in handout.blocks]))
    bench.undo()
    assert shown(empty_plan) == []
    bench.redo()
    assert len(shown(empty_plan)) == 31


def test_what_this_plan_does_not_have_is_told(empty_plan: PlanFile, other: PlanFile) -> None:
    rows = {row.code: row for row in incoming(other.snapshot(), empty_plan.snapshot())}
    assert rows["hierarchy"].missing == ("計画版「見直し案」",)
    assert rows["hierarchy"].blocks == (("hierarchy", {}, True),)
    assert "会議「令和６年２月市議会 総務委員会」" in rows["briefing-1"].missing
    assert rows["trends"].missing == ()
    assert missing_sentence(()) == ""
    said = missing_sentence([one for row in rows.values() for one in row.missing])
    assert said.startswith("この計画にないもの（自動になります）：")
    assert said.endswith("件")


def test_a_name_of_several_rows_is_told_apart_from_one_of_none() -> None:
    several, none = Ambiguous("アンケート「市民」"), "計画版「見直し案」"
    reason = "同じ名前が複数あり、決められないもの（自動になります）："
    assert missing_sentence([several, several]) == f"{reason}{several}"
    assert missing_sentence([several, none]) == (
        f"この計画にないもの（自動になります）：{none}　{reason}{several}"
    )
    many = missing_sentence([Ambiguous(f"会議「第{number}回」") for number in range(7)])
    assert many.endswith("「第4回」　ほか2件")


def test_rows_are_found_by_identifier_whatever_they_are_called(
    sample_plan: PlanFile, other: PlanFile
) -> None:
    with sample_plan.edit("名前の変更") as edit:
        for entity, field in (
            (PlanVersion, "name"),
            (Schedule, "title"),
            (Survey, "target"),
            (Meeting, "name"),
        ):
            for row in edit.session.scalars(sa.select(entity)):
                setattr(row, field, f"{getattr(row, field)}の改")
    target = sample_plan.snapshot()
    rows = incoming(other.snapshot(), target)
    assert [row.missing for row in rows if row.missing] == []
    made = Workbench(sample_plan).run("取り込み", take_over(rows))
    plan = sample_plan.snapshot()
    originals = {one.code: one for one in plan.all(Handout) if one.id not in made}
    copies = [one for one in plan.all(Handout) if one.id in made and not one.template]
    assert len(copies) == len(originals) == 30
    assert len({one.code for one in plan.all(Handout)}) == 61
    for copy in copies:
        first = next(one for one in originals.values() if one.title == copy.title)
        pages = [UID.sub("", repr(build_document(plan, one).blocks)) for one in (copy, first)]
        assert pages[0] == pages[1]
        assert copy.meeting is first.meeting


def test_a_template_keeps_names_and_finds_rows_where_it_is_used(
    empty_plan: PlanFile, sample_plan: PlanFile, other: PlanFile
) -> None:
    names = {"schedule": "改訂スケジュール", "edition": "素案報告時"}
    for plan, found in ((empty_plan, False), (sample_plan, True)):
        bench = Workbench(plan)
        rows = [row for row in incoming(other.snapshot(), plan.snapshot()) if row.template]
        assert rows[0].missing == ()
        (template,) = bench.run("取り込み", take_over(rows))
        with plan.reading() as session:
            assert [block.options for block in block_entries(session, template)] == [names]
        now, missing = plan.snapshot(), list[str]()

        def used(
            kind: str, options: object, now: PlanSnapshot = now, told: list[str] = missing
        ) -> dict[str, object]:
            assert isinstance(options, dict)
            made = carried(kind, options, now, now)
            told += made.missing
            return made.options

        key = bench.run("資料", copy_handout(template, "今年の工程", convert=used))
        after = plan.snapshot()
        (block,) = next(one.blocks for one in after.all(Handout) if one.id == key)
        if found:
            assert {after_name(after, uid) for uid in block.options.values()} == set(names.values())
            assert missing == []
        else:
            assert block.options == {}
            assert missing == ["工程表「改訂スケジュール」", "工程表の版「素案報告時」"]


def after_name(plan: PlanSnapshot, uid: str) -> str:
    """What the schedule or edition with an identifier is called."""
    rows = [(one.uid, one.title) for one in plan.all(Schedule)]
    rows += [(edition.uid, edition.name) for one in plan.all(Schedule) for edition in one.editions]
    return dict(rows)[uid]


def test_summaries_name_rows_and_what_they_were(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    with sample_plan.reading() as session:
        for handout in handout_entries(session):
            summaries = [block.summary for block in block_entries(session, handout.id)]
            assert not UID.search("".join(summaries))
        key = next(one.id for one in handout_entries(session) if one.code == "hierarchy")
        version = session.scalar(sa.select(PlanVersion.id).where(PlanVersion.name == "見直し案"))
        assert version is not None
        assert [block.summary for block in block_entries(session, key)] == ["見直し案"]
    bench.run("名前の変更", lambda session: setattr(session.get(PlanVersion, version), "name", "素案"))
    with sample_plan.reading() as session:
        assert [block.summary for block in block_entries(session, key)] == ["素案"]
    bench.run("計画版の削除", lambda session: delete_rows(session, PlanVersion, [version]))
    with sample_plan.reading() as session:
        assert [block.summary for block in block_entries(session, key)] == ["（削除された計画版「素案」）"]
        (block,) = block_entries(session, key)
    bench.run("設定", set_option(block.id, "version", "0" * 32))
    with sample_plan.reading() as session:
        assert [one.summary for one in block_entries(session, key)] == ["（削除された計画版）"]


@pytest.mark.parametrize(("handouts", "templates"), [(True, True), (False, True), (True, False)])
def test_a_new_plan_begins_with_those_of_another(
    other: PlanFile, tmp_path: Path, author: Author, handouts: bool, templates: bool
) -> None:
    source = other_plan(other.path, author)
    version = next(one for one in source.all(PlanVersion) if one.name == "見直し案")
    wanted = Wanted(source, handouts=handouts, templates=templates)
    assert ("資料30件" in wanted.words, "ひな形1件" in wanted.words) == (handouts, templates)
    terms = (NewTerm(3, 2025, 2027), NewTerm(4, 2028, 2030))
    spec = NewPlan("次の計画", "試験市", terms, levels_of(version), seeds_of_version(version), wanted=wanted)
    path = create_plan(tmp_path / "次の計画.dxplan", spec, author)
    with PlanFile.open(path, author) as made:
        rows = shown(made)
        assert [row for row in shown(other) if (templates if row[2] else handouts)] == rows
        with made.reading() as session:
            assert not session.scalars(sa.text("SELECT id FROM change")).all()
        plan = made.snapshot()
        versions = {one.uid: one.name for one in plan.all(PlanVersion)}
        for handout in plan.all(Handout):
            if not handout.template:
                assert build_document(plan, handout).blocks, handout.code
        named = [
            versions[block.options["version"]]
            for handout in plan.all(Handout)
            for block in handout.blocks
            if "version" in block.options
        ]
        assert ("見直し案" in named) == handouts


def test_a_new_plan_brings_nothing_without_being_asked(tmp_path: Path, author: Author) -> None:
    spec = NewPlan("次の計画", "試験市", (NewTerm(1, 2028, 2030),), R6_LEVELS)
    with PlanFile.open(create_plan(tmp_path / "次.dxplan", spec, author), author) as made:
        assert shown(made) == []
