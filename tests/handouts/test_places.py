"""What printed texts are called: every row of the plan has words of its own, and says which one it is."""

from collections import defaultdict

import pytest

from dxplanner.domain.vocabulary import IndicatorKind, ValueRole
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.places import Places, split_name
from dxplanner.handouts.review import Missing
from dxplanner.model import (
    Bar,
    Cell,
    Chapter,
    Funding,
    Handout,
    HandoutBlock,
    Indicator,
    IndicatorSeries,
    IndicatorValue,
    Level,
    PlanVersion,
    PolicyNode,
    Review,
)
from dxplanner.model.base import Entity, FieldKind, entities, field_specs
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import snapshot

ROW = "（行）"


@pytest.fixture(scope="module")
def places(sample: PlanSnapshot) -> Places:
    return Places(sample)


def test_no_two_rows_of_the_plan_are_called_the_same(sample: PlanSnapshot, places: Places) -> None:
    rows = [row for entity in entities() for row in sample.all(entity)]
    assert {type(row) for row in rows} >= {IndicatorValue, Cell, Bar, Funding, Review, Chapter}
    called: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        called[places.words(row.uid)].append(f"{type(row).__name__}/{row.uid}")
    assert "" not in called
    assert {words: found for words, found in called.items() if len(found) > 1} == {}


@pytest.mark.parametrize("entity", entities(), ids=lambda entity: entity.__name__)
def test_every_field_of_a_row_is_named_once(
    sample: PlanSnapshot, places: Places, entity: type[Entity]
) -> None:
    """Of one row, no two fields that a handout can show have the same words, and none says 「の値の値」."""
    shown = [
        name
        for name, spec in field_specs(entity).items()
        if spec.kind not in (FieldKind.KEY, FieldKind.POSITION, FieldKind.REFERENCE, FieldKind.OPTIONS)
    ]
    for row in sample.all(entity):
        words = [places.words(f"{row.uid}/{name}") for name in shown]
        assert len(set(words)) == len(words), words
        for one in words:
            assert "の値の値" not in one
            assert not any(f"{part}の{part}" in one for part in ("名称", "値", "年度", row.__label__))


def test_no_two_figures_of_a_page_have_the_same_words(sample: PlanSnapshot, places: Places) -> None:
    found: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    fields: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for handout in sample.all(Handout):
        for page in lay_out_document(build_document(sample, handout)).pages:
            boxes = [box for item in page.items for box in item.drawing.boxes if box.text and box.name]
            for box in boxes:
                uid, field = split_name(box.name)
                key = (handout.code, page.number, places.words(box.name))
                assert key[2], box.name
                found[key].add(uid)
                # A box that stands for its row shows one of its fields without saying which.
                fields[key].add(field or ROW)
    assert len(found) > 500
    assert {key: uids for key, uids in found.items() if len(uids) > 1} == {}
    assert {key: names for key, names in fields.items() if len(names - {ROW}) > 1} == {}


def value_of(kind: IndicatorKind, name: str | None = None) -> tuple[list[Entity], IndicatorValue]:
    """A target of R9 and its rows."""
    indicator = Indicator(uid="i", id=1, name="公開した件数「累計」", kind=kind, unit="件")
    series = IndicatorSeries(uid="s", id=1, name=name, indicator=indicator)
    value = IndicatorValue(uid="v", id=1, series=series, role=ValueRole.TARGET, fiscal_year=2027)
    return [indicator, series, value], value


def words_of(rows: list[Entity], name: str) -> str:
    return Places(snapshot(rows)).words(name)


@pytest.mark.parametrize(
    ("kind", "series", "name", "words"),
    [
        (IndicatorKind.FISCAL_YEAR, None, "v/value", "成果指標「公開した件数『累計』」の目標値（R9年度）"),
        (
            IndicatorKind.FISCAL_YEAR,
            None,
            "v/fiscal_year",
            "成果指標「公開した件数『累計』」の目標値（R9年度）の年度",
        ),
        (
            IndicatorKind.CALENDAR_YEAR,
            "国外",
            "v/value",
            "成果指標「公開した件数『累計』」（国外）の目標値（R9年）",
        ),
        (IndicatorKind.FISCAL_YEAR, "国外", "s", "成果指標「公開した件数『累計』」（国外）"),
        (IndicatorKind.FISCAL_YEAR, None, "i/name", "成果指標「公開した件数『累計』」"),
        (IndicatorKind.FISCAL_YEAR, None, "i/definition", "成果指標「公開した件数『累計』」の定義"),
    ],
)
def test_a_value_says_which_indicator_series_kind_and_year(
    kind: IndicatorKind, series: str | None, name: str, words: str
) -> None:
    assert words_of(value_of(kind, series)[0], name) == words


def test_a_long_name_is_cut() -> None:
    rows, value = value_of(IndicatorKind.FISCAL_YEAR)
    value.series.indicator.name = "とても長い名前の指標" * 5
    words = words_of(rows, "v/value")
    assert words.startswith("成果指標「とても長い名前の指標")
    assert words.endswith("…」の目標値（R9年度）")
    assert len(words) < 50


def test_rows_that_would_be_called_the_same_are_numbered() -> None:
    version = PlanVersion(uid="p", id=1, name="案", position=0)
    rows: list[Entity] = [
        Chapter(uid=f"c{at}", id=9 - at, version=version, title="概要", position=at) for at in (0, 1)
    ]
    assert [words_of(rows, f"c{at}/title") for at in (0, 1)] == [
        "案の章「概要」（1番目）の章名",
        "案の章「概要」（2番目）の章名",
    ]


def test_a_character_is_placed_where_it_was_typed(sample: PlanSnapshot) -> None:
    """The card of a 施策 prints the names of those above it, under a name of its own."""
    plan = [PlanVersion(uid="version", id=1, name="案")]
    level = Level(uid="level", id=1, name="方針", version=plan[0])
    upper = PolicyNode(uid="upper", id=1, name="𠮷野の方針", version=plan[0], level=level)
    lower = PolicyNode(uid="lower", id=2, name="交流", version=plan[0], level=level, parent=upper)
    found = Places(snapshot([*plan, level, upper, lower]))
    text = "1 𠮷野の方針"
    assert found.place_of(Missing("𠮷", 1, text, "lower")) == "案の方針「𠮷野の方針」の名称"
    assert found.place_of(Missing("𠮷", 1, text, "upper")) == "案の方針「𠮷野の方針」"
    assert found.place_of(Missing("𠮷", 1, "𠮷の文", "lower")) == ""


def test_what_a_part_of_a_handout_says_is_known_by_its_page(sample: PlanSnapshot, places: Places) -> None:
    part = sample.all(HandoutBlock)[0]
    assert places.words(part.uid)
    assert places.words_on_page(part.uid) == ""
    assert places.words_on_page(f"{sample.all(Handout)[0].uid}/title").endswith("の資料名")


def test_fixed_words_and_rows_that_are_gone_have_no_place(places: Places) -> None:
    assert [places.words(name) for name in ("", "f" * 32, "f" * 32 + "/name")] == ["", "", ""]


@pytest.mark.parametrize(
    ("entity", "field", "words"),
    [
        (Cell, "share", "の割合"),
        (Cell, "count", "の件数"),
        (Funding, "amount", "の財源内訳「国庫支出金」の金額"),
        (Review, "achievement", "の主な成果"),
        (Bar, "", "の工程「"),
    ],
)
def test_rows_are_named_after_what_they_belong_to(
    sample: PlanSnapshot, places: Places, entity: type[Entity], field: str, words: str
) -> None:
    called = [places.words(f"{row.uid}/{field}" if field else row.uid) for row in sample.all(entity)]
    assert any(words in one for one in called)
    assert all("「" in one.removesuffix(words) for one in called)
