"""Reading written PDFs back in tests."""

from io import BytesIO

import pypdf
from pypdf.generic import ContentStream


def as_painted(data: bytes) -> bytes:
    """The same PDF without its ActualText, so that reading it finds each line where it is painted."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    for page in writer.pages:
        contents = page.get_contents()
        assert contents is not None
        stream = ContentStream(contents, writer)
        stream.operations = [
            operation for operation in stream.operations if operation[1] not in {b"BDC", b"EMC"}
        ]
        page.replace_contents(stream)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def text_under(page: pypdf.PageObject, mark: int) -> str:
    """What a page paints under one of its marks (/MCID), its lines joined."""
    contents = page.get_contents()
    assert contents is not None
    stream = ContentStream(contents, page.pdf)
    operations, opened = [], list[int | None]()
    for operands, operator in stream.operations:
        if operator == b"BDC":
            opened.append(operands[1].get("/MCID"))
        elif operator == b"EMC":
            opened.pop()
        elif operator != b"Tj" or mark in opened:
            operations.append((operands, operator))
    stream.operations = operations
    writer = pypdf.PdfWriter()
    writer.add_page(page).replace_contents(stream)
    target = BytesIO()
    writer.write(target)
    return "".join(pypdf.PdfReader(target).pages[0].extract_text().split())
