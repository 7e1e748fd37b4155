"""On which page of the two source documents each name and figure of the inventory stands, and in which form.

S0 is 予算事業の説明 (three projects, printed by ``briefing-1`` to ``-3``), S1 素案の概要 (``draft-report``).
What stands on no page is listed in ``NOT_PRINTED`` with its reason: nothing is left out silently.
"""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from dxplanner.domain.fiscal import FiscalStyle, format_date, format_fiscal_year
from tests.handouts.printed_texts import PageText
from tests.handouts.seed_leaves import Leaf, matches

Form = Callable[[str | int | bool], str]

PAGES: Final = {
    "S0-1": ("briefing-1", "表紙"),
    "S0-2": ("briefing-1", "１ 概要"),
    "S0-3": ("briefing-1", "２ 事業内容"),
    "S0-4": ("briefing-1", "３ スケジュール"),
    "S0-5": ("briefing-2", "１ 目指す姿"),
    "S0-6": ("briefing-2", "４ 事業内容"),
    "S0-7": ("briefing-2", "５ スケジュール"),
    "S0-8": ("briefing-3", "１ 目指す姿"),
    "S0-9": ("briefing-3", "３ 事業の概要・目的"),
    "S0-10": ("briefing-3", "４ 事業全体の流れ"),
    "S0-11": ("briefing-3", "５ 令和6年度の事業内容"),
    "S1-3": ("draft-report", "１ 概要"),
    "S1-4": ("draft-report", "（４）計画の構成"),
    "S1-5": ("draft-report", "（５）施策体系の変更"),
    "S1-6": ("draft-report", "（６）本市のこれまでの取り組み"),
    "S1-7": ("draft-report", "（６）本市のこれまでの取り組み（続き）"),
    "S1-8": ("draft-report", "（７）市民意識（アンケート調査結果の概要）　市民"),
    "S1-9": ("draft-report", "（７）市民意識（アンケート調査結果の概要）　事業者"),
    "S1-10": ("draft-report", "（８）社会動向・技術動向"),
    "S1-11": ("draft-report", "（９）コンセプト"),
    "S1-12": ("draft-report", "（10）2030年のめざす姿の全体像"),
    "S1-13": ("draft-report", "（11）施策体系（案）"),
    "S1-14": ("draft-report", "（12）主な取組み"),
    "S1-15": ("draft-report", "（13）成果指標"),
    "S1-16": ("draft-report", "２ 改訂スケジュール"),
}
"""The page of a source: the handout that prints it, and the heading with which that page begins."""


def text(value: str | int | bool) -> str:
    """As it is written."""
    return str(value)


def figure(value: str | int | bool) -> str:
    """A number with its commas: a whole figure of the page has to be this one."""
    return f"={Decimal(str(value)):,}"


def years(value: str | int | bool) -> str:
    """令和６年度."""
    return format_fiscal_year(int(value), FiscalStyle.LONG)


def short(value: str | int | bool) -> str:
    """R6."""
    return format_fiscal_year(int(value), FiscalStyle.SHORT)


def term(value: str | int | bool) -> str:
    """第１期, however wide its digit is."""
    return f"~第{value}期"


def loose(value: str | int | bool) -> str:
    """1/2 and ０．７, however wide their signs are."""
    return f"~{value}"


def month(value: str | int | bool) -> str:
    """令和４年３月."""
    return format_date(date.fromisoformat(str(value)), FiscalStyle.LONG).rpartition("月")[0] + "月"


def inner(value: str | int | bool) -> str:
    """The name of an element without what is added in 《》, which is printed above it."""
    return str(value).partition("《")[0]


RULES: Final[tuple[tuple[str, str, Form], ...]] = (
    ("plan/name", "S1-3", text),
    ("plan/city", "S1-3", text),
    ("plan/adopted_on", "S0-5 S0-8", month),
    ("plan/first_year", "S1-3", years),
    ("plan/last_year", "S1-3", years),
    ("plan/slogan", "S1-11", text),
    ("terms/*/0", "S1-3", term),
    ("terms/*/1", "S1-3", short),
    ("terms/*/2", "S1-3", short),
    ("axes/*", "S0-2 S1-3", text),
    ("related_plans/0", "S0-2 S1-3", text),
    ("related_plans/1", "S0-8", text),
    ("related_plans/2", "S0-2 S0-5", text),
    ("related_plans/3", "S0-8", text),
    ("action_plans/0/*", "S0-2", text),
    ("action_plans/1/*", "S0-5", text),
    ("action_plans/2/*", "S0-8", text),
    ("levels/*/#", "S1-5", text),
    ("levels/現行計画/3", "S1-4", text),
    ("levels/現行計画/*", "S1-5", text),
    ("levels/見直し案/5", "S1-4", text),
    ("levels/見直し案/*", "S1-13", text),
    ("current/*/number", "S1-5", figure),
    ("current/*/vision", "S1-5", text),
    ("current/*/policy", "S1-5", text),
    ("current/*/measures/**", "S1-5", text),
    ("revised/*/number", "S1-5 S1-13", figure),
    ("revised/*/domain", "S1-10 S1-11 S1-13 S1-14", text),
    ("revised/*/tagline", "S1-11", text),
    ("revised/*/field", "S1-5 S1-10 S1-12 S1-13 S1-14", text),
    ("revised/*/vision", "S1-5 S1-12 S1-13", text),
    ("revised/*/policy", "S1-5 S1-13", text),
    ("revised/*/measures/**", "S1-5 S1-13 S1-14 S1-15", text),
    ("transitions/*/from/*", "S1-5", text),
    ("transitions/*/to/*", "S1-5", text),
    ("chapters_current/**", "S1-4", text),
    ("chapters_revised/**", "S1-4", text),
    *((f"reviews/{number}/*", "S1-6" if number < 6 else "S1-7", text) for number in range(13)),
    ("indicators/*/measure", "S1-15", text),
    ("indicators/*/name", "S1-15", text),
    ("indicators/*/unit", "S1-15", text),
    ("indicators/*/series/*/name", "S1-15", text),
    ("indicators/*/series/*/baseline/0", "S1-15", short),
    ("indicators/*/series/*/baseline/1", "S1-15", figure),
    ("indicators/*/series/*/target/0", "S1-15", short),
    ("indicators/*/series/*/target/1", "S1-15", figure),
    ("indicators/3/baseline_is_sum_of/*", "S1-9", figure),
    ("indicators/*/baseline_is_sum_of/*", "S1-8", figure),
    ("initiatives/**", "S1-14", text),
    *(
        rule
        for number, page in enumerate(("S1-8", "S1-9"))
        for rule in (
            (f"surveys/{number}/target", page, text),
            (f"surveys/{number}/period", page, text),
            (f"surveys/{number}/method", page, text),
            (f"surveys/{number}/distributed", page, figure),
            (f"surveys/{number}/returned", page, figure),
            (f"surveys/{number}/rate", page, figure),
            (f"surveys/{number}/questions/*/title", page, text),
            (f"surveys/{number}/questions/*/n", page, figure),
            (f"surveys/{number}/questions/*/unit", page, text),
            (f"surveys/{number}/questions/*/axis/*", page, figure),
            (f"surveys/{number}/questions/*/options/*/0", page, text),
            (f"surveys/{number}/questions/*/options/*/1", page, figure),
            (f"surveys/{number}/questions/*/options/*/2", page, figure),
            (f"surveys/{number}/questions/*/rows/*/#", page, text),
            (f"surveys/{number}/questions/*/rows/*/*", page, figure),
        )
    ),
    ("remark_headings/市民/**", "S1-8", text),
    ("remark_headings/事業者/**", "S1-9", text),
    ("remark_words/市民/**", "S1-8", text),
    ("remark_words/事業者/**", "S1-9", text),
    ("trend_columns/**", "S1-10", text),
    ("trend_entries/*/#", "S1-10", text),
    ("trend_words/*", "S1-10", text),
    ("diagram/centre", "S1-12", text),
    ("diagram/nodes/*", "S1-12", inner),
    ("diagram/edges/*", "S1-12", text),
    ("schedules/1/title", "S1-16", text),
    *(
        rule
        for number, page in enumerate(("S0-4", "S1-16", "S0-7", "S0-11"))
        for rule in (
            (f"schedules/{number}/columns/*/0", page, text),
            (f"schedules/{number}/columns/*/1", page, text),
            (f"schedules/{number}/lanes/*/group", page, text),
            (f"schedules/{number}/lanes/*/name", page, text),
            (f"schedules/{number}/lanes/*/bars/*/0", page, text),
        )
    ),
    *(
        rule
        for number, page in enumerate(("S0-3", "S0-10"))
        for rule in (
            (f"flows/{number}/title", page, text),
            (f"flows/{number}/end", page, text),
            (f"flows/{number}/steps/*/0", page, text),
            (f"flows/{number}/steps/*/1", page, text),
            (f"flows/{number}/steps/*/4", page, years),
        )
    ),
    ("budget_program/fiscal_year", "S0-4 S0-7 S0-11", years),
    ("budget_program/total", "S0-2 S0-5 S0-8", figure),
    ("budget_program/**", "S0-2 S0-5 S0-8", text),
    *(
        rule
        for number, (head, content, funding) in enumerate(
            (("S0-2", "S0-3", "S0-4"), ("S0-5", "S0-6", "S0-7"), ("S0-8", "S0-11", "S0-11"))
        )
        for rule in (
            (f"budgets/{number}/name", head, text),
            (f"budgets/{number}/amount", f"{head} {funding}", figure),
            (f"budgets/{number}/items/*/3", content, figure),
            (f"budgets/{number}/items/**", content, text),
            (f"budgets/{number}/groups/*/#", content, text),
            (f"budgets/{number}/groups/*", content, figure),
            (f"budgets/{number}/funding/*/#", funding, text),
            (f"budgets/{number}/funding/*", funding, figure),
            (f"budgets/{number}/subsidy/0", funding, text),
            (f"budgets/{number}/subsidy/1", funding, figure),
            (f"budgets/{number}/subsidy/2", funding, loose),
            (f"budgets/{number}/subsidy/4", funding, figure),
            (f"budgets/{number}/tax/0", funding, text),
            (f"budgets/{number}/tax/1", funding, loose),
            (f"budgets/{number}/serves/*", head, text),
        )
    ),
    *((f"budgets/1/footnotes/{n}", f"S0-{page}", text) for n, page in enumerate((5, 5, 6, 7, 7, 7))),
    ("budgets/2/footnotes/0", "S0-9", text),
    ("budgets/2/footnotes/1", "S0-11", text),
    ("budget_words/長崎市ＤＸ推進計画改訂/#", "S0-2", text),
    ("budget_words/職員の育成/#", "S0-5", text),
    ("budget_words/最新のテクノロジーに触れる場の創出/#", "S0-8", text),
    *(
        (f"budget_words/{name}/{number}", f"S0-{page}", text)
        for name, pages in (
            ("長崎市ＤＸ推進計画改訂", (3,) * 6),
            ("職員の育成", (6,) * 5 + (5,) * 3 + (6,) * 4),
            ("最新のテクノロジーに触れる場の創出", (8,) * 3 + (9,) * 5 + (8,)),
        )
        for number, page in enumerate(pages)
    ),
    *((f"footnote_words/{n}", f"S0-{p}", text) for n, p in enumerate((7, 11, 7, 11, 5, 5, 6, 7, 9, 9))),
    ("plan_words/0", "S1-11", text),
    ("plan_words/1", "S1-11", text),
    ("plan_words/*", "S0-2 S1-3", text),
    ("meetings/0/0", "S0-1", text),
    ("departments/0", "S0-1", text),
)
"""Pattern of paths, the pages on which each value of them has to stand, its form. The first rule counts."""

NOT_PRINTED: Final[tuple[tuple[str, str], ...]] = (
    ("transitions/*/detail", "矢印は抽出で失われた。変更の種類は目録の読みで、短い語で印刷する"),
    ("transitions/*/confidence", "確度は目録の評価で、資料には「（推定）」とだけ印刷する"),
    ("transitions/*/basis", "根拠は目録の説明で、画面の出典に出る"),
    ("indicators/*/direction", "素案の表に方向の欄がない"),
    ("indicators/*/kind", "素案の表に値の種類の欄がない（累計は指標名にある）"),
    ("surveys/*/months/*", "調査時期は「2024年6月～7月」の表記で印刷する"),
    ("surveys/*/questions/*/code", "設問の記号は目録の整理用で、素案にない"),
    ("surveys/*/questions/*/kind", "設問の形式は素案に文字がない"),
    ("surveys/*/questions/*/base", "割合の分母478は件数からの逆算で、素案にはn=502と印字されている"),
    ("surveys/*/questions/*/chart", "図の種類は図そのものに現れる"),
    ("surveys/*/questions/*/counts_from_shares/*", "割合から計算した件数で、素案にない"),
    ("surveys/*/questions/*/row_confidence/*", "確度は目録の評価"),
    ("trend_entries/*/*", "項目の数は箇条書きの数に現れる"),
    ("schedules/*/title", "工程表の見出しは「スケジュール」で、事業名はページの見出しにある"),
    ("schedules/*/edition", "版の名称は画面で選ぶためのもの"),
    ("schedules/*/columns/*/2", "日付は列の見出しと位置に現れる"),
    ("schedules/*/columns/*/3", "日付は列の見出しと位置に現れる"),
    ("schedules/*/lanes/*/bars/*/*", "棒の日付と種類は位置と形に、確度は破線に現れる"),
    ("flows/*/steps/*/2", "月は「R6.4～6月」の表記で印刷する"),
    ("flows/*/steps/*/3", "月は「R6.4～6月」の表記で印刷する"),
    ("flows/*/steps/*/5", "作業の数は丸数字の数に現れる"),
    ("budgets/*/subsidy/3", "端数の処理は計算の規則で、資料に文字がない"),
    ("meetings/*/*", "会議は工程表の区分から起こした行で、日付は目録の読み"),
    ("source_pages/**", "原資料のページ番号で、印刷する資料は自分の番号を持つ"),
    ("open_points/**", "原資料についての確認事項で、配る資料には載せない"),
    ("indicator_note_words/**", "備考は画面だけに出る"),
    ("survey_note_words/**", "備考は画面だけに出る"),
    ("lost_shares/**", "抽出で失われた割合についての備考で、値がない"),
)
"""Pattern of paths, and why such a value stands on no page."""


def rule_of(path: str) -> tuple[str, tuple[str, ...], Form] | None:
    """The first rule of a path: pattern, pages, form."""
    for pattern, pages, form in RULES:
        if matches(path, pattern):
            return pattern, tuple(pages.split()), form
    return None


def reason_of(path: str) -> str | None:
    """Why a value is not printed."""
    return next((reason for pattern, reason in NOT_PRINTED if matches(path, pattern)), None)


def expected(found: Iterator[Leaf], page: str) -> list[tuple[str, str, str]]:
    """Pattern, path and printed form of all that has to stand on a page."""
    rows = []
    for path, value in found:
        rule = rule_of(path)
        if rule is not None and page in rule[1]:
            rows.append((rule[0], path, rule[2](value)))
    return rows


def absent(page: PageText, wanted: list[tuple[str, str, str]]) -> list[str]:
    """What does not stand on a page. Figures of one kind have to be there as often as they are wanted."""
    lacking = []
    left: dict[str, dict[str, int]] = {}
    for pattern, path, form in wanted:
        if form.startswith("="):
            stock = left.setdefault(pattern, dict(page.figures))
            there = stock.get(form[1:], 0) > 0
            stock[form[1:]] = stock.get(form[1:], 0) - 1
        elif form.startswith("~"):
            there = unicodedata.normalize("NFKC", form[1:]) in unicodedata.normalize("NFKC", page.plain)
        else:
            there = page.has(form)
        if not there:
            lacking.append(f"{path}: {form.lstrip('=~')}")
    return lacking
