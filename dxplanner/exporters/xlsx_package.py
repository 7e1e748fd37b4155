"""The workbook as a file: the same data gives the same bytes, and shapes and results are filled in.

openpyxl writes drawings only for charts and pictures and leaves a formula's result out. Without results,
whoever looks at the file before Excel has calculated (Protected View, a preview) sees empty totals.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

_TIMESTAMP: Final = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES: Final = "[Content_Types].xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
_DRAWING_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION_IDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMULA: Final = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)')


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """What openpyxl leaves out of a sheet."""

    drawing: bytes = b""
    """The drawing part's XML; empty for none."""
    results: Mapping[str, int | float] = field(default_factory=dict)
    """Results of the sheet's formulas by cell address."""


def pack(workbook: bytes, extras: Mapping[int, SheetExtras]) -> bytes:
    """Return the saved WORKBOOK with its sheets' extras (by sheet number from 1), reproducibly zipped."""
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, extra in extras.items():
        _complete(parts, number, extra)
    ordered = [_CONTENT_TYPES, *sorted(name for name in parts if name != _CONTENT_TYPES)]
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ordered:
            entry = zipfile.ZipInfo(name, _TIMESTAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # As if written on Windows: the system that writes must not show.
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, parts[name])
    return target.getvalue()


def _complete(parts: dict[str, bytes], number: int, extra: SheetExtras) -> None:
    sheet = f"xl/worksheets/sheet{number}.xml"
    if extra.results:
        parts[sheet] = _with_results(parts[sheet], extra.results)
    if not extra.drawing:
        return
    drawing = f"xl/drawings/drawing{number}.xml"
    relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
    if relations in parts:
        raise ValueError(f"{relations} is there already")
    parts[drawing] = extra.drawing
    parts[relations] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_DRAWING_RELATION}" Target="/{drawing}"/></Relationships>'
    ).encode()
    # The schema puts <drawing> after everything that these sheets have.
    element = f'<drawing xmlns:r="{_RELATION_IDS}" r:id="rId1"/></worksheet>'
    parts[sheet] = _before_end(parts[sheet], b"</worksheet>", element.encode())
    override = f'<Override PartName="/{drawing}" ContentType="{_DRAWING_TYPE}"/></Types>'
    parts[_CONTENT_TYPES] = _before_end(parts[_CONTENT_TYPES], b"</Types>", override.encode())


def _with_results(sheet: bytes, results: Mapping[str, int | float]) -> bytes:
    def filled(match: re.Match[bytes]) -> bytes:
        result = results.get(match[2].decode())
        return match[0] if result is None else match[1] + f"<v>{result!r}</v>".encode()

    return _FORMULA.sub(filled, sheet)


def _before_end(part: bytes, end: bytes, replacement: bytes) -> bytes:
    head, found, tail = part.rpartition(end)
    if not found:
        raise ValueError(f"a part lacks {end.decode()}")
    return head + replacement + tail
