"""No line of any handout of the sample ends inside a word, or between a word and its particle."""

from collections.abc import Iterator

import pytest

from dxplanner.handouts.breaking import SPACES, TORN, break_cost, breaks
from dxplanner.handouts.compounds import compound_starts
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Box
from dxplanner.handouts.linebreak import (
    INDENT,
    Setting,
    fit_text,
    line_height,
    line_starts,
    longest_word,
    tears,
    untorn,
    wrap,
)
from dxplanner.handouts.pages import lay_out_document
from dxplanner.model import Handout
from dxplanner.model.snapshot import PlanSnapshot


def torn_lines(box: Box) -> Iterator[str]:
    """Both lines around each torn word. Marks before a text and indents count as nothing."""
    lines = tuple(line.strip(SPACES) for line in box.lines)
    starts = line_starts(box.text, lines)
    for index, at in enumerate(starts[1:]):
        if not 0 < at < len(box.text) or box.text[at - 1] == "\n":
            continue
        first, last = box.text.rfind("\n", 0, at) + 1, box.text.find("\n", at)
        paragraph = box.text[first : last if last >= 0 else len(box.text)]
        if break_cost(paragraph, at - first) > TORN:
            yield f"{lines[index]}/{lines[index + 1]}"


def test_no_handout_of_the_sample_tears_a_word(sample: PlanSnapshot) -> None:
    found: dict[str, list[str]] = {}
    broken = 0
    for handout in sample.all(Handout):
        layout = lay_out_document(build_document(sample, handout))
        boxes = [box for page in layout.pages for item in page.items for box in item.drawing.boxes]
        broken += sum(len(box.lines) > 1 for box in boxes)
        torn = [line for box in boxes for line in torn_lines(box)]
        if torn:
            found[handout.code] = torn
    assert broken > 500
    assert found == {}


@pytest.mark.parametrize(
    "parted",
    [
        "原爆|資料館|常設|展示室",
        "行政|手続き",
        "学習者用|パソコン",
        "事業者|向け|アンケート",
        "長崎市|オープン|データ|カタログ|サイト",
        "パブリック|コメント",
        "デジタル|リテラシー|向上",
        "確保|及び",
        "新市役所|創造|アクション|プラン",
        "県外|企業等との",
        "業務|効率化",
        "高付加価値",
    ],
)
def test_compounds_are_parted_between_their_words(parted: str) -> None:
    """A bar stands where a line may end at most; between two scripts it may without a compound."""
    words, allowed = parted.replace("|", ""), set()
    for number, at in enumerate(at for at, sign in enumerate(parted) if sign == "|"):
        allowed.add(at - number)
    assert compound_starts(words) <= allowed
    assert {at for at, cost in breaks(words) if cost <= TORN} <= allowed


@pytest.mark.parametrize(
    "torn",
    ["暮らしや|すいまち", "行|政サービス", "暮らせ|る", "安心して暮|らせる", "活用し|た", "健やか|な暮らし",
     "考え|方", "常設展|示室", "行政手続|き", "アン|ケート", "サイト|へのアクセス数",
     "自治会|の支援", "11|月", "デジタル|化"],
)  # fmt: skip
def test_what_tears_a_word_costs_more_than_what_does_not(torn: str) -> None:
    at = torn.index("|")
    assert break_cost(torn.replace("|", ""), at) > TORN


@pytest.mark.parametrize(
    "sound",
    ["安心して|暮らせる", "便利で|暮らしやすい", "対応|できている", "算定して|いません", "暮らしやすい|まち",
     "設置目的と|めざす姿", "人材の|確保", "情報|セキュリティ", "運営|支援", "DX|推進"],
)  # fmt: skip
def test_breaks_between_words_do_not_tear(sound: str) -> None:
    at = sound.index("|")
    assert break_cost(sound.replace("|", ""), at) <= TORN


def signs(count: float, size: float = 10.0) -> float:
    """Width in mm of so many full-width characters."""
    return line_height(size, 1) * count + 0.01


def test_of_equally_many_lines_those_that_tear_nothing_are_taken() -> None:
    text = "高齢者が取り残されないよう、身近な公民館や自治会の集会所で相談できる場を設けてほしい。"
    for how in Setting:
        lines = wrap(text, signs(25), 10, setting=how)
        assert len(lines) == 2
        assert tears(text, lines) == 0


def test_a_box_takes_more_lines_then_smaller_letters_before_it_tears_a_word() -> None:
    name = "便利で使いやすい行政サービスの最適化"
    taller = fit_text(name, signs(9), line_height(10) * 3, 10, 7)
    assert (taller.size, len(taller.lines), tears(name, taller.lines)) == (10, 3, 0)
    smaller = fit_text(name, signs(9), line_height(10) * 2, 10, 7)
    assert (smaller.size, smaller.lines) == (9.0, ("便利で使いやすい", "行政サービスの最適化"))
    stuck = fit_text(name, signs(9), line_height(10) * 2, 10, 9.5)
    assert (stuck.size, tears(name, stuck.lines)) == (10, 1)


def test_body_text_does_not_shrink_below_its_floor_for_a_word() -> None:
    name = "便利で使いやすい行政サービスの最適化"
    fit = fit_text(name, signs(9, 10.5), line_height(10.5) * 2, 10.5, 7)
    assert (fit.size, tears(name, fit.lines)) == (10.5, 1)


def test_untorn_adds_a_line_only_where_that_helps() -> None:
    name = "健康で豊かに暮らせるサービスの提供"
    assert untorn(name, signs(9), 10) == ("健康で豊かに", "暮らせるサービスの", "提供")
    assert len(untorn(name, signs(10), 10)) == 2
    assert longest_word(name, 10) == pytest.approx(signs(5) - 0.01)


def test_an_item_of_a_list_has_a_hanging_indent() -> None:
    text = "・時点修正\n・市民向け・事業者向けアンケートの調査結果を新規追加"
    lines = untorn(text, signs(14), 10, setting=Setting.PHRASES)
    assert lines[:2] == ("・時点修正", "・市民向け・事業者向け")
    assert all(line.startswith(INDENT) for line in lines[2:])
    assert tears(text, lines) == 0
    # A range of the text is found again in an indented line.
    start = line_starts(text, lines)[2]
    assert lines[2][text.index("アンケート") - start :].startswith("アンケート")


def test_short_words_in_brackets_stay_together() -> None:
    assert untorn("場の創出（設立・運営支援）", signs(9.5), 10) == ("場の創出", "（設立・運営支援）")
