"""Where each figure and title of the two source documents is edited: writes docs/coverage.md.

``python -m tests.sample.coverage`` writes it anew; ``tests/ui/test_coverage.py`` goes to each place.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dxplanner.app import program_parts
from dxplanner.domain.vocabulary import DataKind
from dxplanner.model import (
    ActionPlanLink,
    AgendaItem,
    AxisColumn,
    Bar,
    BudgetGroup,
    BudgetItem,
    BudgetProgram,
    BudgetProject,
    Cell,
    Chapter,
    ChapterChange,
    Choice,
    Department,
    Diagram,
    DiagramEdge,
    DiagramNode,
    Entity,
    Flow,
    FlowStep,
    FlowTask,
    Footnote,
    Funding,
    Grade,
    GradeScale,
    Indicator,
    IndicatorSeries,
    IndicatorValue,
    Initiative,
    Item,
    Lane,
    Level,
    Meeting,
    OpenPoint,
    OpinionClass,
    Plan,
    PlanAxis,
    PlanVersion,
    PolicyNode,
    ProjectPoint,
    Provenance,
    Question,
    RelatedPlan,
    Remark,
    Review,
    Schedule,
    ScheduleEdition,
    SourceDocument,
    SourcePage,
    Subsidy,
    Survey,
    TaxMeasure,
    Term,
    Transition,
    TrendColumn,
    TrendEntry,
    entities,
)
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.paths import data_dir
from dxplanner.services.fields import Field, fields_of
from dxplanner.services.sample import write_sample
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from dxplanner.ui.workspace import PANE_OF_KIND, PANE_OF_TABLE
from tests.sample.figure_paths import FIGURE_KINDS, TEXT_KINDS

TARGET: Final = data_dir("docs") / "coverage.md"
NOT_OF_THE_SOURCES: Final = {GradeScale, Grade, OpinionClass}
"""What the sample adds so that a plan can go on: the sources say nothing of it."""

PLACES: Final[Mapping[type[Entity], str]] = {
    Plan: "計画の欄（標語とコンセプトは「動向・関係図」の「コンセプト」でも）",
    Term: "期の一覧",
    PlanAxis: "柱の一覧",
    RelatedPlan: "関連する計画の一覧",
    ActionPlanLink: "行動計画との対応の一覧（予算の「施策・行動計画」にも並ぶ）",
    PlanVersion: "計画版の一覧",
    Level: "階層の一覧（左で選んだ計画版）",
    Department: "組織の一覧",
    PolicyNode: "左の体系で選んだ項目の「基本」",
    Initiative: "左の体系で選んだ項目の「主な取組」",
    Transition: "対応の一覧と、選んだ矢印の詳細",
    Chapter: "現行と見直し案の章の表",
    ChapterChange: "見直し案の章の表の変更内容",
    Review: "成果と課題の表と、下の欄",
    Indicator: "指標の表と「内容」",
    IndicatorSeries: "指標の表の系列",
    IndicatorValue: "指標の表の基準値・目標値とその年度",
    Survey: "「調査の概要」",
    Question: "「設問と結果」の設問の表",
    Choice: "「設問と結果」の選択肢の表",
    Item: "「設問と結果」の項目の表（行列の設問）",
    Cell: "「設問と結果」の件数・割合の欄",
    Remark: "「所見」の表",
    TrendColumn: "「動向」の列の表",
    TrendEntry: "「動向」の表の、分野の行と列",
    Diagram: "「関係図」の名称と説明の欄",
    DiagramNode: "「関係図」の図と、選んだ要素の欄",
    DiagramEdge: "「関係図」の図と、矢印の表",
    Schedule: "「工程表」のメニューの「工程表の名称を変更」",
    ScheduleEdition: "「工程表」のメニューの「版の名称を変更」「版の備考を変更」",
    AxisColumn: "「工程表」のメニューの「資料の列を編集」",
    Lane: "左の表の区分",
    Bar: "図の帯、左の表、下の詳細",
    BudgetProgram: "予算説明書の見出し（上の段）",
    BudgetProject: "予算説明書の見出し（事業の段）",
    BudgetGroup: "「積算・財源」の積算のまとまり",
    BudgetItem: "「積算・財源」の積算の表",
    Funding: "「積算・財源」の財源内訳",
    Subsidy: "「補助金」の補助金の表",
    TaxMeasure: "「補助金」の特別交付税措置の表",
    ProjectPoint: "「事業説明」の表",
    Footnote: "「脚注」の表",
    Flow: "「作業の流れ」の欄",
    FlowStep: "「作業の流れ」のステップの表",
    FlowTask: "「作業の流れ」のステップの表の作業",
    Meeting: "会議の表",
    AgendaItem: "会議の表の下の議題",
    SourceDocument: "原資料の表",
    SourcePage: "原資料の表の下のページ",
    OpenPoint: "確認事項の表",
    Provenance: "値の出典の表（推定と確認済の別は、各画面の値の下でも変えられる）",
}
"""Where in its pane a row is entered."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a source document: what stands there, and of which entity each part is a row."""

    document: str
    number: int
    title: str
    parts: tuple[tuple[str, type[Entity]], ...]


_S0: Final = "令和６年２月市議会 総務委員会資料"
_S1: Final = "改訂素案の報告資料"
_HEADING: Final = (
    ("款・項・目・番号・ページ・予算額", BudgetProgram),
    ("事業の名称、かっこ書きの額", BudgetProject),
    ("アクションプラン該当事業", ActionPlanLink),
)
_CHART: Final = (
    ("工程表の名称", Schedule),
    ("四半期などの列", AxisColumn),
    ("区分", Lane),
    ("帯、審議・報告の時期", Bar),
)
_SURVEY: Final = (
    ("調査時期、方法、配布数、回収数、回収率", Survey),
    ("設問、n、図の種類、軸", Question),
    ("選択肢", Choice),
    ("割合と件数", Cell),
    ("所見", Remark),
)

PAGES: Final[tuple[Page, ...]] = (
    Page(_S0, 1, "表紙", (("会議、日付", Meeting), ("配った資料", AgendaItem), ("作成課", Department))),
    Page(
        _S0,
        2,
        "計画改訂：予算説明書・概要",
        (
            *_HEADING,
            ("目的、位置づけ、背景", Plan),
            ("２つの柱", PlanAxis),
            ("上位計画・行動計画", RelatedPlan),
        ),
    ),
    Page(
        _S0,
        3,
        "計画改訂：事業内容",
        (
            ("事業の説明、委託の内容", ProjectPoint),
            ("改訂作業の流れ", Flow),
            ("ステップと月", FlowStep),
            ("丸数字の作業", FlowTask),
            ("節、積算、金額", BudgetItem),
        ),
    ),
    Page(_S0, 4, "計画改訂：スケジュール・財源内訳", (*_CHART, ("財源内訳", Funding))),
    Page(
        _S0,
        5,
        "職員の育成：予算説明書",
        (*_HEADING, ("目指す姿、取組み事例、現状と課題、対応方針", ProjectPoint), ("※１・※２", Footnote)),
    ),
    Page(
        _S0,
        6,
        "職員の育成：事業内容",
        (
            ("（１）～（３）のまとまりと説明", BudgetGroup),
            ("節、積算、金額", BudgetItem),
            ("学習の項目", ProjectPoint),
            ("※３", Footnote),
        ),
    ),
    Page(
        _S0,
        7,
        "職員の育成：スケジュール・財源内訳",
        (
            *_CHART,
            ("財源内訳", Funding),
            ("補助対象経費、補助率", Subsidy),
            ("措置率", TaxMeasure),
            ("※４～※６", Footnote),
        ),
    ),
    Page(
        _S0,
        8,
        "触れる場：予算説明書",
        (*_HEADING, ("目指す姿、取組み事例、現状・課題", ProjectPoint), ("経済成長戦略", RelatedPlan)),
    ),
    Page(
        _S0,
        9,
        "触れる場：概要・目的",
        (
            ("概要・目的、効果、参考事例", ProjectPoint),
            ("効果の図", Diagram),
            ("図の枠", DiagramNode),
            ("図の矢印", DiagramEdge),
            ("VR・ARの注", Footnote),
        ),
    ),
    Page(
        _S0,
        10,
        "触れる場：事業全体の流れ",
        (("流れの名称", Flow), ("①～⑤と着手年度", FlowStep), ("作業", FlowTask)),
    ),
    Page(
        _S0,
        11,
        "触れる場：令和6年度の事業内容",
        (("節、積算、金額", BudgetItem), *_CHART, ("財源内訳", Funding), ("補助対象経費、補助率", Subsidy)),
    ),
    Page(
        _S1,
        3,
        "（１）～（３）目的・位置づけ・背景",
        (
            ("文章", Plan),
            ("３年ごとの期", Term),
            ("現行計画・見直し案", PlanVersion),
            ("総合計画", RelatedPlan),
        ),
    ),
    Page(
        _S1, 4, "（４）計画の構成", (("章の番号、章名、素案のページ", Chapter), ("変更内容", ChapterChange))
    ),
    Page(
        _S1,
        5,
        "（５）施策体系の変更",
        (
            ("めざす姿・方針・施策の番号と名称", PolicyNode),
            ("階層の名称", Level),
            ("矢印と変更の種類", Transition),
        ),
    ),
    Page(_S1, 6, "（６）これまでの取り組み", (("主な成果、課題、方針名", Review),)),
    Page(_S1, 7, "（６）これまでの取り組み（続き）", (("主な成果、課題、方針名", Review),)),
    Page(_S1, 8, "（７）市民意識（市民）", (*_SURVEY, ("影響の図の13項目", Item))),
    Page(_S1, 9, "（７）市民意識（事業者）", _SURVEY),
    Page(
        _S1,
        10,
        "（８）社会動向・技術動向",
        (("２段の見出し", TrendColumn), ("動向、技術、未来予想", TrendEntry)),
    ),
    Page(_S1, 11, "（９）コンセプト", (("標語と文章", Plan), ("３つの領域と説明", PolicyNode))),
    Page(
        _S1,
        12,
        "（10）めざす姿の全体像",
        (("図の名称と説明", Diagram), ("図の要素", DiagramNode), ("関係を表す語句", DiagramEdge)),
    ),
    Page(_S1, 13, "（11）施策体系（案）", (("領域から基本施策まで", PolicyNode), ("階層の名称", Level))),
    Page(_S1, 14, "（12）主な取組み", (("取組名", Initiative),)),
    Page(
        _S1,
        15,
        "（13）成果指標",
        (
            ("3年後のめざす姿", PolicyNode),
            ("指標名、単位、備考", Indicator),
            ("国内・国外", IndicatorSeries),
            ("基準値、目標値、年度", IndicatorValue),
        ),
    ),
    Page(_S1, 16, "２ 改訂スケジュール", (*_CHART, ("版の名称と、前の版との違い", ScheduleEdition))),
    Page(
        "全体",
        0,
        "資料そのものについて",
        (
            ("資料名、作成課、時期", SourceDocument),
            ("ページの題名と内容", SourcePage),
            ("誤字、食い違い、抽出で失われたもの", OpenPoint),
            ("値ごとの原資料、ページ、推定の根拠", Provenance),
        ),
    ),
)


def pane_of(entity: type[Entity]) -> str:
    """The key of the pane in which rows of an entity are entered."""
    return PANE_OF_TABLE.get(entity.__tablename__) or PANE_OF_KIND[entity.__data_kind__]


def inventory_fields(sample: PlanSnapshot) -> dict[type[Entity], dict[str, Field]]:
    """The figures, dates and texts that the sample holds from the sources, by entity."""
    found = {}
    for entity in entities():
        if entity.__data_kind__ is DataKind.PRINTING or entity in NOT_OF_THE_SOURCES:
            continue
        said = {
            name: field
            for name, field in fields_of(entity).items()
            if field.spec.kind in FIGURE_KINDS | TEXT_KINDS
            and any(getattr(row, name) is not None for row in sample.all(entity))
        }
        if said:
            found[entity] = said
    return found


def document(sample: PlanSnapshot) -> str:
    """The whole of docs/coverage.md."""
    return "\n".join(_lines(inventory_fields(sample))) + "\n"


def _lines(fields: Mapping[type[Entity], Mapping[str, Field]]) -> Iterator[str]:
    titles = {pane.key: pane.title for pane in program_parts().panes}
    yield "# 原資料の値をどこで直すか"
    yield ""
    yield "2つの原資料のページごとに、そこにある数値・名称・日付を直す画面（タブ）と場所を示す。"
    yield "変更履歴の行や、資料のプレビューの数値を押しても、同じ場所が開く。"
    for name in dict.fromkeys(page.document for page in PAGES):
        yield ""
        yield f"## {name}"
        yield ""
        yield "| ページ | そこにあるもの | データの種類 | 画面 | 画面の中の場所 |"
        yield "| --- | --- | --- | --- | --- |"
        for page in PAGES:
            if page.document != name:
                continue
            head = f"{page.number} {page.title}" if page.number else page.title
            for number, (what, entity) in enumerate(page.parts):
                cells = (
                    "" if number else head,
                    what,
                    entity.__data_kind__.value,
                    titles.get(pane_of(entity), "（なし）"),
                    PLACES[entity],
                )
                yield f"| {' | '.join(cells)} |"
    yield ""
    yield "## 欄ごと"
    yield ""
    yield "| データ | 欄 | 画面 | 画面の中の場所 |"
    yield "| --- | --- | --- | --- |"
    for entity, names in fields.items():
        labels = "、".join(field.label for field in names.values())
        pane = titles.get(pane_of(entity), "（なし）")
        yield f"| {entity.__label__} | {labels} | {pane} | {PLACES[entity]} |"


def main() -> None:
    """Write docs/coverage.md from the sample."""
    author = Author("企画係", "PC-01")
    with tempfile.TemporaryDirectory() as folder:
        path = write_sample(Path(folder) / "sample.dxplan", author)
        with PlanFile.open(path, author, editable=False) as plan:
            TARGET.write_text(document(plan.snapshot()), encoding="utf-8")


if __name__ == "__main__":
    main()
