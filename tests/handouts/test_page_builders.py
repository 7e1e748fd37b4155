"""Builders of the report's pages over small plans: order, marks of 推定, what is missing, wrong options."""

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import ChapterPart
from dxplanner.handouts import concept, initiatives, outline, overview, reviews, trends
from dxplanner.handouts.blocks import Block, Cell, Heading, Notes, PageBreak, Paragraph, Picture, Table
from dxplanner.handouts.catalogue import KINDS, build_blocks
from dxplanner.handouts.drawing import Edge
from dxplanner.model import (
    Chapter,
    ChapterChange,
    ChapterOrigin,
    Initiative,
    Plan,
    PlanVersion,
    Review,
    Term,
    TrendColumn,
    TrendEntry,
)
from dxplanner.model.base import Entity
from tests.handouts.builders import branch, inferred, node, snapshot, version

NEW_KINDS = (
    "overview",
    "outline",
    "reviews",
    "trends",
    "concept",
    "diagram",
    "initiatives",
    "project_head",
    "points",
    "flow",
    "project_items",
    "project_schedule",
    "footnotes",
    "funding",
)


def table(blocks: tuple[Block, ...]) -> Table:
    return next(block for block in blocks if isinstance(block, Table))


def words(row: tuple[Cell | None, ...]) -> list[str | None]:
    return [cell.text if cell else None for cell in row]


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_every_kind_says_when_there_is_nothing(kind: str) -> None:
    assert build_blocks(kind, snapshot(), {}) == (Paragraph("該当する内容はありません。"),)
    assert not KINDS[kind].label.isascii()


# 計画の概要と期


def plan_with_terms() -> list[Plan | Term | PlanVersion]:
    plan = Plan(
        uid="plan",
        name="計画",
        city="市",
        first_year=2022,
        last_year=2030,
        purpose="目的文",
        background="背景文",
    )
    terms = [
        Term(uid=f"term-{n}", number=n, first_year=2019 + 3 * n, last_year=2021 + 3 * n) for n in (1, 2, 3)
    ]
    made = PlanVersion(uid="v", name="見直し案", term=terms[1])
    return [plan, *terms, made]


def test_texts_are_numbered_and_missing_ones_left_out() -> None:
    blocks = overview.build(snapshot(plan_with_terms()), {"marks": "⑴"})
    headings = [block for block in blocks if isinstance(block, Heading)]
    assert [(block.text, block.level) for block in headings[:2]] == [
        ("⑴　計画の目的", 2),
        ("⑶　改訂の背景", 2),
    ]
    cells = [row[0] for block in blocks if isinstance(block, Table) for row in block.rows]
    assert [(cell.text, cell.name) for cell in cells if cell] == [
        ("目的文", "plan/purpose"),
        ("背景文", "plan/background"),
    ]


def test_each_term_is_worked_out_in_the_year_before_it() -> None:
    (drawing,) = [
        block.drawing
        for block in overview.build(snapshot(plan_with_terms()), {})
        if isinstance(block, Picture)
    ]
    reviewed = [box for box in drawing.boxes if box.text.startswith("次期基本施策")]
    years = {box.text: (box.x, box.right) for box in drawing.boxes if box.text.endswith("年度")}
    assert [box.edge for box in reviewed] == [Edge.THICK, Edge.DASHED]
    for box, year in zip(reviewed, ("令和６年度", "令和９年度"), strict=True):
        assert box.right == pytest.approx(years[year][1])
    assert [box.text for box in reviewed] == ["次期基本施策の検討時期", "次期基本施策の検討時期（予定）"]
    assert sum(line.arrow for line in drawing.lines) == 2


def test_the_band_can_be_left_out_and_sections_chosen() -> None:
    blocks = overview.build(snapshot(plan_with_terms()), {"terms": False, "sections": ["改訂の背景"]})
    assert blocks[0] == Heading("（１）改訂の背景", 2)
    assert [words(row) for row in table(blocks).rows] == [["背景文"]]
    assert not any(isinstance(block, Picture) for block in blocks)
    with pytest.raises(InputError, match="計画の目的、計画の位置づけ、改訂の背景"):
        overview.build(snapshot(plan_with_terms()), {"sections": ["本文"]})


# 計画の構成


def chapters() -> list[PlanVersion | Chapter]:
    old, new = (
        PlanVersion(uid="old", name="現行計画", position=0),
        PlanVersion(uid="new", name="見直し案", position=1),
    )
    made: dict[str, Chapter] = {}
    for side, owner, titles in (
        ("o", old, ("動向", "方針", "施策", "資料")),
        ("n", new, ("動向と意識", "方針・施策")),
    ):
        for number, title in enumerate(titles, 1):
            made[f"{side}{number}"] = Chapter(
                uid=f"{side}{number}",
                version=owner,
                position=number,
                number=f"第{number}章",
                title=title,
                part=ChapterPart.MAIN,
            )
    for after, before in (("n1", "o1"), ("n2", "o2"), ("n2", "o3")):
        made[after].origins.append(ChapterOrigin(old_chapter=made[before]))
    made["n2"].changes += [ChapterChange(uid="c1", text="統合"), ChapterChange(uid="c2", text="見直し")]
    made["n2"].draft_pages = "P19"
    return [old, new, *made.values()]


def test_revised_chapters_stand_beside_those_they_come_from() -> None:
    rows = table(outline.build(snapshot(chapters()), {"old": "現行計画", "new": "見直し案"})).rows
    assert [words(row)[:4] for row in rows[1:]] == [
        ["第1章", "動向", "第1章", "動向と意識"],
        ["第2章", "方針", "第2章", "方針・施策"],
        ["第3章", "施策", None, None],
        ["第4章", "資料", "", ""],
    ]
    joined = rows[2][3]
    assert joined is not None
    assert joined.row_span == 2
    assert words(rows[2])[4:] == ["・統合\n・見直し", "P19"]
    renamed = rows[1][3]
    assert renamed is not None
    assert [renamed.text[first:last] for first, last in renamed.underline] == ["と意識"]


# これまでの取組み


def reviewed(groups: int, each: int = 2) -> list[Entity]:
    made = version("現行計画", "基本方針", "基本施策")
    found: list[Entity] = []
    for group in range(groups):
        for leaf in branch(made, f"方針{group}", leaves=[f"施策{group}-{n}" for n in range(each)]):
            found.append(Review(uid=f"r-{leaf.uid}", node=leaf, achievement="成果文", issue="課題文"))
    return [made, *made.nodes, *found]


def test_pages_are_divided_between_policies_and_each_has_its_heading() -> None:
    blocks = reviews.build(snapshot(reviewed(5)), {"pages": 2, "heading": "成果と課題"})
    assert blocks.count(PageBreak()) == 1
    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "成果と課題",
        "成果と課題（続き）",
    ]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert {len(one.rows) for one in tables} == {4, 6}
    for one in tables:
        assert one.rows[0][0] is not None


def test_the_policy_is_printed_as_the_source_wrote_it() -> None:
    rows = reviewed(1)
    for row in rows:
        if isinstance(row, Review):
            row.policy_as_written = "方針〇の書き方"
    first = table(reviews.build(snapshot(rows), {})).rows[0][0]
    assert first is not None
    assert (first.text, first.row_span) == ("方針〇の書き方", 2)
    assert first.name.endswith("/policy_as_written")


@pytest.mark.parametrize("pages", [0, 21, "2", True])
def test_a_wrong_number_of_pages_is_told(pages: object) -> None:
    with pytest.raises(InputError, match="1から20まで"):
        reviews.build(snapshot(reviewed(2)), {"pages": pages})


# 社会動向・技術動向, 主な取組み, コンセプト


def hierarchy() -> PlanVersion:
    made = version("案", "領域", "分野", "基本施策")
    branch(made, "暮らし", "生活", leaves=["施策一", "施策二"])
    branch(made, "行政", "行政", leaves=["施策三"])
    return made


def test_trends_of_a_field_stand_in_their_column_and_say_what_is_inferred() -> None:
    made = hierarchy()
    field = made.nodes[1]
    columns = [
        TrendColumn(uid=f"c{n}", position=n, group=group, heading=f"列{n}")
        for n, group in enumerate(("今", "今", "先"))
    ]
    entries = [
        TrendEntry(uid=f"e{n}", field_node=field, column=columns[column], text=text)
        for n, (column, text) in enumerate(((0, "一"), (0, "二"), (1, "三"), (1, "四")))
    ]
    marks = [inferred(entries[1]), inferred(entries[2]), inferred(entries[3])]
    blocks = trends.build(snapshot([made, *made.nodes, *columns, *entries, *marks]), {})
    upper, lower = table(blocks).header
    assert words(upper) == ["領域", "分野", "今", None, "先"]
    assert words(lower) == [None, None, "列0", "列1", "列2"]
    (row,) = table(blocks).rows
    assert words(row) == ["暮らし", "生活", "・一\n・二（推定）", "（推定）\n・三\n・四", ""]
    assert isinstance(blocks[-1], Notes)


def test_initiatives_are_joined_and_stay_open_ended() -> None:
    made = hierarchy()
    first, second = made.nodes[2], made.nodes[3]
    first.initiatives += [Initiative(uid="i1", name="甲"), Initiative(uid="i2", name="乙")]
    first.initiatives_open = True
    second.initiatives.append(Initiative(uid="i3", name="丙"))
    blocks = initiatives.build(snapshot([made, *made.nodes, inferred(second, "initiatives")]), {})
    rows = table(blocks).rows
    assert [row[-1].text for row in rows if row[-1]] == ["甲、乙　等", "丙", ""]
    assert [row[-1].inferred for row in rows if row[-1]] == [False, True, False]
    # A level with numbers is a heading of its own elsewhere; only short names without one stand here.
    assert words(rows[0])[:2] == ["暮らし", "1-1"]
    assert words(rows[1])[:2] == [None, "1-2"]


def test_the_concept_shows_only_domains_with_a_sentence() -> None:
    made = hierarchy()
    made.nodes[0].statement = "自分らしい暮らし"
    plan = Plan(uid="plan", name="計画", city="市", slogan="人が主役", concept="考え方" * 40)
    (block,) = concept.build(snapshot([plan, made, *made.nodes]), {})
    assert isinstance(block, Picture)
    named = {box.name: box.text for box in block.drawing.boxes if box.name}
    assert named["plan/slogan"] == "人が主役"
    assert named[f"{made.nodes[0].uid}/statement"] == "自分らしい暮らし"
    assert "行政" not in named.values()
    assert "１つの領域" in [box.text for box in block.drawing.boxes]


def test_nodes_can_be_made_anywhere() -> None:
    """The builders take the levels from the version, whatever these are called."""
    made = version("案", "柱", "取組群")
    leaf = node(made, 1, "群", node(made, 0, "柱の名"))
    leaf.initiatives.append(Initiative(uid="i", name="甲"))
    header = table(initiatives.build(snapshot([made, *made.nodes]), {})).header
    assert words(header[0]) == ["取組群", None, "主な取組内容"]
