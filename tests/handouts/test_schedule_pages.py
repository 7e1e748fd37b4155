"""工程表 on paper: one page as long as 7 points allow it, then by lanes and by time; nothing is lost."""

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxplanner.domain.errors import InputError
from dxplanner.domain.fiscal import add_months, last_day
from dxplanner.domain.vocabulary import BarKind, BarShape, ColourRole, Paper
from dxplanner.exporters.pdf import write_pdf
from dxplanner.handouts import schedule
from dxplanner.handouts.area import A4_LANDSCAPE, Area, page_area
from dxplanner.handouts.blocks import HandoutDocument, PageSetup, Picture
from dxplanner.handouts.drawing import Box, BoxShape, Drawing
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.review import overflows
from dxplanner.model import ScheduleEdition
from tests.handouts.builders import bar, edition, lane, snapshot

A3 = PageSetup(paper=Paper.A3)
START = date(2024, 4, 1)
WORDS = ("現状分析と検証", "骨子の整理", "素案の作成", "パブリックコメント", "システム構築", "職員研修")


def names_lane(box: Box) -> bool:
    """Whether a box holds the name of a 区分, not that of its まとまり."""
    return box.name.startswith("lane-") and "/" not in box.name


def months(count: int) -> list[tuple[str, str, date, date]]:
    """Month columns from April of R6."""
    found = []
    for at in range(count):
        year, month = add_months(2024, 4, at)
        found.append((f"令和{6 + at // 12}年度", f"{month}月", date(year, month, 1), last_day(year, month)))
    return found


def rows(
    count: int, *columns: tuple[str | None, str, date, date | None], per_group: int = 10
) -> ScheduleEdition:
    """A schedule of so many lanes over three years: a bar each, a milestone on every fourth."""
    made = edition(*columns)
    for index in range(count):
        begin = START + timedelta(days=index * 37 % 700)
        end = begin + timedelta(days=50 + index * 13 % 250)
        role, shape = list(ColourRole)[index % 6], list(BarShape)[index % 3]
        label = f"{WORDS[index % 6]}（第{index + 1}次）"
        bars = [bar(label, begin, end, role=role, shape=shape)]
        if index % 4 == 0:
            point = end + timedelta(days=110)
            bars.append(bar(f"報告{index + 1}", point, point, BarKind.MILESTONE))
        lane(made, f"{index + 1:03d}　{WORDS[index % 6]}の推進", *bars, group=f"施策{index // per_group + 1}")
    return made


def pictures(made: ScheduleEdition, area: Area = A4_LANDSCAPE, **options: object) -> list[Drawing]:
    blocks = schedule.build(snapshot([made, made.schedule]), options, area)
    return [block.drawing for block in blocks if isinstance(block, Picture)]


def document(made: ScheduleEdition, setup: PageSetup, **options: object) -> HandoutDocument:
    blocks = schedule.build(snapshot([made, made.schedule]), options, page_area(setup))
    return HandoutDocument("test", "工程表", "資料１", setup, blocks)


def texts(drawing: Drawing) -> list[str]:
    return [box.text for box in drawing.boxes if box.text]


def labels_of(made: ScheduleEdition) -> set[str]:
    return {one.label for row in made.lanes for one in row.bars if one.label}


@pytest.mark.parametrize("columns", [months(36), []], ids=["months", "quarters"])
def test_a_hundred_rows_over_three_years_are_one_a3_page(
    columns: list[tuple[str | None, str, date, date | None]],
) -> None:
    made = rows(100, *columns)
    layout = lay_out_document(document(made, A3))
    assert len(layout.pages) == 1
    assert layout.warnings == ()
    assert all(item.scale == 1 for item in layout.pages[0].items)
    boxes = [box for item in layout.pages[0].items for box in item.drawing.boxes if box.text]
    assert min(box.style.size for box in boxes) >= 7
    assert not [box.text for box in boxes if overflows(box)]
    assert labels_of(made) <= {box.text for box in boxes}


def test_every_name_and_label_of_a_printed_page_is_found_whole() -> None:
    made = rows(100, *months(36))
    target = BytesIO()
    assert write_pdf(document(made, A3), target).pages == 1
    page = pypdfium2.PdfDocument(target.getvalue())[0].get_textpage()
    wanted = [*labels_of(made), *(row.name for row in made.lanes), *{row.group for row in made.lanes}]
    assert [text for text in wanted if page.search(text).get_next() is None] == []
    raster = [item for item in pypdfium2.PdfDocument(target.getvalue())[0].get_objects() if item.type == 3]
    assert raster == []


def test_text_is_as_large_as_one_page_allows() -> None:
    sizes = []
    for count in (10, 30, 50, 100):
        (drawing,) = pictures(rows(count, *months(36)), page_area(A3))
        sizes.append(max(box.style.size for box in drawing.boxes if box.name.startswith("bar-")))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 10.5
    assert sizes[-1] == 7


def test_pages_of_lanes_are_evenly_filled_and_name_their_groups_again() -> None:
    made = rows(150, *months(36), per_group=40)
    pages = pictures(made)
    assert len(pages) > 2
    counts = [sum(map(names_lane, page.boxes)) for page in pages]
    assert sum(counts) == 150
    assert max(counts) - min(counts) <= max(counts) * 0.35
    for page in pages:
        assert {"区分", "令和6年度", "4月"} <= set(texts(page))
    first = [next(text for text in texts(page) if text.startswith("施策")) for page in pages]
    assert first[0] == "施策1"
    assert any(text.endswith("（続き）") for text in first[1:])
    assert {text.removesuffix("（続き）") for page in pages for text in texts(page)} >= {"施策1", "施策4"}


def test_a_lane_higher_than_a_page_goes_on() -> None:
    made = edition(*months(12))
    long = [bar(f"作業{index}", START, date(2025, 3, 31)) for index in range(120)]
    lane(made, "すべて同時", *long)
    pages = pictures(made)
    assert len(pages) > 1
    assert [text for page in pages for text in texts(page) if text.startswith("すべて")] == [
        "すべて同時",
        *["すべて同時（続き）"] * (len(pages) - 1),
    ]
    assert {text for page in pages for text in texts(page)} >= {f"作業{index}" for index in range(120)}


def test_too_many_columns_are_split_by_time_with_names_repeated() -> None:
    made = edition()
    crossing = bar("ずっと続く取組", START, date(2027, 3, 31))
    lane(made, "区分の例", crossing, bar("初めの作業", START, date(2024, 5, 31)))
    lane(made, "別の区分", bar("終わりの作業", date(2027, 2, 1), date(2027, 3, 31)))
    pages = pictures(made, unit="旬")
    assert len(pages) > 1
    for page in pages:
        assert {"区分", "区分の例", "別の区分", "ずっと続く取組", "上旬"} <= set(texts(page))
    found = [[box for box in page.boxes if box.text == "ずっと続く取組"] for page in pages]
    shapes = [boxes[0].shape for boxes in found]
    assert shapes == [BoxShape.OPEN_RIGHT] * (len(pages) - 1) + [BoxShape.RECTANGLE]
    axis_left = next(box.right for box in pages[0].boxes if box.text == "区分")
    assert [boxes[0].x < axis_left for boxes in found] == [False] + [True] * (len(pages) - 1)
    assert ["初めの作業" in texts(page) for page in pages] == [True] + [False] * (len(pages) - 1)
    # Sheets laid side by side agree: the same lanes at the same heights.
    heights = [[(box.text, box.y, box.bottom) for box in page.boxes if names_lane(box)] for page in pages]
    assert all(one == heights[0] for one in heights)
    # Whole months only: a heading is not cut in two.
    starts = [next(text for text in texts(page) if text.endswith("旬")) for page in pages]
    assert set(starts) == {"上旬"}


def test_a_part_of_the_time_is_printed_alone() -> None:
    made = edition(*months(36))
    lane(
        made,
        "区分の例",
        bar("前から続く", START, date(2025, 6, 30)),
        bar("終わった作業", START, date(2024, 6, 30)),
        bar("先の作業", date(2026, 4, 1), date(2026, 6, 30)),
    )
    (drawing,) = pictures(made, A4_LANDSCAPE, **{"from": "R7.4", "to": "R8.3"})
    assert "前から続く" in texts(drawing)
    assert not {"終わった作業", "先の作業", "令和6年度", "令和8年度"} & set(texts(drawing))
    with pytest.raises(InputError, match="終わりが始まりより前"):
        pictures(made, A4_LANDSCAPE, **{"from": "R8.4", "to": "R7.4"})
    with pytest.raises(InputError, match="目盛「時」は使えません"):
        pictures(made, unit="時")


def test_a_legend_explains_only_what_occurs() -> None:
    def said(made: ScheduleEdition) -> str:
        return "".join(text for page in pictures(made) for text in texts(page) if text.startswith("※"))

    plain = edition(*months(12))
    lane(plain, "区分の例", bar("帯", START, date(2024, 6, 30)))
    assert said(plain) == ""
    full = edition(*months(12))
    lane(full, "委員会", bar("審議", START, START, BarKind.MILESTONE))
    lane(full, "作業", bar("帯", START, date(2024, 6, 30), role=ColourRole.LIFE, shape=BarShape.DASHED))
    full.lanes[1].bars[0].progress = 40
    assert said(full) == (
        "※　点線の枠：予定　　▲：主な節目　　帯の左端の模様：右上がりの斜線＝生活　　帯の下辺の太線：進捗"
    )


BARS = st.lists(
    st.builds(
        lambda offset, length, label, kind, shape, role, progress: (
            bar(
                label,
                START + timedelta(days=offset),
                None if length is None else START + timedelta(days=offset + length),
                kind,
                role,
                shape,
            ),
            progress,
        ),
        st.integers(-60, 1200),
        st.one_of(st.none(), st.integers(0, 500)),
        st.integers(0, 60).map(lambda n: ("技術や国等の動向調査・ABC 12" * 4)[:n]),
        st.sampled_from([BarKind.BAR, BarKind.BAR, BarKind.MILESTONE, BarKind.MARKER]),
        st.sampled_from(list(BarShape)),
        st.sampled_from(list(ColourRole)),
        st.one_of(st.none(), st.integers(0, 100)),
    ),
    max_size=6,
)


@settings(max_examples=25)
@given(
    st.lists(BARS, min_size=1, max_size=60),
    st.sampled_from([page_area(PageSetup()), page_area(A3), Area(182, 250)]),
    st.sampled_from(["", "旬", "月", "年度"]),
    st.integers(1, 40),
)
def test_whatever_is_planned_is_printed_legibly(
    lanes: list[list[tuple[object, int | None]]], area: Area, unit: str, repeat: int
) -> None:
    made = edition(*months(36))
    for index, bars in enumerate((lanes * repeat)[:90]):
        row = lane(made, f"区分{index}の取組", group=f"まとまり{index // 7}")
        for number, (one, progress) in enumerate(bars):
            copy = bar(one.label, one.starts_on, one.ends_on, one.kind, one.colour, one.shape)  # type: ignore[attr-defined]
            copy.uid, copy.progress = f"bar-{index}-{number}", progress
            row.bars.append(copy)
    pages = pictures(made, area, unit=unit)
    wanted = {one.uid: one.label for row in made.lanes for one in row.bars if one.label}
    if not pages:
        assert not wanted
        return
    shown: set[str] = set()
    for page in pages:
        assert page.height <= area.height + 1e-6
        assert page.width <= area.width + 1e-6
        boxes = [box for box in page.boxes if box.text]
        assert min(box.style.size for box in boxes) >= 7
        assert min(box.x for box in boxes) >= -1e-6
        assert max(box.right for box in boxes) <= page.width + 1e-6
        assert not [(box.text, box.style.size, box.height) for box in boxes if overflows(box)]
        shown |= {box.name for box in boxes if box.name.startswith("bar-")}
        assert {box.text for box in boxes if box.name in wanted} <= set(wanted.values())
        _assert_apart(page)
    assert shown == set(wanted)
    names = [box.name for page in pages for box in page.boxes if names_lane(box)]
    assert set(names) == {row.uid for row in made.lanes}


def _assert_apart(page: Drawing) -> None:
    """No two bars or labels touch, but for the rim of a bar that comes from before the axis."""
    boxes = sorted((box for box in page.boxes if box.name.startswith("bar-")), key=lambda box: box.y)
    for index, box in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if other.y >= box.bottom - 0.1:
                break
            assert box.right <= other.x + 0.1 or other.right <= box.x + 0.1, (box.text, other.text)


def test_names_and_headings_grow_with_the_sheet_as_the_bars_do() -> None:
    made = edition(*months(6))
    lane(made, "改訂作業", bar("素案の作成", START, START + timedelta(days=60)))
    small, large = (
        {box.text: box.style.size for box in pictures(made, area)[0].boxes}
        for area in (A4_LANDSCAPE, page_area(A3))
    )
    assert all(large[text] >= 1.2 * small[text] for text in ("改訂作業", "素案の作成", "令和6年度", "5月"))
