"""The bundled fonts as one CID subset each inside a PDF.

reportlab's own TrueType fonts break into pieces of 256 characters; a Japanese handout would carry several
of each. Here a code is two bytes and names a glyph of the subset, so one subset holds all characters.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final
from weakref import WeakKeyDictionary

from dxplanner.domain.text import printed
from dxplanner.handouts.metrics import BOLD_FONT, REGULAR_FONT, SUBSTITUTE, font_path

# reportlab's document objects are untyped; they are handed through.
Document = Any

REGULAR: Final = "BIZUDGothic"
BOLD: Final = "BIZUDGothic-Bold"
_FILES: Final = {REGULAR: REGULAR_FONT, BOLD: BOLD_FONT}
_CMAP_BLOCK: Final = 100


class _Subset(dict[int, str]):
    """The codes (in hex) of the characters that one document uses, made as ``str.translate`` asks for them.

    A code names a glyph of the subset; glyph 0 is the font's own missing glyph.
    """

    def __init__(self, name: str, glyphs: Mapping[int, int]) -> None:
        super().__init__()
        self.name = name
        self.characters: list[int] = []
        """The character that stands for each code, from 1."""
        self._glyphs = glyphs
        self._by_glyph: dict[int, str] = {}

    def __missing__(self, character: int) -> str:
        shown = printed(chr(character))
        if shown in ("", "\n"):
            self[character] = ""
            return ""
        glyph = self._glyphs.get(ord(shown))
        if not glyph:
            return self[ord(SUBSTITUTE)]
        if glyph not in self._by_glyph:
            self.characters.append(ord(shown))
            self._by_glyph[glyph] = f"{len(self.characters):04x}"
        code = self[character] = self._by_glyph[glyph]
        return code


class CidFont:
    """A TrueType font that reportlab treats as a dynamic one (it asks for text split into subsets)."""

    _multiByte = 1  # noqa: N815 - reportlab's own names
    _dynamicFont = 1  # noqa: N815
    shapable = False

    def __init__(self, name: str) -> None:
        from reportlab.pdfbase.ttfonts import TTEncoding, TTFontFace

        self.fontName = name
        self.face: Any = TTFontFace(str(font_path(_FILES[name])), validate=0)
        self.encoding = TTEncoding()
        self._subsets: WeakKeyDictionary[Any, _Subset] = WeakKeyDictionary()

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802
        """Width in points, as reportlab asks for it."""
        widths, default = self.face.charWidths, self.face.defaultWidth
        return float(sum(widths.get(ord(char), default) for char in text) * size * 0.001)

    def splitString(self, text: str, doc: Document, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """The text in this document's two-byte codes, all in subset 0."""
        return [(0, bytes.fromhex(text.translate(self.codes(doc))))] if text else []

    def codes(self, doc: Document) -> Mapping[int, str]:
        """This document's codes in hex by character, for ``str.translate``."""
        return self._subset(doc)

    def getSubsetInternalName(self, subset: int, doc: Document) -> str:  # noqa: N802
        """The font's name in page contents; asking for it makes the document embed the font."""
        used = self._subset(doc)
        mapping = doc.fontMapping
        if self.fontName not in mapping:
            mapping[self.fontName] = f"/{used.name}"
            doc.delayedFonts.append(self)
        return f"/{used.name}"

    def addObjects(self, doc: Document) -> None:  # noqa: N802
        """Write the font's objects; reportlab calls this once, when the document is finished."""
        from reportlab.pdfbase import pdfdoc

        subset = self._subsets.pop(doc)
        name = _subset_name(self.face.name.decode("ascii"), subset.characters)
        descriptor = self.face.addSubsetObjects(doc, name, subset.characters)
        to_unicode = pdfdoc.PDFStream()
        to_unicode.content = _to_unicode(subset.characters)
        if doc.compression:
            to_unicode.filters = [pdfdoc.PDFZCompress]
        widths = " ".join(f"{self.face.getCharWidth(character):g}" for character in subset.characters)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
                "DW": 1000,
                "W": f"[ 1 [ {widths} ] ]",
                "FontDescriptor": descriptor,
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"cidFont:{name}")]),
                "ToUnicode": doc.Reference(to_unicode, f"toUnicode:{name}"),
            }
        )
        doc.idToObject["BasicFonts"].dict[subset.name] = doc.Reference(font, subset.name)

    def _subset(self, doc: Document) -> _Subset:
        if doc not in self._subsets:
            self._subsets[doc] = _Subset(f"F{len(doc.fontMapping) + 1}", self.face.charToGlyph)
        return self._subsets[doc]


@cache
def _font(name: str) -> CidFont:
    return CidFont(name)


def register_fonts() -> None:
    """Make :data:`REGULAR` and :data:`BOLD` known to reportlab; the files are read once."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics

    # Streams as bytes, not as ASCII: a quarter smaller, and faster.
    rl_config.useA85 = 0
    known = pdfmetrics.getRegisteredFontNames()
    for name in (REGULAR, BOLD):
        if name not in known:
            pdfmetrics.registerFont(_font(name))


def _subset_name(font: str, characters: Sequence[int]) -> str:
    """Six letters that depend only on the characters, a plus sign, the font's name."""
    digest = hashlib.sha256(",".join(map(str, characters)).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6]) + f"+{font}"


def _to_unicode(characters: Sequence[int]) -> bytes:
    """The CMap by which readers get the text back from glyph codes, which count from 1."""
    entries = [f"<{code:04X}> <{_utf16(character)}>" for code, character in enumerate(characters, 1)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _CMAP_BLOCK):
        block = entries[start : start + _CMAP_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _utf16(character: int) -> str:
    return chr(character).encode("utf-16-be").hex().upper()
