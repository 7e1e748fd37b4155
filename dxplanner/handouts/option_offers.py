"""What can be chosen for an option of a block: what its builder finds in the plan, in the office's words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dxplanner.domain.moments import format_moment
from dxplanner.domain.vocabulary import PointSection
from dxplanner.handouts.choices import card_level, chosen_survey
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
from dxplanner.model import PrintRun, Schedule, ScheduleEdition
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot


@dataclass(frozen=True, slots=True)
class Offer:
    """One that can be chosen: what the option stores, and how it is shown."""

    value: str
    words: str


Offered = Callable[[PlanSnapshot, Options], Sequence[Offer]]
"""Raises InputError when another option names something that is gone, which the page itself says."""


def fixed(*terms: str) -> Offered:
    """Always the same terms."""
    offers = plain(terms)
    return lambda _snapshot, _options: offers


def names(entity: type[Entity], attribute: str) -> Offered:
    """The names of all rows of an entity, in their order."""

    def offered(snapshot: PlanSnapshot, _options: Options) -> Sequence[Offer]:
        rows = sorted(snapshot.all(entity), key=lambda row: (getattr(row, "position", 0) or 0, row.id))
        return plain(str(getattr(row, attribute)) for row in rows)

    return offered


def plain(values: Iterable[str]) -> tuple[Offer, ...]:
    """Names that are stored as they are shown, each once."""
    return tuple(Offer(value, value) for value in dict.fromkeys(values))


def editions(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The editions of the schedule that is chosen, of all schedules without one."""
    return plain(edition.name for edition in _editions(snapshot, options))


def other_editions(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """What the edition that is printed can be compared with: the other ones of its schedule."""
    edition = chosen_edition(snapshot, options)
    others = [] if edition is None else [one for one in edition.schedule.editions if one is not edition]
    return plain(one.name for one in others)


def project_schedules(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The schedules of the project that is chosen."""
    project = chosen_project(snapshot, options)
    return () if project is None else plain(schedule.title for schedule in project.schedules)


def project_headings(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The headings in 事業内容 of the project that is chosen."""
    project = chosen_project(snapshot, options)
    points = () if project is None else project.points
    return plain(point.heading for point in points if point.section is PointSection.CONTENT and point.heading)


def project_groups(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The groups of 積算 of the project that is chosen."""
    project = chosen_project(snapshot, options)
    return () if project is None else plain(group.name for group in project.groups)


def questions(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The questions of the survey that is chosen, else of the first one."""
    survey = chosen_survey(snapshot, options)
    return () if survey is None else plain(question.title for question in survey.questions)


def footnotes(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The marks of the notes of the project that is chosen."""
    project = chosen_project(snapshot, options)
    return () if project is None else plain(note.mark for note in project.footnotes)


def levels(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The levels of the version that is printed, from the top."""
    version = chosen_version(snapshot, options)
    return () if version is None else plain(level.name for level in Tree(version).levels)


def compared_levels(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The levels that both versions of a comparison know and one of them fills, from the top."""
    old, new = compared_versions(snapshot, options)
    if old is None or new is None:
        return ()
    known = {level.name for level in old.levels}
    used = {level.name for version in (old, new) for level in Tree(version).levels}
    return plain(level.name for level in new.levels if level.name in known & used)


def card_nodes(snapshot: PlanSnapshot, options: Options) -> Sequence[Offer]:
    """The nodes that 施策カルテ has a card of, with their numbers, in the order of the tree."""
    version = chosen_version(snapshot, options)
    if version is None:
        return ()
    tree = Tree(version)
    level = card_level(tree, options)
    nodes = {node.name: node for node in reversed(tree.at(level))} if level else {}
    ordered = sorted(nodes.values(), key=tree.order)
    return [Offer(node.name, f"{tree.number(node)}　{node.name}".strip("　")) for node in ordered]


def print_runs(snapshot: PlanSnapshot, _options: Options) -> Sequence[Offer]:
    """The records of printings, the newest first: when, for which meeting, of which handout."""
    runs = sorted(snapshot.all(PrintRun), key=lambda run: (run.printed_at, run.id), reverse=True)
    return [Offer(run.uid, _run_words(run)) for run in runs if run.handout is not None]


def _run_words(run: PrintRun) -> str:
    meeting = "" if run.meeting is None else run.meeting.name
    handout = "　".join(part for part in (run.number, run.title) if part)
    return "　".join(part for part in (format_moment(run.printed_at), meeting, handout) if part)


def _editions(snapshot: PlanSnapshot, options: Options) -> Iterator[ScheduleEdition]:
    schedules = sorted(snapshot.all(Schedule), key=lambda schedule: schedule.position or 0)
    named = text_option(options, "schedule")
    chosen = [row_named(schedules, named, ("title",), "工程表")] if named else schedules
    return (edition for schedule in chosen for edition in schedule.editions)
