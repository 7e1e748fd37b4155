"""新旧対照表: what has become what, changed characters on both sides, （新設）（削る）（略）."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import ChapterPart, TransitionKind
from dxplanner.handouts import comparison
from dxplanner.handouts.blocks import Cell, Paragraph, Table
from dxplanner.handouts.comparison_sides import Entry, Join, Sides, groups_of
from dxplanner.model import Chapter, ChapterChange, ChapterOrigin, PlanVersion, PolicyNode, Transition
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import branch, inferred, snapshot, transition, version


class Plan:
    """Two versions of four measures and what joins them."""

    def __init__(self) -> None:
        self.old, self.new = (
            version(name, "基本方針", "基本施策", position=at)
            for at, name in enumerate(("現行計画", "見直し案"))
        )
        self.olds = branch(
            self.old, "方針", leaves=["相談の場をつくる", "窓口の改善", "古い事業", "基盤の整備"]
        )
        self.news = branch(self.new, "方針", leaves=["相談の場をひろげる", "基盤の整備", "新しい事業"])
        self.links = [
            transition(TransitionKind.MERGED, self.olds[:2], self.news[:1]),
            transition(TransitionKind.ABOLISHED, self.olds[2:3]),
            transition(TransitionKind.KEPT, self.olds[3:], self.news[1:2]),
            transition(TransitionKind.NEW, (), self.news[2:]),
        ]
        for at, link in enumerate(self.links):
            link.position, link.reason, link.uid = at, f"理由{at}。", f"link-{at}"

    @property
    def snapshot(self) -> PlanSnapshot:
        return snapshot([self.old, self.new, *self.old.nodes, *self.new.nodes, *self.links])

    def table(self, **options: object) -> Table:
        blocks = comparison.build(self.snapshot, options)
        assert isinstance(blocks[-1], Table)
        return blocks[-1]


def texts(table: Table, column: int) -> list[str | None]:
    return [None if (cell := row[column]) is None else cell.text for row in table.rows]


def underlined(cell: Cell | None) -> list[str]:
    assert cell is not None
    return [cell.text[first:last] for first, last in cell.underline]


def test_rows_follow_the_new_side_and_span_what_is_joined() -> None:
    table = Plan().table()
    assert [cell.text for cell in table.header[0] if cell] == ["現行計画", "見直し案", "備考"]
    assert texts(table, 0) == [
        "1-1　相談の場をつくる",
        "1-2　窓口の改善",
        "1-3　古い事業",
        "1-4　基盤の整備",
        "（新設）",
    ]
    assert texts(table, 1) == [
        "1-1　相談の場をひろげる",
        None,
        "（削る）",
        "1-2　基盤の整備",
        "1-3　新しい事業",
    ]
    merged = table.rows[0][1]
    assert merged is not None
    assert merged.row_span == 2


def test_the_remark_says_kind_and_reason() -> None:
    assert texts(Plan().table(), 2) == [
        "統合\n理由0。", None, "廃止\n理由1。", "存続\n理由2。", "新設\n理由3。",
    ]  # fmt: skip


def test_only_changed_words_are_underlined_on_both_sides() -> None:
    table = Plan().table()
    assert underlined(table.rows[0][0]) == ["つくる"]
    assert underlined(table.rows[0][1]) == ["ひろげる"]
    assert underlined(table.rows[3][0]) == underlined(table.rows[3][1]) == []
    assert underlined(table.rows[4][1]) == ["新しい事業"]


def test_texts_that_have_not_changed_are_left_out() -> None:
    made = Plan()
    made.olds[3].goal = made.news[1].goal = "支える。"
    made.olds[3].statement, made.news[1].statement = "整備します。", "整備を進めます。"
    row = made.table().rows[3]
    assert texts(Plan().table(), 0)[3] == "1-4　基盤の整備"
    assert row[1] is not None
    assert row[1].text == "1-2　基盤の整備\n【説明】整備を進めます。\n【3年後のめざす姿】（略）"
    assert underlined(row[1]) == ["を進めます"]
    whole = made.table(whole=True).rows[3][1]
    assert whole is not None
    assert whole.text.endswith("【3年後のめざす姿】支える。")


def test_texts_can_be_chosen() -> None:
    made = Plan()
    made.news[1].goal = "支える。"
    assert texts(made.table(texts=["名称"]), 1)[3] == "1-2　基盤の整備"


def test_the_current_side_can_stand_at_the_right() -> None:
    made = Plan()
    table, swapped = made.table(), made.table(swap=True)
    assert texts(swapped, 1) == texts(table, 0)
    assert [cell.text for cell in swapped.header[0] if cell][:2] == ["見直し案", "現行計画"]


def test_what_no_transition_speaks_of_is_not_called_new_or_gone() -> None:
    made = Plan()
    made.links = made.links[:1]
    words = [text for column in (0, 1) for text in texts(made.table(), column)]
    assert "（新設）" not in words
    assert "（削る）" not in words
    assert "1-3　古い事業" in words


def test_a_guessed_transition_is_marked() -> None:
    made = Plan()
    plan = snapshot(
        [made.old, made.new, *made.old.nodes, *made.new.nodes, *made.links, inferred(made.links[2])]
    )
    table = comparison.build(plan, {})[-1]
    assert isinstance(table, Table)
    assert texts(table, 2)[3] == "存続（推定）\n理由2。"


def test_a_level_without_transitions_is_joined_through_those_below() -> None:
    table = Plan().table(level="基本方針")
    assert (texts(table, 0), texts(table, 1), texts(table, 2)) == (["1　方針"], ["1　方針"], [""])


def test_several_links_of_a_group_name_their_numbers() -> None:
    made = Plan()
    made.links.append(transition(TransitionKind.PARTLY_MOVED, made.olds[1:2], made.news[1:2]))
    made.links[-1].position, made.links[-1].uid = 9, "link-9"
    made.links[-1].kind = TransitionKind.MERGED
    remark = texts(made.table(), 2)[0]
    assert remark is not None
    assert remark.splitlines() == [
        "1-1・1-2→1-1：統合",
        "理由0。",
        "1-4→1-2：存続",
        "理由2。",
        "1-2→1-2：統合",
    ]


def test_a_part_that_moves_joins_no_wholes_and_is_named_at_both_ends() -> None:
    made = Plan()
    moved = transition(TransitionKind.PARTLY_MOVED, made.olds[1:2], made.news[1:2])
    moved.position, moved.uid, moved.reason = 9, "moved", "一部を移します。"
    made.links.append(moved)
    table = made.table()
    assert texts(table, 1) == [
        "1-1　相談の場をひろげる", None, "（削る）", "1-2　基盤の整備", "1-3　新しい事業",
    ]  # fmt: skip
    assert texts(table, 2) == [
        "統合\n理由0。\n1-2から見直し案1-2へ一部移管",
        None,
        "廃止\n理由1。",
        "存続\n理由2。\n現行1-2から一部移管\n一部を移します。",
        "新設\n理由3。",
    ]


def test_what_only_a_part_comes_to_stands_beside_it() -> None:
    made = Plan()
    made.links[2].kind = TransitionKind.PARTLY_MOVED
    table = made.table()
    assert (table.rows[3][0], table.rows[3][1]) != (None, None)
    assert (texts(table, 0)[3], texts(table, 1)[3]) == ("1-4　基盤の整備", "1-2　基盤の整備")
    assert texts(table, 2)[3] == "一部移管\n理由2。"


def test_a_split_into_places_apart_keeps_the_order_of_the_new_side() -> None:
    made = Plan()
    made.links[0] = transition(TransitionKind.SPLIT, made.olds[:1], [made.news[0], made.news[2]])
    made.links[0].position, made.links[0].uid = 0, "split"
    made.links.pop()
    table = made.table()
    assert [text for text in texts(table, 1) if text and text[0].isdigit()] == [
        "1-1　相談の場をひろげる", "1-2　基盤の整備", "1-3　新しい事業",
    ]  # fmt: skip
    remarks = texts(table, 2)
    assert (remarks[0], remarks[-1]) == ("1-1→1-1・1-3：分割", "現行1-1から分割")
    assert texts(table, 0)[-1] == ""


def test_a_chapter_that_goes_into_two_places_is_named_at_both() -> None:
    old, new = (version(name, "方針", position=at) for at, name in enumerate(("第1期計画", "第2期計画")))
    before = [chapter(old, "第1章", "概要"), chapter(old, "第2章", "体系")]
    after = [chapter(new, f"第{at}章", title) for at, title in enumerate(("目的", "体系", "背景"), start=1)]
    for one, origin in zip(after, (before[0], before[1], before[0]), strict=True):
        one.origins.append(ChapterOrigin(uid=f"o{one.number}", chapter=one, old_chapter=origin, position=0))
        one.changes.append(ChapterChange(uid=f"c{one.number}", text=f"{one.title}を修正", position=0))
    table = comparison.build(snapshot([old, new, *before, *after]), {"source": "章構成"})[-1]
    assert isinstance(table, Table)
    assert texts(table, 0) == ["第1章　概要", "第2章　体系", ""]
    assert texts(table, 1) == ["第1章　目的", "第2章　体系", "第3章　背景"]
    assert texts(table, 2) == [
        "目的を修正\n一部は第2期第3章へ", "体系を修正", "一部は第1期第1章から\n背景を修正",
    ]  # fmt: skip


def test_chapters_are_compared_by_what_they_come_from() -> None:
    old, new = (version(name, "方針", position=at) for at, name in enumerate(("現行計画", "見直し案")))
    before, after = chapter(old, "第1章", "計画の概要"), chapter(new, "第1章", "計画の目的")
    after.origins.append(ChapterOrigin(uid="origin", chapter=after, old_chapter=before, position=0))
    after.changes.append(ChapterChange(uid="change", text="時点修正", position=0))
    added = chapter(new, "第2章", "市民意識")
    blocks = comparison.build(snapshot([old, new, before, after, added]), {"source": "章構成"})
    table = blocks[-1]
    assert isinstance(table, Table)
    assert texts(table, 0) == ["第1章　計画の概要", "（新設）"]
    assert texts(table, 1) == ["第1章　計画の目的", "第2章　市民意識"]
    assert texts(table, 2) == ["時点修正", ""]
    assert underlined(table.rows[0][1]) == ["目的"]


def test_what_a_current_annex_is_made_of_stands_beside_the_new_one_as_a_whole() -> None:
    old, new = (version(name, "方針", position=at) for at, name in enumerate(("現行計画", "見直し案")))
    olds = [
        chapter(old, number, title) for number, title in (("", "別冊"), ("１", "体系"), ("２", "個別施策"))
    ]
    annex = chapter(new, "", "別冊")
    for one in (*olds, annex):
        one.part = ChapterPart.ANNEX
    annex.status = "今年度中に整理"
    annex.origins.append(ChapterOrigin(uid="origin", chapter=annex, old_chapter=olds[0], position=0))
    (table,) = comparison.build(snapshot([old, new, *olds, annex]), {"source": "章構成"})
    assert isinstance(table, Table)
    assert texts(table, 0) == ["別冊", "１　体系", "２　個別施策"]
    assert (texts(table, 1), texts(table, 2)) == (["別冊", None, None], ["今年度中に整理", None, None])
    assert [underlined(row[0]) for row in table.rows] == [[], [], []]
    remark = table.rows[0][2]
    assert remark is not None
    assert remark.name == f"{annex.uid}/status"


@pytest.mark.parametrize(
    ("change", "whole", "name", "note"),
    [
        ("修正なし", False, "第1章　概要\n（略）", "※ 変更のない文は（略）としています。"),
        ("修正なし", True, "第1章　概要", None),
        ("時点修正", False, "第1章　概要", None),
    ],
)
def test_a_chapter_without_changes_is_left_out_and_only_then_the_note_says_so(
    change: str, whole: bool, name: str, note: str | None
) -> None:
    old, new = (version(name, "方針", position=at) for at, name in enumerate(("現行計画", "見直し案")))
    before, after = chapter(old, "第1章", "概要"), chapter(new, "第1章", "概要")
    after.origins.append(ChapterOrigin(uid="origin", chapter=after, old_chapter=before, position=0))
    after.changes.append(ChapterChange(uid="change", text=change, position=0))
    blocks = comparison.build(snapshot([old, new, before, after]), {"source": "章構成", "whole": whole})
    table = blocks[-1]
    assert isinstance(table, Table)
    assert (texts(table, 0), texts(table, 1)) == ([name], [name])
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ([note] if note else [])


def chapter(owner: PlanVersion, number: str, title: str) -> Chapter:
    return Chapter(
        uid=f"{owner.name}-{number}", version=owner, position=len(owner.chapters), part=ChapterPart.MAIN,
        number=number, title=title,
    )  # fmt: skip


def test_a_plan_of_one_version_says_that_there_is_nothing() -> None:
    made = version("案", "基本方針", "基本施策")
    assert comparison.build(snapshot([made]), {}) == (Paragraph("該当する内容はありません。"),)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"source": "予算"}, "「予算」は使えません"),
        ({"level": "ない階層"}, "「現行計画」の階層「ない階層」が見つかりません"),
        ({"texts": ["備考"]}, "「備考」は使えません"),
        ({"texts": "名称"}, "名前の一覧"),
    ],
)
def test_wrong_options_are_told_in_japanese(options: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Plan().table(**options)


ENDS = st.sets(st.integers(0, 5), max_size=3)
LINKS = st.lists(st.tuples(ENDS, ENDS, st.booleans()), max_size=8)


@given(LINKS)
def test_every_entry_stands_exactly_once(links: list[tuple[set[int], set[int], bool]]) -> None:
    entries = tuple(Entry(str(at), ()) for at in range(6))
    joins = tuple(
        Join(tuple(a), tuple(b), str(at), partial=part) for at, (a, b, part) in enumerate(links) if a or b
    )
    groups = groups_of(Sides(entries, entries, joins))
    assert sorted(at for group in groups for at in group.olds) == list(range(6))
    assert sorted(at for group in groups for at in group.news) == list(range(6))
    assert [at for group in groups for at in group.news] == list(range(6))
    for join in joins:
        ends = [
            group for group in groups if set(group.olds) & set(join.olds) or set(group.news) & set(join.news)
        ]
        within = [group for group in groups if join in group.joins]
        named = [group for group in groups if join in group.others]
        if join.olds and join.news:
            assert within + named == ends
            assert len(within) == (len(ends) == 1)
        else:
            assert (within, named) == (ends, [])


def test_the_sample_compares_every_measure(sample: PlanSnapshot) -> None:
    table = comparison.build(sample, {})[-1]
    assert isinstance(table, Table)
    words = "".join(text or "" for column in (0, 1) for text in texts(table, column))
    level = {node.level.name for node in sample.all(PolicyNode) if node.indicators}
    named = [node.name for node in sample.all(PolicyNode) if node.level.name in level]
    assert [name for name in named if name not in words] == []
    spoken = "".join(text or "" for text in texts(table, 2))
    reasons = [row.reason for row in sample.all(Transition) if row.ends[0].node.level.name in level]
    assert [reason for reason in reasons if reason and reason not in spoken] == []


def test_the_note_says_what_inferred_means_where_something_is(sample: PlanSnapshot) -> None:
    measures, chapters = (
        comparison.build(sample, {"source": source})[0] for source in ("施策体系", "章構成")
    )
    assert isinstance(measures, Paragraph)
    assert measures.text.endswith("（推定）と付した内容は、確認中のものです。")
    assert isinstance(chapters, Paragraph)
    assert "推定" not in chapters.text
