"""Whatever is typed: boxes lie on their page, texts in their box or a warning says so, nothing is cut."""

from decimal import Decimal
from io import BytesIO
from itertools import count

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dxplanner.domain.vocabulary import Orientation, Paper
from dxplanner.exporters.pdf import write_pdf
from dxplanner.exporters.xlsx import write_xlsx
from dxplanner.handouts import cells
from dxplanner.handouts.blocks import (
    Block,
    Cell,
    Chart,
    ChartForm,
    ChartRow,
    ChartSeries,
    ChartValue,
    Column,
    HandoutDocument,
    Heading,
    Notes,
    PageSetup,
    Paragraph,
    Table,
)
from dxplanner.handouts.documents import build_document
from dxplanner.handouts.drawing import Box
from dxplanner.handouts.metrics import MM_PER_POINT, bundled_metrics
from dxplanner.handouts.pages import DocumentLayout, lay_out_document
from tests.handouts.builders import block, branch, handout, indicator, snapshot, version

LONG = "長崎市における行政サービスのデジタル化の推進に関する基本的な方針及び具体的な取組" * 5
NASTY = (
    LONG[:200],
    "",
    "推進",
    "。、」",
    "𠮷野家の𠮷",
    "ﾊﾝｶｸｶﾅﾉ長ｲ名前ﾃﾞｽ" * 8,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "https://example.jp/" + "a" * 160,
    "一\n二\n三",
    "　　字下げ",
    "👨‍👩‍👧‍👦",
)
texts = st.one_of(st.sampled_from(NASTY), st.text("あいう漢字カナ。、」（ー1aA ﾊﾟ𠮷\n", max_size=200))
setups = st.sampled_from(
    [
        PageSetup(),
        PageSetup(Paper.A4, Orientation.PORTRAIT),
        PageSetup(Paper.A4, Orientation.PORTRAIT, left=45, right=45, top=60, bottom=50),
        PageSetup(Paper.A3),
    ]
)
_HAIR = 0.06
_WARNED = "枠に収まりません"


def check_pages(layout: DocumentLayout) -> None:
    """Boxes inside the page; texts inside their boxes or told; all of a text on its lines."""
    for page in layout.pages:
        for item in page.items:
            for box in item.drawing.boxes:
                assert item.x + box.x * item.scale >= -_HAIR
                assert item.y + box.y * item.scale >= -_HAIR
                assert item.x + box.right * item.scale <= layout.width + _HAIR
                assert item.y + box.bottom * item.scale <= layout.height + _HAIR
                assert blank_free("".join(box.lines)) == blank_free(box.text)
                if sticks_out(box):
                    begin = box.text.replace("\n", "")[:20]
                    assert any(_WARNED in warning and begin in warning for warning in layout.warnings)


def blank_free(text: str) -> str:
    return "".join(text.split())


def sticks_out(box: Box) -> bool:
    """Measured line by line, apart from the program's own review."""
    size = box.style.size * MM_PER_POINT
    if not box.text.strip():
        return False
    if box.style.vertical:
        return max(map(len, box.lines)) * size * 1.25 > box.height + 2 * size + _HAIR
    wide = max(bundled_metrics().width(line, box.style.size, box.style.bold) for line in box.lines)
    return wide > box.width + _HAIR or (len(box.lines) - 1) * size * 1.2 + size > box.height + _HAIR


def check_pdf(data: bytes) -> None:
    """Every character that can be seen lies on the paper."""
    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        words = page.get_textpage()
        for index in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(index)
            assert left >= -0.2
            assert bottom >= -0.2
            assert right <= width + 0.2
            assert top <= height + 0.2


def chart_of(form: ChartForm, names: list[str]) -> Chart:
    """A chart whose title, categories, series and note are these texts."""
    figures = [ChartValue(Decimal(10 + 7 * at), name=f"v{at}") for at in range(len(names))]
    if form is ChartForm.PIE:
        series: tuple[ChartSeries, ...] = (ChartSeries(names[0], tuple(figures)),)
    else:
        series = tuple(ChartSeries(name, tuple(figures)) for name in names[:3])
    return Chart(form, names[0], tuple(names), series, note=names[-1][:40])


def written_and_checked(document: HandoutDocument) -> None:
    """Lay out, check, and write in both formats."""
    layout = lay_out_document(document)
    check_pages(layout)
    pdf, book = BytesIO(), BytesIO()
    result = write_pdf(document, pdf, layout)
    assert result.pages == len(layout.pages)
    check_pdf(pdf.getvalue())
    write_xlsx([document], book)
    number = document.setup.first_page
    for sheet in load_workbook(book).worksheets:
        assert sheet.page_setup.firstPageNumber == number
        number += len(sheet.row_breaks.brk) + 1


@settings(max_examples=20)
@given(st.lists(texts, min_size=4, max_size=12), setups)
@example(list(NASTY), PageSetup())
@example(list(NASTY), PageSetup(Paper.A4, Orientation.PORTRAIT, left=45, right=45, top=60, bottom=50))
def test_running_text_and_tables(words: list[str], setup: PageSetup) -> None:
    rows = tuple(
        (Cell(one), Cell(other, bold=True), cells.amount(10**at))
        for at, (one, other) in enumerate(zip(words, reversed(words), strict=True))
    )
    head = tuple(cells.heading(text[:40]) for text in words[:3])
    table = Table((Column(20), Column(100), Column(30)), (head,), rows)
    blocks: tuple[Block, ...] = (
        Heading(words[0]),
        Paragraph(words[1]),
        table,
        Notes(tuple((word[:3], word) for word in words)),
        Heading(words[2], 3),
    )
    written_and_checked(HandoutDocument("t", words[0], words[3][:80], setup, blocks, words[1], words[2]))


@pytest.mark.parametrize("form", list(ChartForm))
@settings(max_examples=15)
@given(words=st.lists(texts, min_size=2, max_size=7), setup=setups, beside=st.booleans())
@example(words=list(NASTY[:7]), setup=PageSetup(), beside=True)
def test_charts(form: ChartForm, words: list[str], setup: PageSetup, beside: bool) -> None:
    one = chart_of(form, words)
    row = ChartRow((one, one) if not beside else (one,), texts=((words[0], words[1]),) if beside else ())
    written_and_checked(HandoutDocument("t", "図", "", setup, (row,)))


@settings(max_examples=25)
@given(st.lists(texts, min_size=6, max_size=14))
@example(list(NASTY))
@example([LONG[:200]] * 14)
def test_diagrams_and_tables_of_the_plan(words: list[str]) -> None:
    owner = version("新", "分野", "基本目標", "基本施策")
    leaves = branch(owner, words[0], words[1], leaves=words[2:])
    for number, leaf in zip(count(), leaves):
        leaf.goal = words[number]
        indicator(leaf, words[number], "%", (words[1][:20] or None, "36.3", 2024, "50.0", 2027))
    plan = snapshot([owner, *owner.levels, *owner.nodes])
    for kind in ("hierarchy", "indicators"):
        written_and_checked(build_document(plan, handout(block(kind), title=words[-1], number=words[2][:60])))
