"""Comparing printings: which pages changed, and which texts on them."""

from hypothesis import given
from hypothesis import strategies as st

from dxplanner.handouts.printed import PageContent, PrintedText, TextChange, page_changes, stored_content

names = st.sampled_from(["", "a1", "a2/name", "b1", "b2"])
texts = st.builds(PrintedText, names, st.text("あいう１２", min_size=1, max_size=3))
pages = st.lists(
    st.builds(PageContent, st.integers(1, 9), st.just("見出し"), st.lists(texts, max_size=6).map(tuple))
)


def page(number: int, *pairs: tuple[str, str]) -> PageContent:
    """A page with texts (name, text)."""
    return PageContent(number, "見出し", tuple(PrintedText(*pair) for pair in pairs))


FIXED = (("", "成果指標"), ("", "基準値"))


@given(pages)
def test_the_same_printing_has_no_changes(content: list[PageContent]) -> None:
    assert page_changes(content, content) == ()


@given(pages, pages)
def test_every_page_of_both_printings_is_accounted_for(
    old: list[PageContent], new: list[PageContent]
) -> None:
    changes = page_changes(old, new)
    added = sum(change.old is None for change in changes)
    gone = sum(change.new is None for change in changes)
    assert len(old) - gone == len(new) - added
    for change in changes:
        assert change.old != change.new
        for text in change.texts:
            assert text.before != text.after


@given(pages)
def test_a_page_kept_in_format_1_is_read_by_its_texts(content: list[PageContent]) -> None:
    for one in content:
        pairs = [[text.name, text.text] for text in one.texts]
        assert stored_content(one.number, one.heading, pairs) == one


def test_a_changed_figure_is_named_with_both_texts() -> None:
    old = page(1, *FIXED, ("u1/value", "36.3%"), ("u2/value", "50.0%"))
    new = page(1, *FIXED, ("u1/value", "36.4%"), ("u2/value", "50.0%"))
    assert [change.texts for change in page_changes([old], [new])] == [
        (TextChange("u1/value", "36.3%", "36.4%"),)
    ]


def test_an_inserted_page_does_not_make_the_following_ones_look_changed() -> None:
    first, second = page(1, *FIXED, ("a", "一")), page(2, *FIXED, ("b", "二"))
    inserted, moved = page(2, ("c", "三"), ("", "新しい表")), page(3, *FIXED, ("b", "二"))
    changes = page_changes([first, second], [first, inserted, moved])
    assert [(change.old, change.new, change.texts) for change in changes] == [
        (None, inserted, ()),
        (second, moved, ()),
    ]


def test_a_text_that_only_moves_on_its_page_has_not_changed() -> None:
    old = page(1, ("a", "一"), ("b", "二"), ("c", "三"))
    new = page(1, ("b", "二"), ("c", "三"), ("a", "一"))
    assert page_changes([old], [new]) == ()


def test_a_text_that_turns_over_to_a_new_page_has_neither_gone_nor_come() -> None:
    old = [page(1, ("a", "甲"), ("b", "乙"), ("c", "丙"), ("d", "丁"))]
    new = [page(1, ("a", "甲"), ("b", "乙い")), page(2, ("c", "丙"), ("e", "戊"))]
    first, second = page_changes(old, new)
    assert [(one.name, one.before, one.after) for one in first.texts] == [
        ("b", "乙", "乙い"),
        ("d", "丁", ""),
    ]
    assert first.arranged
    assert second.old is None
    back, gone = page_changes(new, old)
    assert [(one.name, one.before, one.after) for one in back.texts] == [("b", "乙い", "乙"), ("d", "", "丁")]
    assert gone.new is None


def test_new_and_deleted_rows_are_told_apart() -> None:
    old = page(1, *FIXED, ("a", "一"), ("b", "二"))
    new = page(1, *FIXED, ("b", "二"), ("c", "三"))
    assert set(page_changes([old], [new])[0].texts) == {TextChange("a", "一", ""), TextChange("c", "", "三")}


def test_a_text_called_after_another_field_of_its_row_has_not_changed() -> None:
    old = page(1, *FIXED, ("a", "一"), ("b", "二"), ("c", "三"))
    new = page(1, *FIXED, ("a/name", "一"), ("b/name", "二"), ("c/name", "三"))
    assert page_changes([old], [new]) == ()
    fewer = page(1, *FIXED, ("a/name", "一"), ("c/name", "三"))
    (change,) = page_changes([old], [fewer])
    assert change.texts == (TextChange("b", "二", ""),)


def test_rows_that_change_places_pair_their_equal_texts_first() -> None:
    home = (("h/value", "71.8%"), ("h/target", "77.4%"), ("h/value", "71.8"))
    abroad = (("a/value", "60.1%"), ("a/target", "65.0%"), ("a/value", "60.1"))
    old, new = page(1, *FIXED, *home, *abroad), page(1, *FIXED, *abroad, *home)
    assert page_changes([old], [new]) == ()
    other = (("a/value", "62.5%"), ("a/target", "65.0%"), ("a/value", "62.5"))
    (change,) = page_changes([old], [page(1, *FIXED, *other, *home)])
    assert set(change.texts) == {
        TextChange("a/value", "60.1%", "62.5%"),
        TextChange("a/value", "60.1", "62.5"),
    }


def test_a_row_that_moves_and_changes_is_one_change() -> None:
    old = page(1, ("a", "一"), ("b", "二"), ("c", "三"))
    new = page(1, ("b", "二"), ("c", "三"), ("a", "四"))
    assert [change.texts for change in page_changes([old], [new])] == [(TextChange("a", "一", "四"),)]
