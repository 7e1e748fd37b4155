"""What exporters say of a handout of which only some pages are wanted."""

from dxplanner.domain.errors import InputError
from dxplanner.handouts.blocks import HandoutDocument


def no_pages(document: HandoutDocument) -> InputError:
    """The sentence about a page range that a handout has no pages in."""
    return InputError(
        f"資料「{document.title}」の「印刷するページ」に当たるページがありません。「用紙と表紙」で直してください。"
    )
