"""章構成 as sheets: the chapters of the current document and of the revised one, and what joins them."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, selectinload

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.text import comparison_key
from dxplanner.model import Chapter, ChapterChange, ChapterOrigin, FieldKind, PlanVersion
from dxplanner.services.fields import find_row
from dxplanner.services.line_rows import lines_of, write_lines
from dxplanner.services.sheet import SheetColumn, SheetSource, field_column
from dxplanner.services.sheet_columns import computed_column, node_text, once
from dxplanner.services.sheet_rows import keys_in_order, rows_by_key
from dxplanner.services.transition_query import usual_versions

TABLES: Final = frozenset({"chapter", "chapter_change", "chapter_origin", "plan_version"})
USUAL_CHANGES: Final = ("時点修正", "修正なし", "表現の見直し", "全体的に見直し", "新規追加", "統合", "廃止")
_LONGEST_KIND: Final = 10
_MOST_KINDS: Final = 9
_SEPARATORS: Final = re.compile(r"[\n、，,；;]")

Version = Callable[[], int | None]


@dataclass(frozen=True, slots=True)
class LooseChapter:
    """A chapter without a partner in the other version; ``note`` is what is said of it (変更内容)."""

    id: int
    text: str
    note: str = ""


def chapter_text(chapter: Chapter) -> str:
    """A chapter as a cell shows it: 「第1章 計画の概要」."""
    return node_text(chapter.number or "", chapter.title)


def usual_outlines(session: Session) -> tuple[int, int] | None:
    """The versions whose chapters are joined, else those that 新旧 compares; None without two versions."""
    old, new = aliased(Chapter), aliased(Chapter)
    found = session.execute(
        sa.select(old.version_id, new.version_id)
        .select_from(ChapterOrigin)
        .join(old, old.id == ChapterOrigin.old_chapter_id)
        .join(new, new.id == ChapterOrigin.chapter_id)
        .group_by(old.version_id, new.version_id)
        .order_by(sa.func.count().desc(), old.version_id)
        .limit(1)
    ).first()
    return usual_versions(session) if found is None else (found[0], found[1])


def current_source(version: Version, revised: Version) -> SheetSource:
    """The chapters of the current document, each with where it goes."""

    def targets(row: Chapter) -> str:
        rows = [one.chapter for one in row.successors if one.chapter.version_id == revised()]
        rows.sort(key=lambda chapter: (chapter.position or 0, chapter.id))
        return "\n".join(map(chapter_text, rows))

    columns = (
        field_column(Chapter, "part", width=2),
        field_column(Chapter, "number", width=3),
        field_column(Chapter, "title", width=10),
        computed_column("targets", "行き先", targets, kind=FieldKind.TEXT, width=13, hidden=True),
    )
    return _source(version, columns)


def revised_source(version: Version, current: Version) -> SheetSource:
    """The chapters of the revised document: もとの章, 変更内容, pages, 整理状況."""
    columns = (
        field_column(Chapter, "part", width=2),
        field_column(Chapter, "number", width=3),
        field_column(Chapter, "title", width=10),
        _origins_column(current),
        _changes_column(),
        field_column(Chapter, "draft_pages", label="ページ", width=4, help="素案のページです。"),
        field_column(Chapter, "status", width=4),
    )
    return _source(version, columns)


def change_kinds(session: Session) -> list[str]:
    """変更内容 on offer: the usual ones, then short ones that the plan uses, most frequent first."""
    counts = Counter(session.scalars(sa.select(ChapterChange.text).order_by(ChapterChange.id)))
    own = [text for text, _ in counts.most_common() if len(text) <= _LONGEST_KIND]
    return list(dict.fromkeys([*USUAL_CHANGES, *own]))[:_MOST_KINDS]


def toggle_change(session: Session, chapter_ids: Sequence[int], text: str) -> bool:
    """Command: give chapters a 変更内容, or take it away where all have it; tells whether it was given.

    Raises:
        RefusedEdit: a chapter is gone.
    """
    chapters = [find_row(session, Chapter, key) for key in chapter_ids]
    give = any(text not in [change.text for change in chapter.changes] for chapter in chapters)
    for chapter in chapters:
        texts = [change.text for change in chapter.changes]
        wanted = [*texts, text] if give and text not in texts else texts
        wanted = wanted if give else [one for one in texts if one != text]
        _write_changes(session, chapter, "\n".join(wanted))
    return give


def connect(session: Session, old_ids: Sequence[int], new_ids: Sequence[int]) -> int:
    """Command: let each of some revised chapters come from each of some current ones; gives how many are new.

    Raises:
        RefusedEdit: a chapter is gone.
    """
    made = 0
    for chapter in [find_row(session, Chapter, key) for key in new_ids]:
        known = {origin.old_chapter_id for origin in chapter.origins}
        for old in [find_row(session, Chapter, key) for key in old_ids]:
            if old.id not in known:
                chapter.origins.append(ChapterOrigin(old_chapter_id=old.id, position=len(chapter.origins)))
                made += 1
    session.flush()
    return made


def loose_chapters(
    session: Session, old_id: int, new_id: int
) -> tuple[list[LooseChapter], list[LooseChapter]]:
    """Current chapters that go nowhere, and revised ones that come from nowhere, in order."""
    old, new = (_texts(session, version) for version in (old_id, new_id))
    pairs = session.execute(sa.select(ChapterOrigin.old_chapter_id, ChapterOrigin.chapter_id))
    joined = [(old_key, new_key) for old_key, new_key in pairs if old_key in old]
    gone = {old_key for old_key, new_key in joined if new_key in new}
    come = {new_key for _, new_key in joined}
    notes = dict.fromkeys(new.keys() - come, "")
    for key, text in session.execute(
        sa.select(ChapterChange.chapter_id, ChapterChange.text).order_by(
            ChapterChange.position, ChapterChange.id
        )
    ):
        if key in notes:
            notes[key] = f"{notes[key]}、{text}" if notes[key] else text
    return (
        [LooseChapter(key, text) for key, text in old.items() if key not in gone],
        [LooseChapter(key, text, notes[key]) for key, text in new.items() if key in notes],
    )


def copy_chapters(session: Session, old_id: int, new_id: int) -> list[int]:
    """Command: begin the revised outline as a copy of the current one, each chapter tied to its origin.

    Raises:
        RefusedEdit: there are revised chapters already, or no current ones.
    """
    find_row(session, PlanVersion, new_id)
    if _chapters(session, new_id):
        raise RefusedEdit("見直し案の章がもうあるため、写しません。")
    chapters = _chapters(session, old_id)
    if not chapters:
        raise RefusedEdit("現行の章がないため、写せません。先に現行の章を入れてください。")
    made = [
        Chapter(
            version_id=new_id,
            position=place,
            part=old.part,
            number=old.number,
            title=old.title,
            origins=[ChapterOrigin(old_chapter_id=old.id, position=0)],
        )
        for place, old in enumerate(chapters)
    ]
    session.add_all(made)
    session.flush()
    return [row.id for row in made]


def _source(version: Version, columns: tuple[SheetColumn, ...]) -> SheetSource:
    def rows(session: Session) -> Sequence[int]:
        return keys_in_order(Chapter, Chapter.version_id == version())(session)

    return SheetSource(
        "章",
        Chapter,
        columns,
        rows,
        rows_by_key(
            Chapter,
            selectinload(Chapter.changes),
            selectinload(Chapter.origins).selectinload(ChapterOrigin.old_chapter),
            selectinload(Chapter.successors).selectinload(ChapterOrigin.chapter),
        ),
        TABLES,
        owner="version_id",
        new=None if version() is None else lambda _session: {"version_id": version()},
    )


def _chapters(session: Session, version_id: int) -> list[Chapter]:
    query = sa.select(Chapter).where(Chapter.version_id == version_id)
    joined = (selectinload(Chapter.changes), selectinload(Chapter.successors))
    return list(session.scalars(query.order_by(Chapter.position, Chapter.id).options(*joined)))


def _texts(session: Session, version_id: int) -> dict[int, str]:
    """The chapters of a version in order, as cells show them."""
    query = sa.select(Chapter.id, Chapter.number, Chapter.title).where(Chapter.version_id == version_id)
    rows = session.execute(query.order_by(Chapter.position, Chapter.id))
    return {key: node_text(number or "", title) for key, number, title in rows}


def _changes_column() -> SheetColumn:
    return SheetColumn(
        "changes",
        "変更内容",
        lambda row: lines_of(row.changes),
        _write_changes,
        FieldKind.TEXT,
        width=10,
        help="変更の内容を1行に1つずつ書きます（Alt＋Enterで改行）。よく使う語句は表の下のボタンで入ります。",
    )


def _write_changes(session: Session, chapter: Any, text: str) -> None:
    write_lines(session, ChapterChange, {"chapter_id": chapter.id}, list(chapter.changes), text)
    session.expire(chapter, ["changes"])


def _origins_column(current: Version) -> SheetColumn:
    def read(row: Chapter) -> str:
        olds = [one.old_chapter for one in row.origins if one.old_chapter.version_id == current()]
        return "\n".join(map(chapter_text, olds))

    def write(session: Session, row: Any, text: str) -> None:
        known = _known(session, current())
        keys = list(dict.fromkeys(_find(known, row, part) for part in _parts(known, text)))
        _set_origins(session, row, keys, current())

    return SheetColumn(
        "origins",
        "もとの章",
        read,
        write,
        FieldKind.TEXT,
        width=9,
        help="現行の章を番号か名称で入力します。いくつもあるときは「、」か改行で区切ります。",
    )


def _known(session: Session, version_id: int | None) -> Mapping[str, Sequence[Chapter]]:
    """The chapters of a version by all that they may be called."""

    def make() -> dict[str, list[Chapter]]:
        ways: dict[str, list[Chapter]] = {}
        for chapter in [] if version_id is None else _chapters(session, version_id):
            for text in (chapter.number or "", chapter.title, chapter_text(chapter)):
                if text:
                    ways.setdefault(comparison_key(text), []).append(chapter)
        return ways

    return once(session, f"chapters called in {version_id}", make)


def _parts(known: Mapping[str, Sequence[Chapter]], text: str) -> list[str]:
    """A title may hold 「、」 itself: only what is no chapter as a whole is divided there."""
    parts: list[str] = []
    for line in text.split("\n"):
        parts += [line] if comparison_key(line) in known else _SEPARATORS.split(line)
    return [part.strip() for part in parts if part.strip()]


def _find(known: Mapping[str, Sequence[Chapter]], row: Any, text: str) -> int:
    """What a text means: in the same 編 first, since 本編 and 別冊 may use the same numbers."""
    found = known.get(comparison_key(text), ())
    if not found:
        raise InputError(f"「{text}」という現行の章はありません。章番号か章名を入力してください。")
    return next((one.id for one in found if one.part is row.part), found[0].id)


def _set_origins(session: Session, row: Any, keys: Sequence[int], version_id: int | None) -> None:
    """Give a chapter exactly these origins among the chapters of one version."""
    kept = {one.old_chapter_id: one for one in row.origins if one.old_chapter.version_id == version_id}
    for key, origin in kept.items():
        if key not in keys:
            row.origins.remove(origin)
    for place, key in enumerate(keys):
        if key not in kept:
            row.origins.append(ChapterOrigin(old_chapter_id=key, position=place))
        elif kept[key].position != place:
            kept[key].position = place
    session.flush()
    session.expire(row, ["origins"])
