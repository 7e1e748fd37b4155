"""Raw answers of アンケート as a file writes them, one respondent a line, and what each of them means."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.domain.text import comparison_key, plain_number

MOST_OPTIONS: Final = 60
UNKNOWN: Final = "不明"
"""What those who did not answer are called where the question has no word for them."""
_MOST_UNREAD: Final = 200
_NO_ANSWER_WORDS: Final = frozenset(
    map(comparison_key, ("無回答", "不明", "不詳", "未回答", "回答なし", "無記入", "N/A", "NA", "-", "－"))
)
_YES: Final = frozenset(map(comparison_key, ("1", "○", "◯", "〇", "はい", "✓", "✔", "レ", "TRUE", "選択")))
_NO: Final = frozenset(map(comparison_key, ("", "0", "×", "いいえ", "FALSE", "-", "非選択")))
_NUMBERED: Final = re.compile(r"\s*(\d+)")
_LAST_NUMBER: Final = re.compile(r"(\d+)\D*\Z")
_SILENT_CODES: Final = frozenset({0, 9, 99, 999})
"""What stands for 無回答 among codes, where no option has that place."""
CLEAR_SIGNS: Final = (";；", "|｜")
"""Signs between answers, each with its other width, that no text of an answer holds."""
DOUBTFUL_SIGNS: Final = (",，", "、", "/／")
"""Signs between answers that stand inside the text of an answer as well."""
_LOOKED_AT: Final = 2_000
_RECURS: Final = 0.7
"""Share of the pieces that come again where a column holds several answers: only その他 is written freely."""
_ONE_VALUE: Final = re.compile(
    r"\d{1,3}([,，]\d{3})+"
    r"|[A-Z]?\d{1,4}[/／]\d{1,2}[/／]\d{1,2}([ 　T].*)?"
    r"|(\d{4}|[A-Z]\d{1,2})[/／]\d{1,2}",
    re.IGNORECASE,
)
"""Amounts and dates: their commas and strokes divide nothing."""


class Layout(StrEnum):
    """How the answers to a question stand in the columns."""

    SINGLE = "1つの列に1つの答え（SA）"
    SEPARATED = "1つの列に区切って複数の答え（MA）"
    FLAGS = "選択肢ごとの列に1か○（MA）"
    MATRIX = "項目ごとの列に同じ選択肢（マトリクス）"


class NoAnswer(StrEnum):
    """What becomes of those who did not answer (無回答)."""

    COUNT = "「不明」として数える"
    LEAVE_OUT = "割合の分母から除く"
    REFUSE = "無回答があれば取り込まない"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its heading and what each respondent answered."""

    name: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers. ``lines`` are the file's line numbers of the respondents."""

    columns: tuple[Column, ...]
    lines: Sequence[int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to count, and how. ``columns`` and ``attribute`` count from 0."""

    layout: Layout
    columns: tuple[int, ...]
    no_answer: NoAnswer = NoAnswer.COUNT
    separators: str = ",;；"
    attribute: int | None = None
    decades: bool = False
    """The attribute is an age: 10歳 a group."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What a written answer (1, 2, …) is called, blank for no answer; also what a column is called that
    stands for an option or an item."""
    known: tuple[str, ...] = ()
    """Options in the order wanted; others follow."""

    @property
    def unknown(self) -> str:
        """The option that those get who did not answer: the known one for them, else 「不明」."""
        return next(filter(is_silent, self.known), UNKNOWN)


@dataclass(frozen=True, slots=True)
class Unread:
    """An answer that could not be read: line of the file, heading of the column, what stood there."""

    line: int
    column: str
    text: str
    message: str

    @property
    def sentence(self) -> str:
        """「12行目「問3_2」の「x」：…」."""
        return f"{self.line:,}行目「{self.column}」の「{self.text}」：{self.message}"


Chosen = tuple[str, ...] | None
"""The answers of one respondent; None: no answer."""


def names_from_codes(written: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    """Names of answers written as numbers, when each is the place of a known option: 1 is the first.

    A 0 or 9 that is nobody's place is no answer.
    """
    codes = {text: plain_number(text) or "" for text in written}
    if not all(code.isdecimal() for code in codes.values()):
        return {}
    places = {text: int(code) for text, code in codes.items()}
    named = {text: known[place - 1] for text, place in places.items() if 1 <= place <= len(known)}
    rest = [place for text, place in places.items() if text not in named]
    if not named or not _SILENT_CODES.issuperset(rest):
        return {}
    return named | {text: "" for text in places if text not in named}


def names_by_place(columns: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """Names of the columns 問2_1, 問2_2, … when there is one for each known option, in their order."""
    options = [label for label in known if not is_silent(label)]
    numbers = [_LAST_NUMBER.search(name) for name in columns]
    places = [int(match[1]) for match in numbers if match]
    if not options or len(columns) != len(options) or places != list(range(1, len(options) + 1)):
        return {}
    return dict(zip(columns, options, strict=True))


def short_names(columns: Sequence[str]) -> dict[str, str]:
    """Names of columns without what all of them begin with: 「問3 スマートフォン」 is 「スマートフォン」."""
    if len(columns) < 2:
        return {}
    same = _beginning(columns)
    # A number that only begins alike (問1_1, 問1_10) is no common beginning.
    same = same.rstrip("0123456789０１２３４５６７８９")
    names = {name: name[len(same) :].strip(" 　_＿-－:：・.．【】[]［］()（）") for name in columns}
    whole = len(same) > 1 and all(names.values()) and len(set(names.values())) == len(names)
    return names if whole and not all(text.isdecimal() for text in names.values()) else {}


def _beginning(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    first, last = min(texts), max(texts)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(char for char, _ in alike)


def is_age(column: Column) -> bool:
    """Whether a column holds so many different whole numbers that it must be ages."""
    words = {text.strip() for text in column.values if text.strip()}
    numbers = [plain_number(word) or "" for word in words]
    ages = [number for number in numbers if number.isdecimal() and int(number) < 130]
    return len(ages) > 12 and len(ages) >= len(numbers) - 3


def signs_between_answers(column: Column) -> str | None:
    """The signs that divide several answers in the cells of a column (「A;B;C」); None where a cell is one.

    A clear sign counts when it stands in several cells whose pieces come again. A doubtful one may be part
    of an answer (どちらかといえば、そう思う): its pieces have to come again in three different answers.
    """
    cells = [text.strip() for text in column.values[:_LOOKED_AT]]
    cells = [text for text in cells if text and not _ONE_VALUE.fullmatch(text)]
    for signs in CLEAR_SIGNS:
        if _divides(signs, cells, 2):
            return signs
    texts = list(dict.fromkeys(cells))
    found = [signs for signs in DOUBTFUL_SIGNS if _divides(signs, texts, 3)]
    return max(found, key=lambda signs: len(_divided(signs, texts)), default=None)


def _divided(signs: str, texts: Sequence[str]) -> list[str]:
    return [text for text in texts if any(sign in text for sign in signs)]


def _divides(signs: str, texts: Sequence[str], least: int) -> bool:
    """Whether at least so many texts hold these signs, and most of their pieces stand in other texts too."""
    divided = _divided(signs, texts)
    if len(divided) < least:
        return False
    pieces_of = {text: _pieces(signs, text) for text in set(texts)}
    count = Counter(piece for text in texts for piece in pieces_of[text])
    pieces = [piece for text in divided for piece in pieces_of[text]]
    several = any(len(pieces_of[text]) > 1 for text in divided)
    return several and sum(count[piece] > 1 for piece in pieces) >= _RECURS * len(pieces)


def _pieces(signs: str, text: str) -> set[str]:
    """The different pieces of a text, each in the spelling that compares."""
    return set(filter(None, map(comparison_key, re.split(f"[{re.escape(signs)}]", text))))


class AnswerReader:
    """Turns written answers into options, one spelling each."""

    def __init__(self, answers: Answers, plan: Plan) -> None:
        self._lines, self._plan = answers.lines, plan
        self._known = tuple(label for label in plan.known if not is_silent(label))
        self._spelt: dict[str, str] = {comparison_key(label): label for label in self._known}
        self.unread: list[Unread] = []
        self.unread_count = 0
        self.written: dict[str, str] = {}
        """Option by what is written."""

    def answers(self, column: Column, separators: str | None) -> list[Chosen]:
        """What each respondent chose in one column; each text is read once."""
        known: dict[str, Chosen] = {}
        split = re.compile(f"[{re.escape(separators)}\n]") if separators else None
        found: list[Chosen] = []
        for text in column.values:
            if text not in known:
                parts = split.split(text) if split is not None else [text]
                options = dict.fromkeys(filter(None, map(self._option, parts)))
                known[text] = tuple(options) or None
            found.append(known[text])
        return found

    def flags(self, columns: Sequence[Column]) -> list[Chosen]:
        """What each respondent chose of options that have a column each."""
        names = [self._named(self._plan.names.get(column.name) or column.name) for column in columns]
        marks: dict[str, bool | None] = {}
        own = [_own_sign(column) for column in columns]
        found: list[Chosen] = []
        for at, texts in enumerate(zip(*(column.values for column in columns), strict=True)):
            chosen = []
            for name, column, sign, text in zip(names, columns, own, texts, strict=True):
                if text not in marks:
                    marks[text] = _flag(text)
                mark = marks[text]
                if mark is None and comparison_key(text) in (sign, comparison_key(column.name)):
                    mark = True
                if mark is None:
                    self._complain(at, column.name, text)
                elif mark:
                    chosen.append(name)
            found.append(tuple(chosen) or None)
        for name, column in zip(names, columns, strict=True):
            self.written.setdefault(column.name, name)
        return found

    def item(self, name: str) -> str:
        """What a column of a matrix is called."""
        return self.written.setdefault(name, self._plan.names.get(name) or name)

    def _complain(self, at: int, column: str, text: str) -> None:
        self.unread_count += 1
        if len(self.unread) < _MOST_UNREAD:
            message = "1・0・○・空欄のどれでもありません。選んでいないものとして数えました。"
            self.unread.append(Unread(self._lines[at], column, text, message))

    def _option(self, text: str) -> str:
        """What a written answer is called; blank: no answer."""
        text = text.strip()
        if text in self._plan.names:
            named = self._plan.names[text].strip()
            self.written.setdefault(text, named)
            return "" if is_silent(named) else self._named(named)
        if is_silent(text):
            return ""
        named = self._named(text)
        self.written.setdefault(text, named)
        return named

    def _named(self, text: str) -> str:
        return self._spelt.setdefault(comparison_key(text), text)

    def options(self, picked: Iterable[Sequence[Chosen]]) -> tuple[str, ...]:
        """All options: the known ones, then by number where all have one, else as they come."""
        known = dict.fromkeys(self._known)
        if self._plan.layout is Layout.FLAGS:
            return tuple(dict.fromkeys(self.written.values()))
        new = [
            option
            for option in dict.fromkeys(
                option for values in picked for chosen in dict.fromkeys(values) for option in chosen or ()
            )
            if option not in known
        ]
        if len(known) + len(new) > MOST_OPTIONS:
            raise InputError(
                f"答えが{len(known) + len(new):,}種類あります。自由記述の列は集計できません。"
                "区切りや列の選び方を確かめてください。"
            )
        return (*known, *in_order(new))


def _own_sign(column: Column) -> str | None:
    """The number that a column has wherever its option was chosen (a 3 in 問2_3); None when it has others."""
    signs = {comparison_key(text) for text in set(column.values)} - _NO
    sign = signs.pop() if len(signs) == 1 else ""
    return sign if sign.isdecimal() else None


def _flag(text: str) -> bool | None:
    word = comparison_key(text)
    return True if word in _YES else False if word in _NO else None


def is_silent(text: str) -> bool:
    """Whether a written answer is none: blank, 無回答, 不明."""
    return not text or comparison_key(text) in _NO_ANSWER_WORDS


def in_order(labels: Sequence[str]) -> list[str]:
    """By the number in front when all have one, else as they are."""
    numbers = [_NUMBERED.match(plain_number(label) or label) for label in labels]
    if not all(numbers):
        return list(labels)
    places = {label: int(match[1]) for label, match in zip(labels, numbers, strict=True) if match}
    return sorted(labels, key=lambda label: places[label])
