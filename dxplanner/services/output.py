"""Writing a file so that nobody ever sees half of it: ``NAME.part``, then rename (decision 6)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dxplanner.domain.errors import InputError, MachineError


@contextmanager
def whole_file(target: Path, *, replace: bool = True) -> Iterator[Path]:
    """Give a path to write to; when the block succeeds the file takes its name, else nothing is left.

    Raises:
        InputError: ``replace`` is false and the target exists.
        MachineError: the folder cannot be written, the disk is full, or the target is open elsewhere.
    """
    if target.exists() and not replace:
        raise InputError(
            f"「{target}」は既にあります。別の名前にするか、上書き（--force）を指定してください。"
        )
    if target.is_dir():
        raise InputError(f"「{target}」はフォルダーです。ファイルの名前を指定してください。")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise _sentence(error, target) from error
    finally:
        _discard(part)


def output_folder(folder: Path) -> Path:
    """Make sure that a folder for output is there.

    Raises:
        InputError: the path is a file.
        MachineError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"「{folder}」はファイルです。書き出し先のフォルダーを指定してください。") from None
    except OSError as error:
        raise _sentence(error, folder) from error
    return folder


def _discard(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        # The folder has gone or cannot be written: then no part file of ours is there either.
        return


def _sentence(error: OSError, target: Path) -> MachineError:
    import errno

    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return MachineError(
            f"ディスクの空きが足りないため、「{target.name}」を書き出せませんでした。"
            "不要なファイルを消してからやり直してください。"
        )
    if isinstance(error, PermissionError) and target.exists():
        return MachineError(
            f"「{target.name}」に書き込めません。ほかのソフトで開いていれば閉じてからやり直してください。"
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return MachineError(f"「{target.parent}」に書き込めません。書き込めるフォルダーを指定してください。")
    return MachineError(
        f"「{target}」を書き出せませんでした。フォルダーの場所とドライブの接続を確かめてください。"
    )
