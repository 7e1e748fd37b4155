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
