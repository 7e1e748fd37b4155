"""Texts that stand in another order on a page, or beside others: told although no text has changed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dxplanner.domain.vocabulary import Paper
from dxplanner.handouts.arrangement import same_picture
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Column,
    HandoutDocument,
    Notes,
    PageSetup,
    Paragraph,
    Picture,
    Table,
)
from dxplanner.handouts.drawing import Box, Drawing, Line
from dxplanner.handouts.kept_pages import KeptPage, kept_pages, packed
from dxplanner.handouts.pages import lay_out_document
from dxplanner.handouts.printed import PageChange, page_changes, page_contents, stored_content
from tests.handouts.builders import snapshot

Texts = Sequence[Sequence[str]]


def page(*blocks: Block, paper: Paper = Paper.A4, title: str = "題名") -> KeptPage:
    made = HandoutDocument("c", title, "資料１", PageSetup(paper), blocks)
    (kept,) = kept_pages(snapshot(), made, lay_out_document(made))
    return kept


def table(rows: Texts) -> Table:
    """A table whose texts are each a row of the plan."""
    body = tuple(tuple(Cell(text, name=text and f"uid-{text}") for text in row) for row in rows)
    return Table((Column(30.0), Column(60.0)), (), body)


def changes(old: KeptPage, new: KeptPage) -> tuple[PageChange, ...]:
    """What differs after the old page has been stored and read."""
    return page_changes([stored_content(1, "", packed(old))], page_contents([new]))


def seen(old: KeptPage, new: KeptPage) -> list[tuple[bool, bool]]:
    """Whether texts are arranged otherwise, whether a figure is drawn otherwise; no text has changed."""
    found = changes(old, new)
    assert not any(change.texts for change in found)
    return [(change.arranged, change.figures) for change in found]


ROWS = (("あ", "一"), ("い", "二"), ("う", "三"))
NOTES = (("※1", "短い注です。"), ("※2", "二行になる長い注です。" * 20))


@pytest.mark.parametrize(
    ("new", "arranged"),
    [
        (ROWS, False),
        ((ROWS[1], ROWS[0], ROWS[2]), True),
        ((("あ", "二"), ("い", "一"), ("う", "三")), True),
        ((("あ", "一"), ("い", ""), ("", "二"), ("う", "三")), True),
    ],
)
def test_rows_of_a_table_that_change_places_or_part_are_told(new: Texts, arranged: bool) -> None:
    assert seen(page(table(ROWS)), page(table(new))) == ([(True, False)] if arranged else [])


def test_paragraphs_and_notes_in_another_order_are_told_as_such() -> None:
    one, two = Paragraph("一つ目です。", name="a"), Paragraph("二つ目です。", name="b")
    assert seen(page(one, two), page(two, one)) == [(True, False)]
    notes = Notes(NOTES, names=("a", "b"))
    other = Notes(NOTES[::-1], names=("b", "a"))
    assert seen(page(notes), page(other)) == [(True, False)]


def test_what_moves_because_something_above_it_grew_has_not_changed() -> None:
    above = Drawing(100, 20, (Box(0, 0, 50, 20, "図", ("図",)), Box(60, 0, 20, 20)))
    old, new = (page(Picture(figure), table(ROWS)) for figure in (above, replace(above, height=35.0)))
    assert old.page.items[2].y != new.page.items[2].y
    assert changes(old, new) == ()
    longer = (("あ", "一"), ("い", "二" * 60), ("う", "三"))
    (change,) = changes(page(table(ROWS)), page(table(longer)))
    assert not change.arranged
    assert len(change.texts) == 1


@pytest.mark.parametrize(
    ("rows", "arranged"),
    [
        ((ROWS[1], ("あ", "壱"), ROWS[2]), True),
        ((("あ", "壱"), ("え", "四"), *ROWS[1:]), False),
        ((("あ", "壱"), ROWS[2]), False),
        ((("い", "一"), ("あ", "二"), ("う", "参")), True),
    ],
)
def test_another_order_is_told_beside_a_changed_text(rows: Texts, arranged: bool) -> None:
    (change,) = changes(page(table(ROWS)), page(table(rows)))
    assert change.texts
    assert change.arranged == arranged


def test_texts_that_stand_more_than_once_tell_of_no_other_order() -> None:
    old = table((("あ", "一"), ("あ", "二"), ("い", "三")))
    new = table((("あ", "一"), ("い", "三"), ("あ", "弐")))
    (change,) = changes(page(old), page(new))
    assert not change.arranged
    one, two = page(table(ROWS)), page(table((ROWS[1], ("あ", "壱"), ROWS[2])))
    (other,) = changes(replace(one, version="0"), two)
    assert not other.arranged


def figure(*boxes: Box) -> KeptPage:
    return page(Picture(Drawing(100, 60, boxes, (Line(((0, 0), (9, 9)), arrow=True),), description="図")))


LEFT = Box(10, 10, 20, 8, "左", ("左",), name="a")
RIGHT = Box(50, 10, 20, 8, "右", ("右",), name="b")


def test_names_of_a_figure_that_change_places_are_told() -> None:
    swapped = figure(replace(RIGHT, x=10), replace(LEFT, x=50))
    assert seen(figure(LEFT, RIGHT), swapped) == [(True, False)]
    assert seen(figure(LEFT, RIGHT), figure(replace(RIGHT, x=10), replace(LEFT, x=70))) == [(False, True)]


def test_a_figure_that_is_drawn_in_another_order_but_looks_the_same_has_not_changed() -> None:
    old, new = figure(LEFT, RIGHT), figure(RIGHT, LEFT)
    assert old.page.items != new.page.items
    assert same_picture(old, new)
    assert changes(old, new) == ()
    named = figure(replace(LEFT, name="b"), replace(RIGHT, name="a"))
    assert same_picture(old, named)
    assert not same_picture(old, figure(LEFT, replace(RIGHT, x=51)))


def test_another_version_of_the_program_is_asked_for_the_order_alone() -> None:
    old = replace(page(table(ROWS)), version="0.0.1")
    parted = (("あ", "一"), ("い", ""), ("", "二"), ("う", "三"))
    assert changes(old, page(table(parted))) == ()
    assert seen(old, page(table((ROWS[1], ROWS[0], ROWS[2])))) == [(True, False)]
    earlier = replace(figure(LEFT, RIGHT), version="0.0.1")
    assert changes(earlier, figure(replace(RIGHT, x=10), replace(LEFT, x=50))) == ()


def test_another_paper_explains_another_order_but_another_title_does_not() -> None:
    old, turned = page(table(ROWS)), table((ROWS[1], ROWS[0], ROWS[2]))
    (paper,) = changes(old, page(turned, paper=Paper.A3))
    assert not paper.arranged
    (title,) = changes(old, page(turned, title="別の題名"))
    assert title.arranged
    assert [one.place for one in title.texts] == ["資料名"]
