import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain.numbering import (
    LevelRule,
    NumberStyle,
    format_number,
    number_nodes,
    sort_key,
)
from dxplanner.domain.vocabulary import NumberScope

Node = tuple[int, str, str | None]

REVISED = [
    LevelRule("領域"),
    LevelRule("分野"),
    LevelRule("2030年のめざす姿"),
    LevelRule("基本方針", scope=NumberScope.VERSION),
    LevelRule("基本施策", scope=NumberScope.PARENT, joins_parent=True),
    LevelRule("主な取組", scope=NumberScope.PARENT),
]
DOMAINS = {
    "暮らし": {
        "生活": [
            "安全・安心で快適な環境の整備",
            "健康で豊かに暮らせるサービスの提供",
            "サービスの情報発信と快適な利用のサポート",
        ],
        "産業": ["産業のスマート化の推進", "データと新技術を活用した新たなサービスの創出"],
        "人材": ["新たな価値を生み出すチャレンジ環境の創出", "学校教育のDX推進"],
    },
    "交流": {"交流": ["観光DXによる交流の質の向上", "移住促進と関係人口の創出・拡大"]},
    "行政": {
        "行政": [
            "便利で使いやすい行政サービスの最適化",
            "業務の見直しと働き方の改革",
            "変革を推進するための環境整備",
        ]
    },
}


def revised_plan() -> list[Node]:
    nodes: list[Node] = []
    for domain, fields in DOMAINS.items():
        nodes.append((0, domain, None))
        for field, measures in fields.items():
            nodes += [
                (1, f"分野:{field}", domain),
                (2, f"姿:{field}", f"分野:{field}"),
                (3, f"方針:{field}", f"姿:{field}"),
            ]
            nodes += [(4, measure, f"方針:{field}") for measure in measures]
    return nodes


def test_the_revised_plan_is_numbered_as_printed() -> None:
    numbers = number_nodes(REVISED, revised_plan())
    policies = [numbers[f"方針:{field}"] for fields in DOMAINS.values() for field in fields]
    measures = [numbers[name] for fields in DOMAINS.values() for field in fields.values() for name in field]
    assert policies == ["1", "2", "3", "4", "5"]
    assert measures == ["1-1", "1-2", "1-3", "2-1", "2-2", "3-1", "3-2", "4-1", "4-2", "5-1", "5-2", "5-3"]
    assert numbers["学校教育のDX推進"] == "3-2"
    assert set(numbers).isdisjoint(DOMAINS)


def test_a_level_can_restart_under_each_parent() -> None:
    nodes: list[Node] = [*revised_plan(), (5, "校務DXの推進", "学校教育のDX推進")]
    assert number_nodes(REVISED, nodes)["校務DXの推進"] == "1"
    per_parent = [*REVISED[:3], LevelRule("基本方針", scope=NumberScope.PARENT), *REVISED[4:]]
    assert number_nodes(per_parent, revised_plan())["方針:行政"] == "1"


def test_a_joined_number_looks_past_unnumbered_levels() -> None:
    rules = [
        LevelRule("方針", scope=NumberScope.PARENT),
        LevelRule("柱"),
        LevelRule("施策", NumberScope.PARENT, joins_parent=True),
    ]
    nodes: list[Node] = [
        (0, "p", None),
        (1, "a", "p"),
        (2, "x", "a"),
        (1, "b", "p"),
        (2, "y", "b"),
    ]
    assert number_nodes(rules, nodes) == {"p": "1", "x": "1-1", "y": "1-2"}


def test_a_joined_level_without_a_numbered_ancestor_stands_alone() -> None:
    rules = [LevelRule("領域"), LevelRule("施策", NumberScope.PARENT, joins_parent=True)]
    assert number_nodes(rules, [(0, "a", None), (1, "x", "a"), (0, "b", None), (1, "y", "b")]) == {
        "x": "1",
        "y": "2",
    }


@pytest.mark.parametrize(
    "nodes",
    [
        [(6, "x", None)],
        [(-1, "x", None)],
        [(4, "x", "まだない")],
        [(3, "p", None), (3, "x", "p")],
    ],
)
def test_trees_that_cannot_be_are_refused(nodes: list[Node]) -> None:
    with pytest.raises(ValueError, match=r"(ます|ください)。$"):
        number_nodes(REVISED, nodes)


@st.composite
def trees(draw: st.DrawFn) -> list[Node]:
    """Trees of up to five levels in tree order; every level hangs on the one above."""
    nodes: list[Node] = []
    path: list[str] = []
    for i, wish in enumerate(draw(st.lists(st.integers(0, 4), max_size=40))):
        depth = min(wish, len(path))
        nodes.append((depth, f"n{i}", path[depth - 1] if depth else None))
        path[depth:] = [f"n{i}"]
    return nodes


rule_lists = st.lists(
    st.builds(LevelRule, st.just("階層"), st.sampled_from(NumberScope), joins_parent=st.booleans()),
    min_size=5,
    max_size=5,
)


@given(rule_lists, trees())
def test_numbers_are_unique_where_they_should_be(rules: list[LevelRule], nodes: list[Node]) -> None:
    numbers = number_nodes(rules, nodes)
    assert set(numbers) == {key for depth, key, _ in nodes if rules[depth].numbered}
    for level, rule in enumerate(rules):
        through_version = rule.scope is NumberScope.VERSION and not rule.joins_parent
        for siblings in [None] if through_version else {parent for _, _, parent in nodes}:
            printed = [
                numbers[key]
                for depth, key, parent in nodes
                if depth == level and rule.numbered and (through_version or parent == siblings)
            ]
            assert len(set(printed)) == len(printed)
            assert sorted(printed, key=sort_key) == printed


@given(trees())
def test_fully_joined_numbers_are_unique_in_the_version(nodes: list[Node]) -> None:
    numbers = number_nodes([LevelRule("階層", NumberScope.PARENT, joins_parent=True)] * 5, nodes)
    assert len(set(numbers.values())) == len(nodes)
    assert sorted(numbers, key=lambda key: sort_key(numbers[key])) == list(numbers)


@given(rule_lists, trees())
def test_renumbering_is_stable(rules: list[LevelRule], nodes: list[Node]) -> None:
    numbers = number_nodes(rules, nodes)
    assert number_nodes(rules, nodes) == numbers
    extended = [*nodes, (0, "last", None)]
    assert number_nodes(rules, extended).items() >= numbers.items()


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        ("1-1", NumberStyle.HALF, "1-1"),
        ("1-1", NumberStyle.WIDE, "１－１"),
        ("1", NumberStyle.CIRCLED, "①"),
        ("20", NumberStyle.CIRCLED, "⑳"),
        ("50", NumberStyle.CIRCLED, "㊿"),
        ("51", NumberStyle.CIRCLED, "51"),
        ("1-1", NumberStyle.CIRCLED, "1-1"),
        ("1", NumberStyle.ORDINAL, "第１"),
    ],
)
def test_number_styles(number: str, style: NumberStyle, printed: str) -> None:
    assert format_number(number, style) == printed


def test_numbers_sort_naturally() -> None:
    assert sorted(["1-10", "2-1", "1-2", "10-1", "1", "１－３"], key=sort_key) == [
        "1",
        "1-2",
        "１－３",
        "1-10",
        "2-1",
        "10-1",
    ]
