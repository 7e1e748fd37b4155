"""The bundled fonts as one CID subset each inside a PDF.

reportlab's own TrueType fonts break into pieces of 256 characters; a Japanese handout would carry several
of each. Here a code is two bytes and names a glyph of the subset, so one subset holds all characters.
"""

import hashlib
from functools import cache
from typing import Any, Final
from weakref import WeakKeyDictionary

from dxplanner.handouts.metrics import BOLD_FONT, REGULAR_FONT, SUBSTITUTE, font_path

# reportlab's document objects are untyped; they are handed through.
Document = Any

REGULAR: Final = "BIZUDGothic"
BOLD: Final = "BIZUDGothic-Bold"
_FILES: Final = {REGULAR: REGULAR_FONT, BOLD: BOLD_FONT}
_CMAP_BLOCK: Final = 100


class _Subset:
    """The characters of a font that one document uses; glyph 0 is the font's own missing glyph."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.codes: dict[int, int] = {}
        self.characters: list[int] = []
        self.by_glyph: dict[int, int] = {}


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
        subset = self._subset(doc)
        coded = bytearray()
        for char in text:
            coded += self._code(subset, ord(char)).to_bytes(2, "big")
        return [(0, bytes(coded))] if coded else []

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
        to_unicode.content = _to_unicode(subset.codes)
        if doc.compression:
            to_unicode.filters = [pdfdoc.PDFZCompress]
        widths = [self.face.getCharWidth(code) for code in subset.characters]
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
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
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
            self._subsets[doc] = _Subset(f"F{len(doc.fontMapping) + 1}")
        return self._subsets[doc]

    def _code(self, subset: _Subset, character: int) -> int:
        glyphs = self.face.charToGlyph
        if not glyphs.get(character):
            character = ord(SUBSTITUTE)
        code = subset.codes.get(character)
        if code is None:
            glyph = glyphs[character]
            if glyph not in subset.by_glyph:
                subset.characters.append(character)
                subset.by_glyph[glyph] = len(subset.characters)
            code = subset.codes[character] = subset.by_glyph[glyph]
        return code


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


def _subset_name(font: str, characters: list[int]) -> str:
    """Six letters that depend only on the characters, a plus sign, the font's name."""
    digest = hashlib.sha256(",".join(map(str, characters)).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6]) + f"+{font}"


def _to_unicode(codes: dict[int, int]) -> bytes:
    """The CMap by which readers get the text back from glyph codes."""
    first_of: dict[int, int] = {}
    for character, code in codes.items():
        first_of.setdefault(code, character)
    entries = [f"<{code:04X}> <{_utf16(char)}>" for code, char in sorted(first_of.items())]
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
