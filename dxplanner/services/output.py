"""Writing a file so that nobody ever sees half of it: ``NAME.part``, then rename (decision 6)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dxplanner.domain.errors import InputError, MachineError

PLAN_SUFFIX: Final = ".dxplan"
"""Extension of plan files. Nothing but a plan is ever written under it."""


class PlaceError(MachineError):
    """The folder or the drive fails (no room, no right, gone), so nothing more can be written there."""


@contextmanager
def whole_file(target: Path, *, replace: bool = True) -> Iterator[Path]:
    """Give a path to write to; when the block succeeds the file takes its name, else nothing is left.

    Raises:
        InputError: ``replace`` is false and the target exists.
        MachineError: the target is open elsewhere.
        PlaceError: the folder cannot be written, or the disk is full.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        if target.exists() and not replace:
            raise InputError(
                f"「{target}」は既にあります。別の名前にするか、上書き（--force）を指定してください。"
            )
        if target.is_dir():
            raise InputError(f"「{target}」はフォルダーです。ファイルの名前を指定してください。")
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


def spare_plans(target: Path, plan: Path | None = None) -> None:
    """Make sure that writing to ``target`` destroys no plan: not ``plan`` under any name, nor another one.

    Raises:
        InputError: it would.
    """
    if plan is not None and _same(target, plan):
        raise InputError(
            f"「{target.name}」は、書き出すもとの計画ファイルです。別の名前の書き出し先を指定してください。"
        )
    # Windows leaves out dots and spaces at the end of a name.
    if any(path.name.rstrip(". ").casefold().endswith(PLAN_SUFFIX) for path in (target, target.resolve())):
        raise InputError(
            f"「{target.name}」は計画ファイルの名前です。"
            f"「{PLAN_SUFFIX}」で終わらない書き出し先を指定してください。"
        )


def _same(target: Path, plan: Path) -> bool:
    try:
        return target.samefile(plan)
    except OSError:
        # What is not there yet cannot be the plan.
        return False


def _discard(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        # The folder has gone or cannot be written: then no part file of ours is there either.
        return


def _sentence(error: OSError, target: Path) -> MachineError:
    """What happened, to the whole place or to this one file."""
    import errno

    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return PlaceError(
            f"ディスクの空きが足りないため、「{target.name}」を書き出せませんでした。"
            "不要なファイルを消してからやり直してください。"
        )
    forbidden = isinstance(error, PermissionError) or error.errno == errno.EROFS
    usable = _usable(target.parent)
    if forbidden and not usable:
        return PlaceError(f"「{target.parent}」に書き込めません。書き込めるフォルダーを指定してください。")
    if forbidden:
        return MachineError(
            f"「{target.name}」に書き込めません。ほかのソフトで開いていれば閉じてからやり直してください。"
        )
    failed = MachineError if usable else PlaceError
    return failed(f"「{target}」を書き出せませんでした。フォルダーの場所とドライブの接続を確かめてください。")


def _usable(folder: Path) -> bool:
    """Whether files can be made in a folder at all."""
    probe = folder / f"~{os.getpid()}.part"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
