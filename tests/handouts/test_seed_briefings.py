"""予算事業の説明 printed again: every page of the three projects with its headings, words and amounts."""

import pytest

from dxplanner.domain.amounts import format_amount
from dxplanner.handouts.review import overflows
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.seed_texts import laid_out, missing, page_texts, page_with
from tests.sample.reading import seed

PAGES = {
    "briefing-1": [
        ["表紙"],
        ["１ 概要", "⑴　計画の目的", "⑵　計画の位置づけ", "⑶　改訂の背景"],
        ["２ 事業内容", "⑴ 改訂作業の流れ", "⑵ 事業費"],
        ["３ スケジュール", "４ 財源内訳"],
    ],
    "briefing-2": [
        ["１ 目指す姿", "２ 現状と課題", "３ 対応方針"],
        ["４ 事業内容"],
        ["５ スケジュール", "６ 財源内訳"],
    ],
    "briefing-3": [
        ["１ 目指す姿", "２ 現状・課題"],
        ["３ 事業の概要・目的"],
        ["４ 事業全体の流れ"],
        ["５ 令和6年度の事業内容", "６ スケジュール", "７ 財源内訳"],
    ],
}


@pytest.mark.parametrize("code", PAGES)
def test_pages_carry_the_headings_of_the_source(sample: PlanSnapshot, code: str) -> None:
    pages = laid_out(sample, code).pages
    assert [[mark.text for mark in page.bookmarks] for page in pages] == PAGES[code]


@pytest.mark.parametrize("code", PAGES)
def test_no_text_leaves_its_box(sample: PlanSnapshot, code: str) -> None:
    for page in laid_out(sample, code).pages:
        boxes = [box for item in page.items for box in item.drawing.boxes]
        assert [box.text for box in boxes if overflows(box)] == []


def test_the_cover_says_what_the_source_has_on_its_own(sample: PlanSnapshot) -> None:
    cover, *others = laid_out(sample, "briefing-1").pages
    words = ["令和６年２月市議会 総務委員会資料", "情報政策推進室", "令和６年２月"]
    assert missing(page_texts(sample, "briefing-1")[0], words) == []
    # It is counted, but bears no number.
    assert cover.items[0].drawing.boxes == ()
    assert [page.items[0].drawing.boxes[-1].text for page in others] == ["2", "3", "4"]


@pytest.mark.parametrize(("code", "index"), [("briefing-1", 0), ("briefing-2", 1), ("briefing-3", 2)])
def test_the_first_page_has_the_budget_heading(sample: PlanSnapshot, code: str, index: int) -> None:
    program, project = seed("budget_program"), seed("budgets")[index]
    page = page_with(page_texts(sample, code), "事業名")
    numbered = [word for key in ("kan", "kou", "moku") for word in program[key]]
    link = next(link for link in seed("action_plans") if link[3] == project["name"])
    words = [
        program["pages"],
        *numbered,
        program["number"],
        program["name"],
        project["name"],
        format_amount(program["total"]),
        f"（{format_amount(project['amount'])}）",
        f"{link[0]}該当事業",
        f"{link[1]}{link[2]}",
    ]
    assert missing(page, words) == []


@pytest.mark.parametrize(("code", "index"), [("briefing-1", 0), ("briefing-2", 1), ("briefing-3", 2)])
def test_amounts_and_funding_stand_on_their_pages(sample: PlanSnapshot, code: str, index: int) -> None:
    project = seed("budgets")[index]
    pages = page_texts(sample, code)
    content = next(
        page for page in pages if any(one in page for one in ("２事業内容", "４事業内容", "５令和"))
    )
    items = [
        word for _, setsu, name, amount in project["items"] for word in (setsu, name, format_amount(amount))
    ]
    assert missing(content, [*items, format_amount(project["amount"])]) == []
    funding = page_with(pages, "財源内訳（千円）")
    amounts = [format_amount(amount) for amount in project["funding"].values()]
    assert missing(funding, [*project["funding"], *amounts]) == []


@pytest.mark.parametrize(
    ("code", "page", "words"),
    [
        (
            "briefing-2",
            0,
            [
                "デジタルリテラシー：",
                "Artificial Intelligence（アーティフィシャル・インテリジェンス）",
                "Robotic Process",
            ],
        ),
        ("briefing-2", 1, ["Business Intelligence（ビジネス・インテリジェンス）"]),
        ("briefing-2", 2, ["人流分析ツール：", "6,160千円）の1／2", "措置率０．７"]),
        ("briefing-3", 1, ["Virtual Reality", "Augmented Reality"]),
        ("briefing-3", 3, ["3,429千円）の１／２", "イベント保険料は補助対象外"]),
    ],
)
def test_footnotes_stand_on_the_page_of_their_words(
    sample: PlanSnapshot, code: str, page: int, words: list[str]
) -> None:
    pages = page_texts(sample, code)
    assert missing(pages[page], words) == []
    others = "".join(text for number, text in enumerate(pages) if number != page)
    assert missing(others, words) == words


def test_marks_stand_once_where_the_source_puts_them(sample: PlanSnapshot) -> None:
    pages = [
        "|".join(box.text for item in page.items for box in item.drawing.boxes)
        for page in laid_out(sample, "briefing-2").pages
    ]
    for page, words in (
        (0, "職員のデジタルリテラシー※１向上"),
        (0, "ＡＩ・ＲＰＡ※２などの利用促進"),
        (1, "ＢＩツール※３"),
        (2, "人流分析ツール※４の活用"),
        (2, "国庫支出金※5"),
        (2, "一般財源※6"),
    ):
        assert pages[page].count(words) == 1, words


def test_the_words_of_the_projects_are_printed(sample: PlanSnapshot) -> None:
    for index, code in enumerate(PAGES):
        words = seed("budget_words")[seed("budgets")[index]["name"]]
        assert missing("".join(page_texts(sample, code)), words) == []


def test_the_flows_have_their_steps_months_and_tasks(sample: PlanSnapshot) -> None:
    revision, technology = seed("flows")
    page = page_texts(sample, "briefing-1")[2]
    words = [word for step in revision["steps"] for word in step[:2]]
    assert (
        missing(
            page,
            [*words, revision["end"], "ステップ１", "ステップ４", "①各基本施策の評価等", "④国等の動向の把握"],
        )
        == []
    )
    page = page_texts(sample, "briefing-3")[2]
    names = [step[0] for step in technology["steps"]]
    years = ["令和６年度から①・②に着手", "令和７年度からは③以降のステップにも着手"]
    trial = ["実証事業（R６年度実施）", "場を一時的に提供", "現状把握や方針検討等につなげます"]
    assert missing(page, [*names, *years, *trial]) == []


@pytest.mark.parametrize(
    ("code", "title", "edition"),
    [
        ("briefing-1", "改訂スケジュール", "予算説明時"),
        ("briefing-2", "職員の育成", None),
        ("briefing-3", "最新のテクノロジーに触れる場の創出", None),
    ],
)
def test_the_schedules_keep_their_columns(
    sample: PlanSnapshot, code: str, title: str, edition: str | None
) -> None:
    schedule = next(
        one for one in seed("schedules") if one["title"] == title and edition in (None, one["edition"])
    )
    page = page_texts(sample, code)[-1]
    columns = [word for column in schedule["columns"] for word in column[:2]]
    lanes = [lane["name"] for lane in schedule["lanes"]]
    bars = [bar[0] for lane in schedule["lanes"] for bar in lane["bars"]]
    assert missing(page, [*columns, *lanes, *bars]) == []
