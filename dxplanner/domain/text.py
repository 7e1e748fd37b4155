"""Text (文字列): stored exactly as typed, normalised only to compare, to parse and to name files."""

import re
import unicodedata
from collections.abc import Container, Iterable
from typing import Final

_FULL_WIDTH_DIGITS: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF_WIDTH_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_HALF_WIDTH_ASCII: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HIRAGANA: Final = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
# Hyphens, dashes and the long vowel mark are mixed up in typed text (デ－タ, 1ー1). They become one
# character wherever they stand: a rule that looked at the neighbours would break searching for parts.
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―⁃−─ー"), "-")
_LEVELLED: Final = _HIRAGANA | _DASHES | {ord("〜"): "~"}

VARIANTS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Signs behind a character that ask for another shape of it (異体字). The standard shape is printed."""
DIRECTIONS: Final = frozenset(
    map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070)))
)
"""Signs that turn the direction of what is written behind them."""
_ZERO_WIDTH: Final = frozenset(map(chr, (0x00AD, *range(0x200B, 0x200E), *range(0x2060, 0x2066), 0xFEFF)))
UNSEEN: Final = VARIANTS | DIRECTIONS | _ZERO_WIDTH
"""Signs that are nowhere drawn themselves."""
TAB: Final = "\u3000"
"""What a tab is set as: one full-width space."""
PRINTED_AS: Final = {"\t": TAB, "\u2011": "-", **dict.fromkeys(UNSEEN, "")}
"""What is printed for signs without a picture of their own: a tab, a hyphen that may not end a line."""
LINE_FEEDS: Final = "\v\f\x85\u2028\u2029"
"""Signs that end a line as a line feed does: Word's line break, NEL, and those of Unicode itself."""
_FED: Final = dict.fromkeys(map(ord, LINE_FEEDS), "\n")
_PRINTED: Final = str.maketrans(PRINTED_AS)

_GLYPHLESS: Final = "\r\n" + LINE_FEEDS
_ALLOWED_CONTROLS: Final = "\n\t"
_NONE_MARKS: Final = frozenset("-ー‐‑–—―−─")
_MINUS_SIGNS: Final = str.maketrans("△▲−", "---")

_FORBIDDEN_IN_NAMES: Final = str.maketrans('<>:"/\\|?*', "＜＞：”／￥｜？＊")
_RESERVED_NAMES: Final = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³")]
)
_NAME_CHARACTERS: Final = 120
_NAME_BYTES: Final = 240
_KANA: Final = re.compile("[ぁ-ゖ]")
_NOT: Final = re.compile("し?ない|せず")


def comparison_key(text: str) -> str:
    """Return the key under which two spellings (表記ゆれ) count as the same text.

    Width, case, カタカナ/ひらがな, spaces, hyphens and long vowel marks are levelled. Made for
    incremental search (``comparison_key(query) in comparison_key(text)``); never store or print it.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    joined = "".join(folded.split()).translate(_LEVELLED)
    return unicodedata.normalize("NFKC", joined)


def term_meant(typed: str, terms: Iterable[str]) -> str | None:
    """Return the one of ``terms`` that a typed word means: the same in another spelling, or but for 送り仮名.

    盛り込み済 is 盛込み済, 切り捨て is 切捨て. A word that could be two of them is none.
    """
    spelt = {comparison_key(term): term for term in terms}
    found = spelt.get(comparison_key(typed))
    if found is not None:
        return found
    wanted = _without_kana(typed)
    alike = [term for term in spelt.values() if wanted and _without_kana(term) == wanted]
    return alike[0] if len(alike) == 1 else None


def _without_kana(text: str) -> str:
    """The spelling without 送り仮名; 〜ない still says no."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _KANA.sub("", _NOT.sub("否", "".join(folded.split())))


def has_control_characters(text: str) -> bool:
    """Tell whether text holds 制御文字 that neither Excel nor PDF can carry.

    Line feed and tab are allowed. Lone surrogates and U+FFFE/U+FFFF count as control characters.
    """
    return any(_is_control(char) and char not in _ALLOWED_CONTROLS for char in text)


def with_line_feeds(text: str) -> str:
    """Return text whose lines end in line feeds only; its signs stay in their places."""
    return text.translate(_FED)


def printed(text: str) -> str:
    """Return text as it is printed (印字): only signs that are drawn, and line feeds."""
    return with_line_feeds(text).translate(_PRINTED)


def full_width_digits(text: str) -> str:
    """Return text with its digits 0-9 in full width (全角数字); nothing else is touched."""
    return text.translate(_FULL_WIDTH_DIGITS)


def half_width_digits(text: str) -> str:
    """Return text with its digits ０-９ in half width (半角数字); nothing else is touched."""
    return text.translate(_HALF_WIDTH_DIGITS)


def plain_number(text: str) -> str | None:
    """Return a typed number (数値) in plain ASCII: sign first, thousands separators and unit kept.

    Full width becomes half width, △ ▲ − become ``-``, spaces and the ``＿`` that the office puts
    after an amount for alignment go. ``None`` stands for 「－」 (none) and for blank text.
    The result is not checked: the caller knows which numbers it accepts.
    """
    half = "".join(text.translate(_HALF_WIDTH_ASCII).split()).strip("_")
    if not half or half in _NONE_MARKS:
        return None
    return half.translate(_MINUS_SIGNS)


def safe_file_name(title: str) -> str:
    """Return title as a file name without extension (ファイル名) that Windows accepts.

    Forbidden signs become their full-width twins, control characters and what is not drawn go, reserved
    device names (CON, NUL, ...) get a leading ``_``. At most 120 characters and 240 bytes of UTF-8, because
    file servers often allow 255 bytes with the extension. An empty result becomes 無題.
    """
    name = "".join(" " if char in "\r\n\t" else char for char in printed(title.replace("\t", " ")))
    name = "".join(char for char in name if not _is_control(char)).translate(_FORBIDDEN_IN_NAMES)
    name = name.strip().rstrip(". ")
    if name.split(".")[0].rstrip().upper() in _RESERVED_NAMES:
        name = f"_{name}"
    cut = name[:_NAME_CHARACTERS].encode()[:_NAME_BYTES].decode(errors="ignore")
    return cut.rstrip(". \u3000") or "無題"


def missing_characters(text: str, supported: Container[int]) -> tuple[str, ...]:
    """Return the characters of text that a font lacks (フォントにない文字), each once, in order.

    ``supported`` answers ``code point in supported``. Line breaks need no glyph, nor does what is not drawn
    or drawn as another sign.
    """
    return tuple(
        char
        for char in dict.fromkeys(text)
        if ord(char) not in supported and char not in _GLYPHLESS and char not in PRINTED_AS
    )


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in "\ufffe\uffff"
