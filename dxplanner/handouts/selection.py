"""What a block's options name in the plan; a name that is not there is told in one sentence."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import Side
from dxplanner.handouts.row_names import full_name
from dxplanner.model import BudgetProject, PlanVersion, Schedule, ScheduleEdition, Transition
from dxplanner.model.base import Entity
from dxplanner.model.snapshot import PlanSnapshot

Options = Mapping[str, Any]
E = TypeVar("E", bound=Entity)
_UID: Final = re.compile(r"[0-9a-f]{32}\Z")


class OptionError(InputError):
    """An option that has a wrong value; ``label`` is what it is called, at first its key in the plan file."""

    def __init__(self, key: str, wanted: str, label: str = "") -> None:
        self.key, self.wanted = key, wanted
        super().__init__(f"資料の部品の設定「{label or key}」は{wanted}")


def text_option(options: Options, key: str, default: str = "") -> str:
    """A text from a block's options."""
    value = options.get(key, default)
    if not isinstance(value, str):
        raise OptionError(key, "文字で指定してください。")
    return value


def flag_option(options: Options, key: str, default: bool) -> bool:
    """A yes or no from a block's options."""
    value = options.get(key, default)
    if not isinstance(value, bool):
        raise OptionError(key, "「する」か「しない」かで指定してください。")
    return value


def size_option(options: Options, key: str, default: float) -> float:
    """A text size in points from a block's options."""
    value = options.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 5 <= value <= 40:
        raise OptionError(key, "5から40までのポイント数で指定してください。")
    return float(value)


def chosen_version(snapshot: PlanSnapshot, options: Options, key: str = "version") -> PlanVersion | None:
    """The plan version that an option names by 版の名称 or identifier; the last one when it names none."""
    versions = sorted(snapshot.all(PlanVersion), key=lambda version: version.position or 0)
    named = text_option(options, key)
    if named:
        return row_named(versions, named, ("name",), "計画版")
    return versions[-1] if versions else None


def compared_versions(
    snapshot: PlanSnapshot, options: Options
) -> tuple[PlanVersion | None, PlanVersion | None]:
    """The versions at the two sides of a 新旧 comparison (options ``old`` and ``new``).

    Without options: the versions that the transitions join, else the first and the last one.
    """
    versions = sorted(snapshot.all(PlanVersion), key=lambda version: version.position or 0)
    sides: dict[Side, PlanVersion] = {}
    for transition in snapshot.all(Transition):
        for end in transition.ends:
            sides.setdefault(end.side, end.node.version)
    old = chosen_version(snapshot, options, "old") if options.get("old") else sides.get(Side.OLD)
    new = chosen_version(snapshot, options, "new") if options.get("new") else sides.get(Side.NEW)
    return old or (versions[0] if len(versions) > 1 else None), new or (versions[-1] if versions else None)


def chosen_edition(snapshot: PlanSnapshot, options: Options) -> ScheduleEdition | None:
    """The edition of a schedule: by ``edition`` (identifier or name) and ``schedule`` (title or identifier).

    Without options: the last edition of the plan's own schedule.
    """
    schedules = sorted(snapshot.all(Schedule), key=lambda schedule: schedule.position or 0)
    title, name = text_option(options, "schedule"), text_option(options, "edition")
    if title:
        schedules = [row_named(schedules, title, ("title",), "工程表")]
    editions = [edition for schedule in schedules for edition in schedule.editions]
    if name:
        return row_named(editions, name, ("name",), "工程表の版")
    own = [edition for edition in editions if edition.schedule.project is None]
    candidates = own or editions
    return candidates[-1] if candidates else None


def chosen_project(snapshot: PlanSnapshot, options: Options) -> BudgetProject | None:
    """The budget project that option ``project`` names (name or identifier); the first one without."""
    return named_or_first(snapshot.all(BudgetProject), text_option(options, "project"), ("name",), "予算事業")


def row_named(rows: Iterable[E], name: str, fields: Sequence[str], kind: str) -> E:
    """The row with this identifier, else the first one that one of these fields calls so.

    What tells a row from others of its name may stand behind it in brackets: 市民（2024年6月～7月）.

    Raises:
        InputError: no row has this name; the sentence says which names of ``kind`` there are.
    """
    candidates = list(rows)
    for key in ("uid", *fields):
        found = next((row for row in candidates if getattr(row, key) == name), None)
        if found is not None:
            return found
    found = next((row for row in candidates if name.endswith("）") and full_name(row) == name), None)
    if found is not None:
        return found
    known = "、".join(f"「{getattr(row, fields[0])}」" for row in candidates)
    there = f"あるのは{known}です。" if known else f"{kind}がまだ登録されていません。"
    raise InputError(f"資料に指定された{kind}{missing(name)}。{there}")


def is_uid(text: str) -> bool:
    """Whether a stored text is the identifier of a row and not a name that an older file kept."""
    return _UID.match(text) is not None


def missing(name: str) -> str:
    """The end of a sentence about what is not there: nobody is shown an identifier."""
    return "は、削除されたか、ここでは選べません" if is_uid(name) else f"「{name}」が見つかりません"


def named_or_first(rows: Iterable[E], name: str, fields: Sequence[str], kind: str) -> E | None:
    """The row that a name calls, without a name the first one; None when there are no rows at all.

    Raises:
        InputError: no row has this name.
    """
    return row_named(rows, name, fields, kind) if name else next(iter(rows), None)
