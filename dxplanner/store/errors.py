"""SQLite's known failures in the user's words; anything else is a bug and is not caught here."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from dxplanner.domain.errors import InputError, MachineError, RefusedEdit, UserError
from dxplanner.model import Base

_MACHINE = {
    sqlite3.SQLITE_FULL: "ディスクの空きが足りないため、「{name}」を保存できませんでした。"
    "不要なファイルを消してからやり直してください。",
    sqlite3.SQLITE_READONLY: "「{name}」に書き込めません。"
    "読み取り専用でない場所にコピーしてからやり直してください。",
    sqlite3.SQLITE_CANTOPEN: "「{name}」を開けません。フォルダーのアクセス権を確かめてください。",
    sqlite3.SQLITE_IOERR: "「{name}」の読み書きに失敗しました。ドライブの接続を確かめてください。",
    sqlite3.SQLITE_BUSY: "「{name}」はほかのパソコンが書き込み中です。少し待ってからやり直してください。",
    sqlite3.SQLITE_LOCKED: "「{name}」はほかの処理が書き込み中です。少し待ってからやり直してください。",
    sqlite3.SQLITE_PERM: "「{name}」に書き込む権限がありません。フォルダーのアクセス権を確かめてください。",
}
_INPUT = {
    sqlite3.SQLITE_CORRUPT: "「{name}」は壊れています。バックアップから取り直してください。",
    sqlite3.SQLITE_NOTADB: "「{name}」は計画ファイルではありません。.dxplanのファイルを指定してください。",
}


def translate(error: sqlite3.Error, path: Path, *, reading: bool = False) -> UserError | None:
    """The user's sentence for an SQLite error, or None when it is a bug."""
    whole_code = getattr(error, "sqlite_errorcode", 0)
    code = whole_code & 0xFF
    if code == sqlite3.SQLITE_ERROR and _lost_table(str(error)):
        code = sqlite3.SQLITE_CORRUPT
    if code == sqlite3.SQLITE_CONSTRAINT or (reading and whole_code == sqlite3.SQLITE_READONLY):
        return RefusedEdit("ほかのデータとつじつまが合わなくなるため、この変更はできません。")
    # A new plan is written as NAME.part first; the user knows its final name only.
    name = path.name.removesuffix(".part")
    if code in _MACHINE:
        return MachineError(_MACHINE[code].format(name=name))
    if code in _INPUT:
        return InputError(_INPUT[code].format(name=name))
    return None


@contextmanager
def known_errors(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn SQLite's known failures inside the block into errors a user can mend.

    Who is only ``reading`` and writes all the same is refused, and not told of a folder that is read-only.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        known = translate(cause, path, reading=reading) if isinstance(cause, sqlite3.Error) else None
        if known is None:
            raise
        raise known from error


def _lost_table(message: str) -> bool:
    """Whether a plan has lost one of its tables, for which SQLite has no code of its own."""
    told, _, table = message.partition(": ")
    return told == "no such table" and table.removeprefix("main.") in Base.metadata.tables
