"""What the composer says: texts of the rows of its lists, and sentences where there is nothing."""

from typing import Final

from dxplanner.services.handout_query import BlockEntry, HandoutEntry

EMPTY: Final = "資料はまだありません。「追加」（Insert）で、白紙またはひな形から作れます。"
NO_BLOCKS: Final = "部品はまだありません。「追加」（Insert）で、表や図、文章を加えます。"
NO_OPTIONS: Final = "この部品に設定はありません。"
NO_BLOCK: Final = "部品を選ぶと、その設定がここに出ます。"
NO_HANDOUT: Final = "資料を作ると、その部品がここに並びます。"
BY_NUMBER: Final = "資料番号の順に並べ替えます。番号のない資料は最後に並びます。元に戻せます。"


def handout_text(entry: HandoutEntry) -> str:
    """A handout in the list: its 資料番号 and title."""
    mark = "【ひな形】" if entry.template else ""
    return f"{mark}{entry.number}　{entry.title}" if entry.number else f"{mark}{entry.title}"


def handout_tip(entry: HandoutEntry) -> str:
    """The same, and the meeting at which it is given out."""
    return f"{handout_text(entry)}\n{entry.meeting}" if entry.meeting else handout_text(entry)


def block_text(block: BlockEntry) -> str:
    """A block in the list: what it is and what was chosen in it."""
    return f"{block.label}　{block.summary}" if block.summary else block.label
