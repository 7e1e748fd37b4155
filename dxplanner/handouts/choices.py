"""Which survey, meeting or level a block's options name, and options that are numbers or lists of names."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from dxplanner.handouts.selection import OptionError, Options, named_or_first, row_named, text_option
from dxplanner.handouts.trees import Tree
from dxplanner.model import Level, Meeting, PlanVersion, Survey
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot

E = TypeVar("E", bound=Entity)


def chosen_survey(snapshot: PlanSnapshot, options: Options) -> Survey | None:
    """The survey that option ``survey`` names (調査対象 or identifier); the first one without.

    Raises:
        InputError: no such survey.
    """
    surveys = sorted(snapshot.all(Survey), key=lambda survey: survey.position or 0)
    return named_or_first(surveys, text_option(options, "survey"), ("target",), "アンケート")


def chosen_meeting(snapshot: PlanSnapshot, options: Options) -> Meeting | None:
    """The meeting that option ``meeting`` names (会議名 or identifier); None when it names none.

    Raises:
        InputError: no such meeting.
    """
    meetings = sorted(snapshot.all(Meeting), key=lambda meeting: meeting.position or 0)
    named = text_option(options, "meeting")
    return row_named(meetings, named, ("name",), "会議") if named else None


def chosen_level(snapshot: PlanSnapshot, version: PlanVersion, options: Options) -> Level | None:
    """The level of a version that option ``level`` names (階層名 or identifier); None when it names none.

    The identifier of another version's level stands for the level of the same name.

    Raises:
        InputError: the version has no such level.
    """
    named = text_option(options, "level")
    if not named:
        return None
    known = level_with(snapshot, named)
    wanted = named if known is None or known.version is version else known.name
    return row_named(version.levels, wanted, ("name",), f"「{version.name}」の階層")


def level_with(snapshot: PlanSnapshot, uid: str) -> Level | None:
    """The level with an identifier, whatever its version."""
    return next((level for level in snapshot.all(Level) if level.uid == uid), None)


def card_level(snapshot: PlanSnapshot, tree: Tree, options: Options) -> Level | None:
    """The level of 施策カルテ (option ``level``): by default the deepest with indicators, else of all.

    Raises:
        InputError: the version has no such level.
    """
    named = chosen_level(snapshot, tree.version, options)
    if named is not None:
        return named
    measured = {node.level for node in tree.nodes if node.indicators}
    levels = [one for one in tree.levels if one in measured] or list(tree.levels)
    return levels[-1] if levels else None


def number_option(options: Options, key: str, default: int, lowest: int, highest: int) -> int:
    """A whole number from a block's options.

    Raises:
        InputError: something else, or a number outside of these ends.
    """
    value = options.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        value = lowest - 1
    if not lowest <= value <= highest:
        raise OptionError(key, f"{lowest}から{highest}までの整数で指定してください。")
    return int(value)


def names_option(options: Options, key: str) -> tuple[str, ...]:
    """Names from a block's options; none when the option is not set.

    Raises:
        InputError: it is no list of texts.
    """
    value = options.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise OptionError(key, "名前の一覧で指定してください。")
    return tuple(value)


def rows_named(rows: Iterable[E], names: Sequence[str], fields: Sequence[str], kind: str) -> list[E]:
    """The rows that names call by one of these fields, in the order of the names; all rows without names.

    Raises:
        InputError: a name that no row has.
    """
    candidates = list(rows)
    return [row_named(candidates, name, fields, kind) for name in names] if names else candidates
