"""What can be chosen for an option of a block: what its builder finds in the plan, in the office's words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from dxplanner.domain.vocabulary import PointSection
from dxplanner.handouts.choices import card_level, chosen_survey
from dxplanner.handouts.comparison_sides import counterpart
from dxplanner.handouts.corrections import is_told
from dxplanner.handouts.row_offers import Offer, offers_of
from dxplanner.handouts.selection import (
    Options,
    chosen_edition,
    chosen_project,
    chosen_version,
    compared_versions,
    row_named,
    text_option,
)
from dxplanner.handouts.trees import Tree
from dxplanner.model import (
    BudgetGroup,
    Footnote,
    Level,
    PolicyNode,
    PrintRun,
    ProjectPoint,
    Question,
    Schedule,
    ScheduleEdition,
    Transition,
)
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot

Find = Callable[[PlanSnapshot, Options], Sequence[Offer]]
"""Raises InputError when another option names something that is gone, which the page itself says."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What an option offers: rows of an entity, or fixed terms (no entity)."""

    find: Find
    entity: type[Entity] | None = None


def fixed(*terms: str) -> Offered:
    """Always the same terms."""
    offers = tuple(Offer(term, term) for term in terms)
    return Offered(lambda _snapshot, _options: offers)


def rows_of(entity: type[Entity]) -> Callable[[Find], Offered]:
    """Makes of a function that finds rows of an entity what an option offers."""
    return lambda find: Offered(find, entity)


def every(entity: type[Entity]) -> Offered:
    """All rows of an entity, in their order."""

    @rows_of(entity)
    def offered(snapshot: PlanSnapshot, _options: Options) -> Sequence[Offer]:
        rows = sorted(snapshot.all(entity), key=lambda row: (getattr(row, "position", 0) or 0, row.id))
        return offers_of(rows)

    return offered


@rows_of(ScheduleEdition)
def editions(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The editions of the schedule that is chosen, of all schedules without one."""
    return offers_of(_editions(snapshot, options))


@rows_of(ScheduleEdition)
def other_editions(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """What the edition that is printed can be compared with: the other ones of its schedule."""
    edition = chosen_edition(snapshot, options)
    others = [] if edition is None else [one for one in edition.schedule.editions if one is not edition]
    return offers_of(others)


@rows_of(Schedule)
def project_schedules(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The schedules of the project that is chosen."""
    project = chosen_project(snapshot, options)
    return () if project is None else offers_of(project.schedules)


@rows_of(ProjectPoint)
def project_headings(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The headings in 事業内容 of the project that is chosen, each as the first point that has it."""
    project = chosen_project(snapshot, options)
    points = () if project is None else project.points
    headed = [point for point in points if point.section is PointSection.CONTENT and point.heading]
    first = {point.heading: point for point in reversed(headed)}
    return offers_of(point for point in headed if first[point.heading] is point)


@rows_of(BudgetGroup)
def project_groups(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The groups of 積算 of the project that is chosen."""
    project = chosen_project(snapshot, options)
    return () if project is None else offers_of(project.groups)


@rows_of(Question)
def questions(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The questions of the survey that is chosen, else of the first one."""
    survey = chosen_survey(snapshot, options)
    return () if survey is None else offers_of(survey.questions)


@rows_of(Footnote)
def footnotes(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The notes of the project that is chosen, by their marks."""
    project = chosen_project(snapshot, options)
    return () if project is None else offers_of(project.footnotes)


@rows_of(Level)
def levels(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The levels of the version that is printed, from the top."""
    version = chosen_version(snapshot, options)
    return () if version is None else offers_of(Tree(version).levels)


@rows_of(Level)
def compared_levels(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The levels that both versions of a comparison know and one of them fills, from the top."""
    old, new = compared_versions(snapshot, options)
    if old is None or new is None:
        return ()
    used = {level for version in (old, new) for level in Tree(version).levels}
    transitions = snapshot.all(Transition)
    pairs = [(level, counterpart(level, old, transitions)) for level in new.levels]
    return offers_of(level for level, other in pairs if other is not None and used & {level, other})


@rows_of(PolicyNode)
def card_nodes(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The nodes that 施策カルテ has a card of, with their numbers, in the order of the tree."""
    version = chosen_version(snapshot, options)
    if version is None:
        return ()
    tree = Tree(version)
    level = card_level(snapshot, tree, options)
    nodes = tree.at(level) if level else ()
    return [_card(tree.number(node), offer) for node, offer in zip(nodes, offers_of(nodes), strict=True)]


@rows_of(PrintRun)
def print_runs(snapshot: PlanSnapshot, _options: Options) -> Sequence[Offer]:
    """The records of printings, the newest first: when, for which meeting, of which handout.

    A handout that has been deleted since is called as it was then.
    """
    runs = sorted(snapshot.all(PrintRun), key=lambda run: (run.printed_at, run.id), reverse=True)
    return offers_of(run for run in runs if is_told(run))


def _card(number: str, offer: Offer) -> Offer:
    if not number:
        return offer
    return replace(offer, words=f"{number}　{offer.called[0]}", called=(*offer.called, number))


def _editions(snapshot: PlanSnapshot, options: Options) -> Iterator[ScheduleEdition]:
    schedules = sorted(snapshot.all(Schedule), key=lambda schedule: schedule.position or 0)
    named = text_option(options, "schedule")
    chosen = [row_named(schedules, named, ("title",), "工程表")] if named else schedules
    return (edition for schedule in chosen for edition in schedule.editions)
