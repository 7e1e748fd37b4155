"""What a 施策カルテ says about a 基本施策 in words: where it stands, who does what, where it comes from."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from dxplanner.domain.amounts import format_amount
from dxplanner.domain.fiscal import format_date, format_month
from dxplanner.domain.vocabulary import BarKind, DepartmentRole, Precision, Side
from dxplanner.handouts import cells
from dxplanner.handouts.linebreak import Setting, wrap
from dxplanner.handouts.metrics import bundled_metrics
from dxplanner.handouts.selection import compared_versions
from dxplanner.handouts.trees import Tree, ancestors
from dxplanner.handouts.version_words import numbered_in, short_name, source_name
from dxplanner.model import Bar, BudgetProject, Opinion, PlanVersion, PolicyNode, ProjectNode
from dxplanner.model.snapshot import PlanSnapshot

_NUMBERS: Final = re.compile(r"\d+(?:-\d+)+")
_DASHES: Final = dict.fromkeys(map(ord, "－‐‑–—−ｰー"), "-")
_ALWAYS: Final = frozenset({"所管課", "主な取組", "予算事業"})
"""Lines that stand on a card even when nothing is known."""
_EMPTY: Final = "－"
_INTO: Final = "＞　"


class Fact(NamedTuple):
    """One line of a card: its label, what it says, the row that it comes from, and whether it is 推定."""

    label: str
    text: str
    name: str = ""
    inferred: bool = False


class CardFacts:
    """The facts of all cards of a version; what they share is found once.

    Lines end where the sense does, as long as they are set in ``size`` points on ``width`` mm at least.
    """

    def __init__(self, snapshot: PlanSnapshot, version: PlanVersion, width: float, size: float) -> None:
        self._snapshot = snapshot
        self._width = width
        self._size = size
        self.tree = Tree(version)
        self._trees = {version: self.tree}

    def title(self, node: PolicyNode) -> str:
        """Number and name."""
        return f"{self.tree.number(node)}　{node.name}".strip("　")

    def facts(self, node: PolicyNode) -> list[Fact]:
        """Everything about a node, in the order of the card; what is not there at all is left out."""
        whole = [
            Fact("位置づけ", self._place(node), node.uid or ""),
            self._field(node, "説明", "statement"),
            self._field(node, "3年後のめざす姿", "goal"),
            Fact("所管課", self._departments(node), f"{node.uid}/departments"),
            self._initiatives(node),
            *self._origins(node),
            *self._projects(node),
            self._action_plans(node),
        ]
        return [
            fact if fact.text else fact._replace(text=_EMPTY, name=fact.name or node.uid or "")
            for fact in whole
            if fact.text or fact.label in _ALWAYS
        ]

    def _action_plans(self, node: PolicyNode) -> Fact:
        links = list(node.action_links)
        words = "\n".join(f"{one.code}　{one.title}" for one in links)
        return Fact("行動計画", words, (links[0].uid or "") if links else "")

    def _place(self, node: PolicyNode) -> str:
        above = list(ancestors(node))[:0:-1]
        names = [f"{self.tree.number(one)} {one.name}".strip() for one in above]
        return self._filled([*names[:1], *(_INTO + name for name in names[1:])], "　")

    def _filled(self, parts: Sequence[str], between: str) -> str:
        """Parts in lines: each stays whole where a line can hold it, else it ends between phrases."""
        lines: list[str] = []
        for part in parts:
            joined = f"{lines[-1]}{between}{part}" if lines else part
            if lines and bundled_metrics().width(joined, self._size) > self._width:
                lines.append(part)
            else:
                lines[-1:] = [joined]
        return "\n".join(
            line for one in lines for line in wrap(one, self._width, self._size, setting=Setting.BALANCED)
        )

    def _field(self, node: PolicyNode, label: str, field: str) -> Fact:
        text = getattr(node, field) or ""
        inferred = bool(text) and self._snapshot.is_inferred(node, field)
        return Fact(label, text + cells.INFERRED_MARK * inferred, f"{node.uid}/{field}", inferred)

    def _departments(self, node: PolicyNode) -> str:
        lead, related = (
            [link.department.name for link in node.departments if (link.role is DepartmentRole.LEAD) is first]
            for first in (True, False)
        )
        return "、".join([*lead, *(f"{name}（関係課）" for name in related)])

    def _initiatives(self, node: PolicyNode) -> Fact:
        words = "、".join(one.name for one in node.initiatives)
        inferred = bool(words) and self._snapshot.is_inferred(node, "initiatives")
        text = words + ("　等" if words and node.initiatives_open else "") + cells.INFERRED_MARK * inferred
        return Fact("主な取組", text, (node.initiatives[0].uid or "") if node.initiatives else "", inferred)

    def _origins(self, node: PolicyNode) -> Iterator[Fact]:
        """現行計画から, with the name of that version: the old nodes and what has become of them, then their
        成果 and 課題.
        """
        olds: dict[PolicyNode, None] = {}
        lines: list[str] = []
        inferred = False
        for end in node.transition_ends:
            row = end.transition
            if end.side is not Side.NEW:
                continue
            before = [other.node for other in row.ends if other.side is Side.OLD]
            olds |= dict.fromkeys(before)
            doubtful = self._snapshot.is_inferred(row)
            inferred |= doubtful
            names = [f"{self._numbered(old)}、" for old in before[:-1]]
            kind = f"【{row.detail or row.kind.value}{cells.INFERRED_MARK * doubtful}】"
            lines.append(self._filled([*names, *(self._numbered(old) for old in before[-1:]), kind], ""))
            lines += [row.reason] if row.reason else []
        uid = node.transition_ends[0].transition.uid or "" if node.transition_ends else ""
        yield Fact(f"{self._source}から", "\n".join(lines), uid, inferred)
        for label, field in (("これまでの成果", "achievement"), ("課題", "issue")):
            yield self._reviews(list(olds) or [node], label, field)

    def _reviews(self, nodes: Sequence[PolicyNode], label: str, field: str) -> Fact:
        found = [(node, review) for node in nodes for review in node.reviews if getattr(review, field)]
        doubtful = [self._snapshot.is_inferred(review, field) for _, review in found]
        texts = [
            (f"〔{self._number(node) or node.name}〕" if len(found) > 1 else "")
            + getattr(review, field)
            + cells.INFERRED_MARK * mark
            for (node, review), mark in zip(found, doubtful, strict=True)
        ]
        name = f"{found[0][1].uid}/{field}" if found else ""
        return Fact(label, "\n".join(texts), name, any(doubtful))

    def _projects(self, node: PolicyNode) -> Iterator[Fact]:
        links: list[ProjectNode] = list(node.project_links)
        lines = [f"{one.project.name}　{format_amount(one.project.amount)}千円" for one in links]
        yield Fact("予算事業", "\n".join(lines), (links[0].project.uid or "") if links else "")
        works = [line for one in links for line in _works(one.project)]
        yield Fact("工程", "\n".join(works), (links[0].project.uid or "") if works else "")

    @cached_property
    def _source(self) -> str:
        """The name of the version that the cards' one comes from."""
        before, _ = compared_versions(self._snapshot, {})
        return source_name(before if before is not self.tree.version else None)

    def opinions(self, node: PolicyNode) -> list[Opinion]:
        """The opinions whose 修正箇所 names the node's number."""
        return self._by_number.get(self.tree.number(node), [])

    @cached_property
    def _by_number(self) -> dict[str, list[Opinion]]:
        """Opinions by the numbers that their 修正箇所 mentions, such as 1-3."""
        found: dict[str, list[Opinion]] = defaultdict(list)
        rows = sorted(self._snapshot.all(Opinion), key=lambda one: (one.position or 0, one.id or 0))
        for opinion in rows:
            for number in mentioned(opinion.place or ""):
                found[number].append(opinion)
        return found

    def _number(self, node: PolicyNode) -> str:
        """The number of a node, in another version with the name of that: 現行1-2."""
        if node.version is self.tree.version:
            return self.tree.number(node)
        tree = self._trees.get(node.version)
        if tree is None:
            tree = self._trees[node.version] = Tree(node.version)
        number = tree.number(node)
        return numbered_in(short_name(node.version), number) if number else ""

    def _numbered(self, node: PolicyNode) -> str:
        return f"{self._number(node)} {node.name}".strip()


def mentioned(place: str) -> set[str]:
    """The numbers of 基本施策 that a place names: 「第４章 １－３、2-1」 is 1-3 and 2-1."""
    return set(_NUMBERS.findall(unicodedata.normalize("NFKC", place.translate(_DASHES)).translate(_DASHES)))


def _works(project: BudgetProject) -> list[str]:
    """The bars of a project's schedule in words: its last edition, a line for each 区分."""
    lines = []
    for schedule in project.schedules:
        if not schedule.editions:
            continue
        for lane in schedule.editions[-1].lanes:
            bars = [_bar(bar) for bar in lane.bars if bar.kind is not BarKind.MARKER]
            if bars:
                lines.append(f"{lane.name}：{'、'.join(bars)}")
    return lines


def _bar(bar: Bar) -> str:
    start = _day(bar.starts_on, bar.precision)
    end = _day(bar.ends_on, bar.precision) if bar.ends_on is not None else ""
    span = start if bar.kind is BarKind.MILESTONE or start == end else f"{start}～{end}"
    return f"{bar.label}（{span}）" if bar.label else span


def _day(day: date, precision: Precision) -> str:
    return format_date(day) if precision is Precision.DAY else format_month(day.year, day.month)
