"""これまでの取組み: 主な成果 and 課題 of each current 基本施策, over as many pages as are asked for."""

from collections.abc import Sequence
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts import cells
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Cell, Column, Heading, PageBreak, Paragraph, Table
from dxplanner.handouts.drawing import Align
from dxplanner.handouts.fitting import largest_that_fits
from dxplanner.handouts.selection import Options, chosen_version, text_option
from dxplanner.handouts.trees import Tree, ancestors
from dxplanner.handouts.wording import CONTINUED
from dxplanner.model import Level, PlanVersion, PolicyNode, Review
from dxplanner.model.snapshot import PlanSnapshot

_WIDTHS: Final = (40.0, 14.0, 50.0, 86.0, 79.0)
_LARGEST: Final = 12.5
Row = tuple[Cell | None, ...]


def build(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """The reviews of a version (option ``version``; by default the one that has some).

    Options: ``pages``, over how many pages they go, divided between 基本方針 (1 by default);
    ``heading``, printed over each of these pages; ``lead``, a text over the table on the first one.
    """
    version = _version(snapshot, options)
    tree = Tree(version) if version else None
    groups = _groups(snapshot, tree) if tree else []
    if tree is None or not groups:
        return (Paragraph(cells.EMPTY),)
    levels = (_policy(groups[0][0][0]), groups[0][0][0])
    header = _header(*(node.level if node else None for node in levels))
    pages = _shared(groups, _pages(options))
    heading, lead = text_option(options, "heading"), text_option(options, "lead")

    def blocks(size: float) -> tuple[Block, ...]:
        made: list[Block] = []
        for number, page in enumerate(pages):
            if number:
                made.append(PageBreak())
            if heading:
                made.append(Heading(heading + CONTINUED * (number > 0), 2))
            if lead and not number:
                made.append(Paragraph(lead))
            rows = tuple(row for group in page for row in _rows(snapshot, tree, group))
            columns = tuple(map(Column, _WIDTHS))
            made.append(Table(columns, header, rows, size, description="これまでの取組みの成果と課題"))
        return tuple(made)

    return largest_that_fits(blocks, area, _LARGEST)


def _pages(options: Options) -> int:
    pages = options.get("pages", 1)
    if isinstance(pages, bool) or not isinstance(pages, int) or not 1 <= pages <= 20:
        raise InputError("これまでの取組みの設定「pages」は1から20までの整数で指定してください。")
    return pages


def _version(snapshot: PlanSnapshot, options: Options) -> PlanVersion | None:
    reviews = snapshot.all(Review)
    if options.get("version") or not reviews:
        return chosen_version(snapshot, options)
    return reviews[0].node.version


def _groups(snapshot: PlanSnapshot, tree: Tree) -> list[list[tuple[PolicyNode, Review]]]:
    """The reviews of the nodes under one 基本方針 together, in reading order."""
    groups: list[list[tuple[PolicyNode, Review]]] = []
    last: tuple[PolicyNode | None, str] | None = None
    for node in tree.nodes:
        for review in node.reviews:
            key = (_policy(node), _policy_name(snapshot, node, review))
            if key != last:
                groups.append([])
            groups[-1].append((node, review))
            last = key
    return groups


def _policy(node: PolicyNode) -> PolicyNode | None:
    return next(iter(list(ancestors(node))[1:]), None)


def _policy_name(snapshot: PlanSnapshot, node: PolicyNode, review: Review) -> str:
    """The 基本方針 as the source wrote it, where that differs."""
    policy = _policy(node)
    return review.policy_as_written or (policy.name if policy else "")


def _shared(
    groups: Sequence[list[tuple[PolicyNode, Review]]], count: int
) -> list[list[list[tuple[PolicyNode, Review]]]]:
    """Groups over pages with about equally many rows each, never more pages than groups."""
    total = sum(map(len, groups))
    pages: list[list[list[tuple[PolicyNode, Review]]]] = []
    done = 0
    for group in groups:
        # A group belongs to the page on which its middle row falls.
        page = int((done + len(group) / 2) * min(count, len(groups)) / total)
        while len(pages) <= page:
            pages.append([])
        pages[page].append(group)
        done += len(group)
    return [page for page in pages if page]


def _header(policy: Level | None, measure: Level | None) -> tuple[Row, ...]:
    return ((_level(policy), _level(measure, 2), None, cells.heading("主な成果"), cells.heading("課題")),)


def _level(level: Level | None, column_span: int = 1) -> Cell:
    if level is None:
        return cells.heading("", column_span)
    return cells.heading(level.name, column_span, name=f"{level.uid}/name")


def _rows(snapshot: PlanSnapshot, tree: Tree, group: list[tuple[PolicyNode, Review]]) -> list[Row]:
    rows: list[Row] = []
    for index, (node, review) in enumerate(group):
        policy = _policy(node)
        name = (
            f"{review.uid}/policy_as_written"
            if review.policy_as_written
            else f"{policy.uid}/name"
            if policy
            else ""
        )
        first = None
        if index == 0:
            first = Cell(_policy_name(snapshot, node, review), row_span=len(group), name=name)
        rows.append(
            (
                first,
                Cell(tree.number(node), align=Align.CENTRE, name=node.uid),
                Cell(node.name, name=f"{node.uid}/name"),
                _words(snapshot, review, "achievement"),
                _words(snapshot, review, "issue"),
            )
        )
    return rows


def _words(snapshot: PlanSnapshot, review: Review, attribute: str) -> Cell:
    words = getattr(review, attribute) or ""
    inferred = bool(words) and snapshot.is_inferred(review, attribute)
    mark = cells.INFERRED_MARK if inferred else ""
    return Cell(words + mark, inferred=inferred, name=f"{review.uid}/{attribute}")
