"""The workbook as a file: the same data gives the same bytes, and cells, formats and shapes are filled in.

openpyxl writes the frame: sheets with their page set-up, charts, properties. It has drawings for charts and
pictures only.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.etree import ElementTree as ET

from dxplanner.exporters.xlsx_cells import SheetCells

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_TIMESTAMP: Final = (1980, 1, 1, 0, 0, 0)
_CREATED: Final = (2000, 1, 1)
"""What document properties say of the day, for all workbooks."""
_CONTENT_TYPES: Final = "[Content_Types].xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
_DRAWING_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION_IDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PREFIXES: Final = {
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": _RELATION_IDS,
}
_STYLES: Final = "xl/styles.xml"
_NO_CELLS: Final = re.compile(rb"<sheetData\s*(?:/>|></sheetData>)")
_DIMENSION: Final = re.compile(rb'(<dimension ref=")[^"]*')


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """What openpyxl leaves out of a sheet."""

    drawing: bytes = b""
    """The drawing part's XML; empty for none."""
    cells: SheetCells | None = None
    """The cells of a sheet that openpyxl has none of."""


def pack(workbook: bytes, extras: Mapping[int, SheetExtras], styles: bytes = b"") -> bytes:
    """Return the saved WORKBOOK with its sheets' extras (by sheet number from 1), reproducibly zipped.

    ``styles`` are the formats that the cells among the extras refer to.
    """
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, extra in extras.items():
        _complete(parts, number, extra)
    if styles:
        parts[_STYLES] = styles
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


def saved(workbook: Workbook) -> bytes:
    """The workbook as openpyxl writes it, except that it does not note the time."""
    from openpyxl.writer.excel import ExcelWriter

    workbook.properties.created = workbook.properties.modified = datetime(*_CREATED)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        ExcelWriter(workbook, archive).save()
    return buffer.getvalue()


def deliver(content: bytes, target: Path | BinaryIO) -> None:
    """Write the finished file to a path or a binary stream."""
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def _complete(parts: dict[str, bytes], number: int, extra: SheetExtras) -> None:
    sheet = f"xl/worksheets/sheet{number}.xml"
    if extra.cells is not None:
        parts[sheet] = _with_cells(parts[sheet], extra.cells)
    if not extra.drawing:
        return
    relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
    if relations in parts:
        drawing = _drawing_of(parts[relations])
        parts[drawing] = _joined(parts[drawing], extra.drawing)
        return
    drawing = next(name for name in _drawing_names(number) if name not in parts)
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


def _drawing_names(number: int) -> Iterator[str]:
    """Names for a sheet's drawing; openpyxl numbers its own without regard to the sheets."""
    return (f"xl/drawings/drawing{free}.xml" for free in count(number))


def _drawing_of(relations: bytes) -> str:
    """The drawing that a sheet has already."""
    for relation in ET.fromstring(relations):
        if relation.get("Type") == _DRAWING_RELATION:
            return relation.get("Target", "").lstrip("/")
    raise ValueError("a sheet has relations but no drawing")


def _joined(charts: bytes, shapes: bytes) -> bytes:
    """One drawing of openpyxl's charts and our shapes, whose numbers must differ."""
    for prefix, name in _PREFIXES.items():
        ET.register_namespace(prefix, name)
    root = ET.fromstring(charts)
    root.extend(ET.fromstring(shapes))
    names = [element for element in root.iter() if element.tag.endswith("}cNvPr")]
    for number, element in enumerate(names, start=2):
        element.set("id", str(number))
    xml: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml


def _with_cells(sheet: bytes, cells: SheetCells) -> bytes:
    head, *tail = _NO_CELLS.split(sheet)
    if len(tail) != 1:
        raise ValueError("a sheet has cells already")
    return _DIMENSION.sub(rb"\g<1>" + cells.dimension.encode(), head) + cells.xml + tail[0]


def _before_end(part: bytes, end: bytes, replacement: bytes) -> bytes:
    head, found, tail = part.rpartition(end)
    if not found:
        raise ValueError(f"a part lacks {end.decode()}")
    return head + replacement + tail
