"""アンケート: all charts of both surveys on a page each, every figure there, what is not certain is said."""

from decimal import Decimal

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import ChartKind, QuestionKind
from dxplanner.handouts import surveys
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Chart, ChartForm, ChartRow, Notes, Paragraph, Table
from dxplanner.handouts.pages import height_on_page
from dxplanner.model import Cell, Choice, Item, Question, Remark, RemarkCell, Survey
from dxplanner.model.snapshot import PlanSnapshot
from tests.handouts.builders import inferred, snapshot
from tests.handouts.seed_texts import laid_out, missing, page_texts
from tests.sample.reading import seed

CODES = {"survey-citizen": "市民", "survey-business": "事業者"}


def question(survey: Survey, title: str, *shares: str | None, **fields: object) -> Question:
    values: dict[str, object] = {"kind": QuestionKind.SINGLE, "n": 100, "unit": "%", "chart": ChartKind.PIE}
    made = Question(uid=title, survey=survey, title=title, position=len(survey.questions), **values | fields)
    for at, share in enumerate(shares):
        choice = Choice(uid=f"{title}-{at}", question=made, label=f"選択肢{at}", position=at)
        value = None if share is None else Decimal(share)
        choice.cells.append(Cell(uid=f"{title}-{at}-cell", share=value, position=0))
    return made


def matrix(survey: Survey, title: str, rows: int) -> Question:
    made = question(survey, title, kind=QuestionKind.MATRIX, chart=ChartKind.STACKED)
    items = [Item(id=at + 1, uid=f"item-{at}", label=f"項目{at}", position=at) for at in range(rows)]
    made.items += items
    for at, share in enumerate(("60.0", "40.0")):
        choice = Choice(uid=f"column-{at}", question=made, label=f"区分{at}", position=at)
        for item in items:
            cell = Cell(uid=f"{item.uid}-{at}", item=item, share=Decimal(share), position=item.position)
            cell.item_id = item.id
            choice.cells.append(cell)
    return made


def survey(target: str = "市民") -> Survey:
    return Survey(
        uid=f"survey-{target}",
        target=target,
        position=0,
        period_as_written="2024年6月～7月",
        method="調査票",
        distributed=3000,
        returned=1008,
        counting_unit="人",
    )


def built(made: Survey, *rows: object, area: Area = A4_LANDSCAPE, **options: object) -> tuple[Block, ...]:
    return surveys.build(snapshot([made, *made.questions, *rows]), options, area)  # type: ignore[list-item]


def charts(blocks: tuple[Block, ...]) -> list[list[Chart]]:
    return [list(block.charts) for block in blocks if isinstance(block, ChartRow)]


def notes(blocks: tuple[Block, ...]) -> str:
    return "".join(text for block in blocks if isinstance(block, Notes) for _, text in block.entries)


@pytest.mark.parametrize("code", CODES)
def test_a_survey_of_the_sample_is_one_page_with_everything(sample: PlanSnapshot, code: str) -> None:
    (page,) = page_texts(sample, code)
    made = next(one for one in sample.all(Survey) if one.target == CODES[code])
    words: list[str] = ["調査時期", "調査パネル", made.method or "", made.period_as_written or ""]
    words += [f"{made.returned:,}{made.counting_unit}", f"配布{made.distributed:,}", f"{made.printed_rate}％"]
    for one in made.questions:
        words += [one.title, *(choice.label for choice in one.choices), *(item.label for item in one.items)]
        for choice in one.choices:
            words += [f"{cell.share:f}" for cell in choice.cells if cell.share is not None]
            words += [f"{cell.count:,}" for cell in choice.cells if cell.count is not None]
    for remark in made.remarks:
        words += [remark.heading or "", remark.text]
    assert missing(page, words) == []
    assert laid_out(sample, code).warnings == ()


def test_the_seeds_figures_are_on_the_pages(sample: PlanSnapshot) -> None:
    pages = {CODES[code]: page_texts(sample, code)[0] for code in CODES}
    for one in seed("surveys"):
        words = [one["period"], one["method"], f"{one['returned']:,}", f"{one['distributed']:,}", one["rate"]]
        for asked in one["questions"]:
            words.append(asked["title"])
            for label, count, share in asked.get("options", []):
                words += [label, *([f"{count:,}"] if count is not None else []), *([share] if share else [])]
        assert missing(pages[one["target"]], words) == []


def test_the_rate_is_computed_and_stays_a_number() -> None:
    made = survey()
    question(made, "利用", "60.0", "40.0")
    table = built(made)[0]
    assert isinstance(table, Table)
    shown = [(cell.text, cell.value) for cell in table.rows[0] if cell]
    assert ("33.6％", Decimal("33.6")) in shown
    assert ("1,008人（配布3,000人）", Decimal(1008)) in shown
    assert [text for text, _ in shown[::2]] == ["調査対象", "調査時期", "調査パネル", "サンプル数", "回収率"]


def test_a_long_chart_is_divided_only_where_the_page_is_too_small() -> None:
    made = survey()
    matrix(made, "影響", 13)
    assert [[chart.title for chart in row] for row in charts(built(made))] == [["影響"]]
    divided = charts(built(made, area=Area(269.0, 80.0)))
    assert [[chart.title for chart in row] for row in divided] == [["影響（1／2）", "影響（2／2）"]]
    assert [len(chart.categories) for row in divided for chart in row] == [7, 6]


def test_charts_stand_beside_each_other_as_asked() -> None:
    made = survey()
    for at in range(5):
        question(made, f"設問{at}", "60.0", "40.0")
    assert [len(row) for row in charts(built(made, columns=2))] == [2, 2, 1]
    assert [len(row) for row in charts(built(made, columns=5.0))] == [5]
    blocks = built(made)
    assert height_on_page(blocks, A4_LANDSCAPE) <= A4_LANDSCAPE.height + 3
    assert max(len(row) for row in charts(blocks)) <= 5


def test_remarks_stand_beside_the_answers_that_they_speak_of() -> None:
    made = survey()
    asked = [question(made, f"設問{at}", "60.0", "40.0") for at in range(2)]
    remark = Remark(uid="r", survey=made, heading="所見", text="多いです。", position=0)
    remark.cells.append(RemarkCell(cell=asked[1].choices[0].cells[0], position=0))
    rows = [block for block in built(made, columns=1) if isinstance(block, ChartRow)]
    assert [row.texts for row in rows] == [(), (("所見", "多いです。"),)]
    assert [row.text_names for row in rows] == [(), ("r",)]
    assert all(not row.texts for row in built(made, columns=1, remarks=False) if isinstance(row, ChartRow))


def test_a_chosen_question_brings_only_its_own_remarks() -> None:
    made = survey()
    asked = [question(made, f"設問{at}", "60.0", "40.0", code=f"Q{at}") for at in range(2)]
    remark = Remark(uid="r", survey=made, heading="所見", text="多いです。", position=0)
    remark.cells.append(RemarkCell(cell=asked[1].choices[0].cells[0], position=0))
    (row,) = [block for block in built(made, questions=["Q0"]) if isinstance(block, ChartRow)]
    assert [chart.title for chart in row.charts] == ["設問0"]
    assert row.texts == ()


def test_counts_beside_shares_are_printed_with_their_unit() -> None:
    made = survey()
    one = question(made, "課題", "46.2", n=502, base=478, kind=QuestionKind.MULTIPLE, chart=ChartKind.BAR)
    one.choices[0].cells[0].count = 221
    ((chart,),) = charts(built(made))
    assert chart.series[0].values[0].text == "46.2%（221人）"
    assert "478" in chart.note


def test_what_is_inferred_or_lost_or_does_not_add_up_is_said() -> None:
    made = survey()
    guessed = question(made, "影響", "60.0", None, "30.0")
    doubtful = question(made, "保有", "88.3", "0.1", "11.5", n=1008)
    blocks = built(made, inferred(guessed))
    first, second = (chart for row in charts(blocks) for chart in row)
    assert all(value.inferred for value in first.series[0].values if value.value is not None)
    assert not any(value.inferred for value in second.series[0].values)
    assert "（推定）" in notes(blocks)
    assert "「値なし」" in notes(blocks)
    assert f"「{doubtful.title}」は、件数に戻すと計1,007で、n=1,008と合いません" in notes(blocks)
    assert "合いません" not in notes(built(made, checks=False))


def test_a_certain_survey_needs_no_note() -> None:
    made = survey()
    question(made, "利用", "60.0", "40.0")
    assert notes(built(made)) == ""


def test_a_guessed_n_is_marked_at_its_chart() -> None:
    made = survey()
    one = question(made, "機器", "60.0", "40.0")
    ((chart,),) = charts(built(made, inferred(one, "n")))
    assert chart.note == "n=100（推定）"


def test_figures_lead_to_their_rows() -> None:
    made = survey()
    one = question(made, "利用", "60.0", "40.0")
    ((chart,),) = charts(built(made))
    assert chart.form is ChartForm.PIE
    assert [value.name for value in chart.series[0].values] == [
        f"{choice.cells[0].uid}/share" for choice in one.choices
    ]


def test_nothing_to_show_is_said() -> None:
    assert surveys.build(snapshot(), {}) == (Paragraph("該当する内容はありません。"),)
    assert built(survey())[1:] == (Paragraph("該当する内容はありません。"),)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"survey": "ない調査"}, "アンケート「ない調査」が見つかりません。あるのは「市民」です。"),
        ({"questions": ["ない設問"]}, "設問「ない設問」が見つかりません"),
        ({"questions": "利用"}, "名前の一覧"),
        ({"columns": 9}, "0から5まで"),
        ({"columns": True}, "整数"),
    ],
)
def test_wrong_options_are_told_in_japanese(options: dict[str, object], words: str) -> None:
    made = survey()
    question(made, "利用", "60.0", "40.0")
    with pytest.raises(InputError, match=words):
        surveys.build(snapshot([made, *made.questions]), options)
