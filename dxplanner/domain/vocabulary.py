"""The office's own words as closed lists (選択肢).

A member's value is the Japanese term itself: it is what the plan file stores, what the sample data says
and what a user sees, so that no translation table stands between them.
"""

from enum import StrEnum


class DataKind(StrEnum):
    """The fifteen kinds of data of a plan, plus how it is printed."""

    PLAN = "計画と期"
    HIERARCHY = "施策体系"
    TRANSITION = "新旧"
    OUTLINE = "章構成"
    REVIEW = "成果と課題"
    INDICATOR = "成果指標"
    SURVEY = "アンケート"
    TREND = "動向・関係図"
    INITIATIVE = "コンセプト・主な取組"
    SCHEDULE = "工程表"
    FLOW = "作業の流れ"
    BUDGET = "予算"
    MEETING = "会議と意見"
    ORGANISATION = "組織"
    ORIGIN = "出典"
    PRINTING = "資料"


class Stage(StrEnum):
    """段階 of a plan version."""

    SKELETON = "骨子"
    DRAFT = "素案"
    FINAL_DRAFT = "成案"
    PUBLISHED = "公表"


class PlanRelation(StrEnum):
    """How another plan relates to this one (関係)."""

    PARENT = "上位計画"
    RELATED = "関連計画"
    ACTION = "行動計画"


class NumberScope(StrEnum):
    """番号の付け方 of a level."""

    NONE = "番号なし"
    VERSION = "版を通して"
    PARENT = "親ごと"


class ColourRole(StrEnum):
    """色の役割: a meaning, never a colour; the theme gives it a colour and a pattern."""

    NEUTRAL = "標準"
    LIFE = "生活"
    INDUSTRY = "産業"
    TALENT = "人材"
    EXCHANGE = "交流"
    ADMINISTRATION = "行政"


class DepartmentRole(StrEnum):
    """所管の別."""

    LEAD = "主担当"
    RELATED = "関係課"


class TransitionKind(StrEnum):
    """新旧 change of a policy or measure."""

    KEPT = "存続"
    RENAMED = "名称変更"
    MERGED = "統合"
    SPLIT = "分割"
    NEW = "新設"
    ABOLISHED = "廃止"
    PARTLY_MOVED = "一部移管"


class Side(StrEnum):
    """The side of a 新旧 comparison."""

    OLD = "現行"
    NEW = "見直し案"


class ChapterPart(StrEnum):
    """本編 or 別冊 of the plan document."""

    MAIN = "本編"
    ANNEX = "別冊"


class IndicatorKind(StrEnum):
    """値の種類 of an indicator."""

    SURVEY = "意識調査"
    FISCAL_YEAR = "年度値"
    CUMULATIVE = "累計"
    POINT_IN_TIME = "時点値"
    CALENDAR_YEAR = "暦年値"


class Direction(StrEnum):
    """めざす方向 of an indicator."""

    INCREASE = "増加"
    DECREASE = "減少"
    KEEP = "維持"


class ValueRole(StrEnum):
    """値の役割 of an indicator value."""

    BASELINE = "基準値"
    YEARLY_TARGET = "年度目標"
    TARGET = "目標値"
    ACTUAL = "実績値"


class AchievementMethod(StrEnum):
    """達成率の算出方法."""

    PROGRESS = "（実績－基準）÷（目標－基準）"
    SIMPLE = "実績÷目標"


class QuestionKind(StrEnum):
    """設問の形式."""

    SINGLE = "SA"
    MULTIPLE = "MA"
    MATRIX = "マトリクス"
    COUNT = "件数"


class ChartKind(StrEnum):
    """図の種類."""

    NONE = "なし"
    PIE = "円"
    BAR = "横棒"
    STACKED = "100%積上げ横棒"


class Precision(StrEnum):
    """日付の精度."""

    MONTH = "月"
    TEN_DAYS = "旬"
    DAY = "日"


class BarKind(StrEnum):
    """工程表の要素."""

    BAR = "帯"
    MILESTONE = "マイルストーン"
    MARKER = "縦線"


class BarShape(StrEnum):
    """帯の形."""

    BAND = "帯"
    ARROW = "矢羽根"
    DASHED = "点線"


class Glyph(StrEnum):
    """マイルストーンの記号."""

    TRIANGLE = "▲"
    STAR = "★"
    CIRCLE = "●"
    DIAMOND = "◆"


class DependencyType(StrEnum):
    """前後関係: finish/start of the predecessor to start/finish of the successor."""

    FINISH_START = "終了→開始"
    START_START = "開始→開始"
    FINISH_FINISH = "終了→終了"
    START_FINISH = "開始→終了"


class LagUnit(StrEnum):
    """間隔の単位."""

    CALENDAR_DAYS = "日"
    WORKING_DAYS = "開庁日"


class FundingSource(StrEnum):
    """財源内訳の区分."""

    NATIONAL = "国庫支出金"
    PREFECTURAL = "県支出金"
    BOND = "地方債"
    OTHER = "その他"
    GENERAL = "一般財源"


class Rounding(StrEnum):
    """千円未満の端数処理."""

    DOWN = "切捨て"
    UP = "切上げ"
    HALF_UP = "四捨五入"


class PointSection(StrEnum):
    """事業説明の欄."""

    VISION = "目指す姿"
    PURPOSE = "概要・目的"
    ISSUE = "現状と課題"
    RESPONSE = "対応方針"
    EXAMPLE = "主な取組み事例"
    CONTENT = "事業内容"
    TOPIC = "学習テーマ"
    EFFECT = "効果"
    REFERENCE = "参考"


class MeetingBody(StrEnum):
    """会議の別."""

    COMMITTEE = "DX推進委員会"
    COUNCIL = "市議会"
    PUBLIC_COMMENT = "パブリックコメント"
    INTERNAL = "庁内"


class OpinionStatus(StrEnum):
    """意見への対応状況."""

    OPEN = "未着手"
    DRAFTED = "回答案作成"
    AGREED = "決裁済"
    PUBLISHED = "公表済"


class ProvenanceStatus(StrEnum):
    """出典の確からしさ."""

    INFERRED = "推定"
    CONFIRMED = "確認済"


class Confidence(StrEnum):
    """推定の確度."""

    HIGH = "高"
    MEDIUM = "中"
    LOW = "低"


class PointSeverity(StrEnum):
    """確認事項の別."""

    ERROR = "誤り"
    ASK = "要確認"
    TYPO = "誤字"
    INCONSISTENT = "不統一"
    WORDING = "語句"
    UNIT = "単位"
    MISSING = "不足"
    LEFTOVER = "残骸"
    LAYOUT = "体裁"
    LOST = "抽出で失われたもの"


class DiagramShape(StrEnum):
    """関係図の要素の形; まとまり is a frame behind the elements of a group."""

    RECTANGLE = "四角"
    ROUNDED = "角丸"
    ELLIPSE = "だ円"
    FRAME = "まとまり"


class EdgeStyle(StrEnum):
    """関係図の線の種類."""

    ARROW = "矢印"
    BOTH = "両矢印"
    LINE = "線"
    DASHED = "点線の矢印"


class Paper(StrEnum):
    """用紙."""

    A4 = "A4"
    A3 = "A3"


class Orientation(StrEnum):
    """用紙の向き."""

    LANDSCAPE = "横"
    PORTRAIT = "縦"


class Operation(StrEnum):
    """What a change did to a row; ASCII because triggers write it."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class ChangeState(StrEnum):
    """State of a change set: done, undone (can be redone), or dropped (undone, then overtaken)."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"
