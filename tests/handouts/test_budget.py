"""予算・財源内訳: two tiers, totals that a workbook adds up, computed grants, footnotes where they belong."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import FundingSource, Rounding
from dxplanner.handouts import budget
from dxplanner.handouts.area import A4_LANDSCAPE
from dxplanner.handouts.blocks import Block, Cell, Heading, Notes, PageBreak, Paragraph, Table
from dxplanner.handouts.fitting import pages_of
from dxplanner.handouts.pages import height_on_page
from dxplanner.model import (
    BudgetGroup,
    BudgetItem,
    BudgetProgram,
    BudgetProject,
    Footnote,
    Funding,
    Subsidy,
    TaxMeasure,
)
from tests.handouts.builders import inferred, snapshot


@pytest.fixture
def project() -> BudgetProject:
    program = BudgetProgram(
        pages="126～127",
        kan_number="２",
        kan_name="総務費",
        number="１-１",
        name="デジタル化推進費",
        total=60979,
    )
    made = BudgetProject(uid="project", program=program, name="場の創出", amount=3539)
    group = BudgetGroup(project=made, number="（１）", name="実証事業")
    for number, (setsu, name, amount) in enumerate(
        (
            ("委託料", "共同研究費", 1608),
            ("備品購入費", "３Ｄプリンター等", 1686),
            ("その他", "チラシ等", 245),
        )
    ):
        item = BudgetItem(uid=f"item-{number}", project=made, setsu=setsu, name=name, amount=amount)
        item.group = group if number < 2 else None
    made.funding += [
        Funding(uid="national", source=FundingSource.NATIONAL, amount=1714),
        Funding(uid="general", source=FundingSource.GENERAL, amount=1825),
    ]
    made.subsidies.append(
        Subsidy(
            uid="subsidy",
            name="交付金",
            source=FundingSource.NATIONAL,
            eligible=3429,
            rate=Fraction(1, 2),
            rounding=Rounding.DOWN,
        )
    )
    made.tax_measures.append(TaxMeasure(uid="tax", target="人材育成に係る経費", rate=Decimal("0.7")))
    made.footnotes += [
        Footnote(mark="※１", anchor="共同研究", text="大学との研究"),
        Footnote(mark="※２", anchor="どこにもない", text="使われない注"),
    ]
    return made


def blocks_of(project: BudgetProject, **options: object) -> tuple[Block, ...]:
    return budget.build(snapshot([project, project.program]), options)


def tables(project: BudgetProject) -> list[Table]:
    return [block for block in blocks_of(project) if isinstance(block, Table)]


def texts(row: tuple[Cell | None, ...]) -> list[str]:
    return [cell.text for cell in row if cell]


def test_the_amount_has_two_tiers_of_numbers(project: BudgetProject) -> None:
    rows = tables(project)[0].rows
    upper, lower = rows[0][-1], rows[1][-1]
    assert upper is not None
    assert lower is not None
    assert (upper.text, upper.value) == ("60,979", 60979)
    assert (lower.text, lower.value, lower.joined) == ("（3,539）", 3539, True)


def test_an_amount_below_zero_is_bracketed_with_its_sign(project: BudgetProject) -> None:
    project.amount = -1234
    part = tables(project)[0].rows[1][-1]
    assert part is not None
    assert part.text == "（△1,234）"
    assert part.number_format == '"（"#,##0"）";"（△"#,##0"）"'


def test_groups_and_totals_are_sums_of_the_cells(project: BudgetProject) -> None:
    table = tables(project)[1]
    assert [texts(row) for row in table.rows] == [
        ["（１）　実証事業", "3,294"],
        ["委託料", "共同研究※１費", "1,608"],
        ["備品購入費", "３Ｄプリンター等", "1,686"],
        ["その他", "チラシ等", "245"],
        ["合計", "3,539"],
    ]
    for row in table.rows:
        cell = row[-1]
        assert cell is not None
        if cell.total:
            summed = [table.rows[at][column] for at, column in cell.total.cells]
            assert cell.value == sum(int(part.value or 0) for part in summed if part)


def test_sources_without_an_amount_are_a_dash(project: BudgetProject) -> None:
    table = tables(project)[2]
    assert texts(table.rows[0]) == ["3,539", "1,714", "－", "－", "－", "1,825"]
    first = table.rows[0][0]
    assert first is not None
    assert first.total is not None


def test_funding_that_does_not_add_up_is_no_formula(project: BudgetProject) -> None:
    project.funding[0].amount = 1
    first = tables(project)[2].rows[0][0]
    assert first is not None
    assert first.total is None


def test_grants_are_computed_and_rounded_by_their_rule(project: BudgetProject) -> None:
    rows = tables(project)[3].rows
    assert texts(rows[0]) == [
        "国庫支出金",
        "交付金",
        "3,429",
        "1/2",
        "1,714",
        "3,429千円 × 1/2 ＝ 1,714千円\n（千円未満切捨て）\n事業費との差引 110千円",
    ]
    assert texts(rows[1])[2:5] == ["－", "0.7", "－"]
    rate = rows[0][3]
    assert rate is not None
    assert (rate.value, rate.number_format) == (Decimal("0.5"), "# ?/?")


def test_a_rule_of_rounding_that_is_inferred_is_marked_where_it_matters(project: BudgetProject) -> None:
    mark = inferred(project.subsidies[0], "rounding")
    blocks = budget.build(snapshot([project, project.program, mark]), {})
    rows = [block for block in blocks if isinstance(block, Table)][3].rows
    assert "（千円未満切捨て）（推定）" in texts(rows[0])[-1]
    assert any(
        "（推定）" in text for block in blocks if isinstance(block, Notes) for _, text in block.entries
    )


def test_a_grant_without_a_rate_is_not_computed(project: BudgetProject) -> None:
    project.subsidies[0].rate = None
    assert "算定していません" in texts(tables(project)[3].rows[0])[-1]


def test_only_footnotes_whose_words_are_printed_appear(project: BudgetProject) -> None:
    (notes,) = [block for block in blocks_of(project) if isinstance(block, Notes)]
    assert notes.entries == (("※１", "大学との研究"),)
    (everything,) = [block for block in blocks_of(project, footnotes="all") if isinstance(block, Notes)]
    assert len(everything.entries) == 2


def test_two_footnotes_with_one_mark_are_kept_apart(project: BudgetProject) -> None:
    project.footnotes[1].mark, project.footnotes[1].anchor = "※１", "国庫支出金"
    (notes,) = [block for block in blocks_of(project) if isinstance(block, Notes)]
    assert len(notes.entries) == 2


def test_notes_are_numbered_anew_in_the_order_of_their_words(project: BudgetProject) -> None:
    project.footnotes[:] = [
        Footnote(mark="※6", anchor="国庫支出金", text="交付金の説明"),
        Footnote(mark="※２", anchor="チラシ", text="チラシの説明"),
        Footnote(mark="※３", anchor="どこにもない", text="使われない注"),
        Footnote(mark="※4", anchor="共同研究費", text="研究費の説明"),
        Footnote(mark="※5", anchor="共同", text="共同の説明"),
        Footnote(mark="※", anchor="備品", text="備品の説明"),
        Footnote(mark="※9", text="どの語句にも付かない注"),
    ]
    blocks = blocks_of(project)
    (notes,) = [block for block in blocks if isinstance(block, Notes)]
    assert notes.entries == (
        ("※１", "共同の説明"),
        ("※２", "研究費の説明"),
        ("※", "備品の説明"),
        ("※３", "チラシの説明"),
        ("※４", "交付金の説明"),
        ("※５", "どの語句にも付かない注"),
    )
    printed = [
        cell.text
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        if cell
    ]
    assert {"共同※１研究費※２", "備品※購入費", "チラシ※３等"} <= set(printed)


def test_the_funding_of_a_briefing_keeps_the_numbers_of_the_project(project: BudgetProject) -> None:
    project.footnotes[1].mark, project.footnotes[1].anchor = "※5", "国庫支出金"
    blocks = budget.build_funding(snapshot([project, project.program]), {})
    (notes,) = [block for block in blocks if isinstance(block, Notes)]
    assert notes.entries == (("※5", "使われない注"),)


def test_what_is_too_much_for_a_page_is_divided_before_the_funding(project: BudgetProject) -> None:
    project.items += [
        BudgetItem(uid=f"more-{at}", project=project, setsu="委託料", name=f"委託{at}", amount=0)
        for at in range(6)
    ]
    blocks = blocks_of(project)
    pages = pages_of(blocks)
    assert [[block.text for block in page if isinstance(block, Heading)] for page in pages] == [
        ["積算"],
        ["財源内訳", "補助金等の算出"],
    ]
    assert all(height_on_page(page, A4_LANDSCAPE) <= A4_LANDSCAPE.height for page in pages)


def test_what_two_pages_cannot_hold_flows_on(project: BudgetProject) -> None:
    project.items += [
        BudgetItem(uid=f"more-{at}", project=project, setsu="委託料", name=f"委託{at}", amount=0)
        for at in range(60)
    ]
    blocks = blocks_of(project)
    assert not any(isinstance(block, PageBreak) for block in blocks)
    assert {block.size for block in blocks if isinstance(block, Table)} == {10.5}


def test_inferred_words_are_marked_and_explained(project: BudgetProject) -> None:
    plan = snapshot([project, project.program, inferred(project.items[0], "name")])
    blocks = budget.build(plan, {})
    cell = next(
        block for block in blocks if isinstance(block, Table) and "節" in texts(block.header[0])
    ).rows[1][1]
    assert cell is not None
    assert cell.text == "共同研究※１費（推定）"
    assert any(
        "（推定）" in text for block in blocks if isinstance(block, Notes) for _, text in block.entries
    )


def test_a_project_fits_one_page(project: BudgetProject) -> None:
    assert height_on_page(blocks_of(project), A4_LANDSCAPE) <= A4_LANDSCAPE.height


def test_no_project_says_so_and_an_unknown_one_is_told(project: BudgetProject) -> None:
    assert budget.build(snapshot(), {}) == (Paragraph("該当する内容はありません。"),)
    with pytest.raises(InputError, match="予算事業「別の事業」が見つかりません。あるのは「場の創出」です。"):
        budget.build(snapshot([project, project.program]), {"project": "別の事業"})
