"""What the first hundred bytes of a file say, read without opening a database.

The offsets are those of the SQLite file format, section 1.3 "The Database Header".
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from dxplanner.domain.errors import InputError, MachineError

APPLICATION_ID = 0x4458504C
"""``DXPL``: marks a SQLite file as a plan."""

SCHEMA_VERSION = 2
"""The newest schema this program knows; equal to the newest migration's number."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100


@dataclass(frozen=True, slots=True)
class Header:
    """The header fields that matter: schema version of the plan, and whether the file is whole."""

    schema_version: int
    complete: bool


def read_header(path: Path) -> Header:
    """Read a plan's header.

    Raises:
        InputError: no such file, not a plan, another program's database, or cut short.
        MachineError: the file cannot be read.
    """
    if path.is_dir():
        raise InputError(f"「{path}」はフォルダーです。計画ファイル（.dxplan）を指定してください。")
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_SIZE)
        size = path.stat().st_size
    except FileNotFoundError:
        raise InputError(f"「{path}」が見つかりません。場所と名前を確かめてください。") from None
    except OSError:
        raise MachineError(
            f"「{path}」を読めません。アクセス権とドライブの接続を確かめてください。"
        ) from None
    if not head.startswith(_MAGIC[: max(len(head), 1)]) or not head:
        raise InputError(
            f"「{path.name}」は計画ファイルではありません。.dxplanのファイルを指定してください。"
        )
    if len(head) < _HEADER_SIZE:
        raise InputError(_cut_short(path))
    application_id, user_version = (
        struct.unpack(">I", head[68:72])[0],
        struct.unpack(">I", head[60:64])[0],
    )
    if application_id != APPLICATION_ID:
        raise InputError(
            f"「{path.name}」は別のソフトのデータベースです。このソフトの計画ファイルを指定してください。"
        )
    page_size = struct.unpack(">H", head[16:18])[0]
    page_size = 65536 if page_size == 1 else page_size
    pages = struct.unpack(">I", head[28:32])[0]
    complete = size >= page_size * pages or path.with_name(f"{path.name}-journal").exists()
    if not complete:
        raise InputError(_cut_short(path))
    return Header(user_version, complete)


def _cut_short(path: Path) -> str:
    return f"「{path.name}」は途中で切れています。コピー元やバックアップから取り直してください。"
