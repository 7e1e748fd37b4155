"""事業説明, 事業内容・積算, 脚注 and 作業の流れ of a project over small plans."""

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import PointSection
from dxplanner.handouts import flow, footnotes, points, project_items
from dxplanner.handouts.blocks import Block, Cell, Heading, Notes, Picture, Sum, Table
from dxplanner.handouts.drawing import Edge
from dxplanner.model import (
    BudgetGroup,
    BudgetItem,
    BudgetProgram,
    BudgetProject,
    Flow,
    FlowStep,
    FlowTask,
    Footnote,
    ProjectPoint,
)
from tests.handouts.builders import inferred, snapshot


@pytest.fixture
def project() -> BudgetProject:
    made = BudgetProject(uid="p", program=BudgetProgram(uid="g", name="推進費"), name="育成", amount=7)
    entries = (
        (PointSection.ISSUE, "学ぶ場の不足", "場が足りません。"),
        (PointSection.ISSUE, "人材の不足", "人が足りません。"),
        (PointSection.RESPONSE, None, "ＢＩツールを使います。"),
        (PointSection.RESPONSE, None, "人を育てます。"),
        (PointSection.CONTENT, "実証", "場を開きます。"),
    )
    for number, (section, heading, text) in enumerate(entries):
        made.points.append(ProjectPoint(uid=f"pt{number}", section=section, heading=heading, text=text))
    made.footnotes += [
        Footnote(uid="f1", mark="※１", anchor="ＢＩツール", text="ＢＩツール：道具"),
        Footnote(uid="f2", mark="※２", anchor="どこにもない", text="どこにもない：なし"),
    ]
    return made


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def words(row: tuple[Cell | None, ...]) -> list[str | None]:
    return [cell.text if cell else None for cell in row]


def test_sections_have_their_headings_numbers_and_marks(project: BudgetProject) -> None:
    sections = [
        {"section": "現状と課題", "heading": "２ 現状・課題", "headings": "⑴"},
        {"section": "対応方針", "marks": "（１）"},
    ]
    blocks = points.build(snapshot([project]), {"sections": sections})
    assert [block.text for block in blocks if isinstance(block, Heading)] == ["２ 現状・課題", "対応方針"]
    issues, responses = tables(blocks)
    assert [words(row) for row in issues.rows] == [
        ["⑴　学ぶ場の不足", "場が足りません。"],
        ["⑵　人材の不足", "人が足りません。"],
    ]
    assert [words(row) for row in responses.rows] == [
        ["（１）　ＢＩツール※１を使います。"],
        ["（２）　人を育てます。"],
    ]
    assert [cell.joined for row in responses.rows for cell in row if cell] == [False, True]
    notes = [block for block in blocks if isinstance(block, Notes)]
    assert [note.entries for note in notes] == [(("※１", "ＢＩツール：道具"),)]


def test_points_can_be_picked_by_their_heading(project: BudgetProject) -> None:
    sections = [{"section": "現状と課題", "heading": "", "only": ["人材の不足"]}]
    (table,) = points.build(snapshot([project]), {"sections": sections})
    assert isinstance(table, Table)
    assert [words(row) for row in table.rows] == [["人材の不足", "人が足りません。"]]


def test_inferred_points_are_marked_and_explained(project: BudgetProject) -> None:
    mark = inferred(project.points[3])
    blocks = points.build(snapshot([project, mark]), {"sections": ["対応方針"]})
    assert words(tables(blocks)[0].rows[1]) == ["人を育てます。（推定）"]
    assert isinstance(blocks[-1], Notes)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"sections": "現状と課題"}, "欄の一覧"),
        ({"sections": ["本文"]}, "欄「本文」は使えません"),
        ({"sections": [{"section": "効果", "only": "一"}]}, "見出しの一覧"),
        ({"sections": ["対応方針"], "footnotes": 3}, "footnotes"),
    ],
)
def test_wrong_options_are_told(project: BudgetProject, options: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        points.build(snapshot([project]), options)


def test_notes_can_be_printed_elsewhere(project: BudgetProject) -> None:
    quiet = points.build(snapshot([project]), {"sections": ["対応方針"], "notes": False})
    assert "※１" in str(tables(quiet)[0].rows)
    assert not any(isinstance(block, Notes) for block in quiet)
    (notes,) = footnotes.build(snapshot([project]), {"footnotes": ["ＢＩツール"]})
    assert isinstance(notes, Notes)
    assert notes.entries == (("※１", "ＢＩツール：道具"),)


def test_groups_are_sums_of_their_items_beside_their_words(project: BudgetProject) -> None:
    for number, amounts in enumerate(((3,), (1, 2)), 1):
        group = BudgetGroup(
            uid=f"b{number}", project=project, number=f"（{number}）", name=f"群{number}", text="説明"
        )
        for index, amount in enumerate(amounts):
            item = BudgetItem(uid=f"i{number}{index}", project=project, setsu="委託料", amount=amount)
            item.group = group
    (table,) = project_items.build(snapshot([project]), {})
    assert isinstance(table, Table)
    assert [words(row) for row in table.rows] == [
        ["（1）　群1", None, "3"],
        ["説明", "ア　委託料", "3"],
        ["（2）　群2", None, "3"],
        ["説明", "ア　委託料", "1"],
        [None, "イ　委託料", "2"],
        ["合計", None, "6"],
    ]
    subtotal, total = table.rows[2][2], table.rows[5][2]
    assert subtotal is not None
    assert total is not None
    assert subtotal.total == Sum(((3, 2), (4, 2)))
    assert total.total == Sum(((1, 2), (3, 2), (4, 2)))


def test_items_without_a_group_stand_under_the_named_content(project: BudgetProject) -> None:
    project.items.append(BudgetItem(uid="i", setsu="委託料", name="研究費", amount=7))
    (table,) = project_items.build(snapshot([project]), {"title": "実証"})
    assert isinstance(table, Table)
    assert [words(row) for row in table.rows] == [
        ["実証", None, "7"],
        ["場を開きます。", "ア　委託料（研究費）", "7"],
    ]
    with pytest.raises(InputError, match="「ない見出し」という見出しがありません"):
        project_items.build(snapshot([project]), {"title": "ない見出し"})


def steps(*years: int | None, period: str | None = None) -> Flow:
    made = Flow(uid="flow", title="流れ", end_label="完了" if period else None)
    for number, year in enumerate(years):
        step = FlowStep(uid=f"s{number}", name=f"段階{number}", fiscal_year=year, period=period)
        step.tasks += [FlowTask(uid=f"t{number}{n}", text=f"作業{n}") for n in range(2)]
        made.steps.append(step)
    return made


def test_steps_have_numbers_arrows_months_and_an_end() -> None:
    made = steps(None, None, None, period="R6.4～6月")
    (block,) = flow.build(snapshot([made]), {})
    assert isinstance(block, Picture)
    drawing = block.drawing
    texts = [box.text for box in drawing.boxes]
    assert [text for text in texts if text.startswith("ステップ")] == [
        "ステップ１",
        "ステップ２",
        "ステップ３",
    ]
    assert texts.count("R6.4～6月") == 3
    assert texts.count("② 作業1") == 3
    assert sum(line.arrow for line in drawing.lines) == 3  # the last one to the end
    end = next(box for box in drawing.boxes if box.text == "完了")
    assert (end.name, end.style.vertical) == ("flow/end_label", True)


def test_steps_that_begin_in_one_year_share_a_band() -> None:
    (block,) = flow.build(snapshot([steps(2024, 2024, 2025)]), {"label": ""})
    assert isinstance(block, Picture)
    bands = [box for box in block.drawing.boxes if box.text.endswith("着手")]
    assert [box.text for box in bands] == ["令和６年度から①・②に着手", "令和７年度からは③にも着手"]
    assert bands[0].right < bands[1].x
    assert sum(line.arrow for line in block.drawing.lines) == 2


def test_years_after_the_first_begin_further_steps() -> None:
    (block,) = flow.build(snapshot([steps(2024, 2025, 2025)]), {})
    assert isinstance(block, Picture)
    bands = [box.text for box in block.drawing.boxes if box.text.endswith("着手")]
    assert bands == ["令和６年度から①に着手", "令和７年度からは②以降のステップにも着手"]
    (block,) = flow.build(snapshot([steps(2024, 2025, 2026)]), {})
    assert isinstance(block, Picture)
    bands = [box.text for box in block.drawing.boxes if box.text.endswith("着手")]
    assert bands[1:] == ["令和７年度からは②にも着手", "令和８年度からは③にも着手"]


def test_a_named_work_is_a_box_that_leads_to_all_steps_of_its_year() -> None:
    made = steps(2024, 2024, 2025)
    made.steps[0].tasks[1].text = "試行（R６年度実施）：場を開いてニーズを調べます。"
    (block,) = flow.build(snapshot([made]), {})
    assert isinstance(block, Picture)
    drawing = block.drawing
    name, words = (box for box in drawing.boxes if box.name == "t01")
    assert (name.text, words.text) == ("試行（R６年度実施）", "場を開いてニーズを調べます。")
    first, second, third = (
        next(box for box in drawing.boxes if box.name == f"s{n}" and not box.text) for n in range(3)
    )
    assert (name.x, name.right) == pytest.approx((first.x, second.right))
    assert first.bottom < name.y < words.y < words.bottom
    upward = [line.points for line in drawing.lines if line.arrow and line.points[0][1] > line.points[1][1]]
    assert [start[0] for start, _ in upward] == pytest.approx(
        [box.x + box.width / 2 for box in (first, second)]
    )
    assert all(first.bottom < end[1] < start[1] < name.y for start, end in upward)
    bands = [box for box in drawing.boxes if box.text.endswith("着手")]
    assert all(band.y > words.bottom for band in bands)
    assert third.bottom == pytest.approx(first.bottom)
    # With months, the same words are a task like others.
    dated = steps(2024, period="R6.4月")
    dated.steps[0].tasks[1].text = "試行：場を開きます。"
    (block,) = flow.build(snapshot([dated]), {})
    assert isinstance(block, Picture)
    assert "② 試行：場を開きます。" in [box.text for box in block.drawing.boxes]


def test_inferred_steps_are_dashed_and_explained() -> None:
    made = steps(None, None)
    picture, notes = flow.build(snapshot([made, inferred(made.steps[0])]), {})
    assert isinstance(picture, Picture)
    assert isinstance(notes, Notes)
    assert {box.edge for box in picture.drawing.boxes if box.name == "s0/name"} == {Edge.DASHED}
    assert {box.edge for box in picture.drawing.boxes if box.name == "s1/name"} == {Edge.THIN}


def test_an_unknown_flow_is_told() -> None:
    with pytest.raises(InputError, match="作業の流れ「ない」が見つかりません。あるのは「流れ」です。"):
        flow.build(snapshot([steps(None)]), {"flow": "ない"})
