"""Blocks of words only: headings, running text, notes, page breaks."""

from dxplanner.domain.errors import InputError
from dxplanner.handouts.area import A4_LANDSCAPE, Area
from dxplanner.handouts.blocks import Block, Heading, Notes, PageBreak, Paragraph
from dxplanner.handouts.selection import Options, flag_option, size_option, text_option
from dxplanner.model.snapshot import PlanSnapshot


def build_heading(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """A heading: options ``text``, ``level`` (1 is under the handout's title) and ``numbered``."""
    level = options.get("level", 1)
    if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 5:
        raise InputError("見出しの設定「level」は1から5までの整数で指定してください。")
    return (Heading(text_option(options, "text"), level, flag_option(options, "numbered", False)),)


def build_text(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """Running text: options ``text`` and ``size`` (points). A line feed begins a new paragraph."""
    return (Paragraph(text_option(options, "text"), size_option(options, "size", 10.5)),)


def build_notes(snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE) -> tuple[Block, ...]:
    """Notes: option ``entries``, a list of [mark, text]."""
    entries = options.get("entries", [])
    if not isinstance(entries, list) or not all(_is_note(entry) for entry in entries):
        raise InputError("注の設定「entries」は［記号、文］の組の一覧で指定してください。")
    return (Notes(tuple((mark, text) for mark, text in entries)),) if entries else ()


def build_page_break(
    snapshot: PlanSnapshot, options: Options, area: Area = A4_LANDSCAPE
) -> tuple[Block, ...]:
    """改ページ: what follows starts on a new page."""
    return (PageBreak(),)


def _is_note(entry: object) -> bool:
    if not isinstance(entry, list | tuple) or len(entry) != 2:
        return False
    return all(isinstance(part, str) for part in entry)
