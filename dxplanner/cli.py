"""The command line (docs/cli.md): what scripts and checks call. Messages are Japanese, one line an error."""

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from dxplanner.domain.errors import InputError, UserError

if TYPE_CHECKING:
    from dxplanner.services.export import Failure, Written

USAGE: Final = """\
使い方：
  dxplanner [計画.dxplan]                         画面を開きます
  dxplanner sample 保存先.dxplan [--force]         見本のR6計画を書き出します
  dxplanner info 計画.dxplan [--json]              計画の内容を件数で示します
  dxplanner handouts 計画.dxplan [--json]          印刷できる資料を一覧にします
  dxplanner export 計画.dxplan --to フォルダー
            [--handout 記号 ...] [--format pdf|xlsx|both] [--one-workbook]
                                                  資料を書き出します（エクセルを1つのブックにも）
  dxplanner data 計画.dxplan --to 保存先.xlsx        内容をデータ用の表にします
  dxplanner verify 計画.dxplan                     計画ファイルを検査します
  dxplanner self-test                             このソフトが正しく動くか試します
終了コード：0 完了、1 検査で問題あり、2 入力の誤り、3 機械の障害
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one call; returns the exit status (0 done, 1 "no", 2 wrong input or call, 3 the machine failed)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console that lacks a character shows a stand-in; it does not fail.
            stream.reconfigure(errors="replace")
    try:
        return _run(arguments)
    except UserError as error:
        _complain(error.message)
        return error.exit_status
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("中止しました。", file=sys.stderr)
        return 3
    except Exception:
        from dxplanner.services.logbook import record_failure

        place = record_failure("command line")
        told = f"記録を担当者に渡してください：{place}" if place else "記録も残せませんでした。"
        print(f"予期しない障害が起きました。{told}", file=sys.stderr)
        return 3


def _run(arguments: list[str]) -> int:
    if arguments and arguments[0] in {"-h", "--help"}:
        print(USAGE, end="")
        return 0
    if arguments and arguments[0] == "--version":
        from dxplanner import __version__

        print(__version__)
        return 0
    if arguments and arguments[0] in _COMMANDS:
        with _ended_like_ctrl_c():
            return _COMMANDS[arguments[0]](arguments[1:])
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        _refuse(f"「{arguments[0]}」という指定はありません。")
    from dxplanner.app import run_window

    return run_window(Path(arguments[0]) if arguments else None)


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Who ends the process, or closes its console, is answered like Ctrl+C: nothing half-written stays."""
    ends = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGBREAK")]
    heard = [end for end in ends if end is not None and signal.getsignal(end) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        heard = []  # only the main thread may listen
    for end in heard:
        signal.signal(end, signal.default_int_handler)
    try:
        yield
    finally:
        for end in heard:
            signal.signal(end, signal.SIG_DFL)


def _complain(sentence: str) -> None:
    """Say a sentence on one line of standard error."""
    print(" ".join(sentence.split()), file=sys.stderr)


def _refuse(sentence: str) -> NoReturn:
    raise InputError(f"{sentence}使い方は「dxplanner --help」で確かめられます。")


class _Call:
    """The arguments of one call: positional ones, switches, and options with values."""

    def __init__(
        self, arguments: Sequence[str], switches: Sequence[str] = (), options: Sequence[str] = ()
    ) -> None:
        self.switches: set[str] = set()
        self.options: dict[str, list[str]] = {name: [] for name in options}
        self._places: list[str] = []
        rest = list(arguments)
        while rest:
            word = rest.pop(0)
            name, equals, value = word.partition("=")
            if word in switches:
                self.switches.add(word)
            elif name in self.options:
                if not equals:
                    value = rest.pop(0) if rest and not rest[0].startswith("--") else ""
                if not value.strip():
                    _refuse(f"「{name}」のあとに値を指定してください。")
                self.options[name].append(value)
                # --handout a b c: words that follow belong to it too, as long as they are no options.
                while name == "--handout" and rest and not rest[0].startswith("--"):
                    self.options[name].append(rest.pop(0))
            elif word.startswith("-"):
                _refuse(f"「{word}」という指定はありません。")
            else:
                self._places.append(word)

    def path(self, what: str) -> Path:
        """The one positional argument: a file."""
        if len(self._places) != 1:
            _refuse(f"{what}を1つ指定してください。")
        return Path(self._places[0])

    def nothing(self) -> None:
        """No positional argument is allowed."""
        if self._places:
            _refuse(f"「{self._places[0]}」という指定はありません。")

    def one(self, name: str, default: str | None = None) -> str | None:
        """The value of an option that may be given once."""
        values = self.options[name]
        if len(values) > 1:
            _refuse(f"「{name}」は1回だけ指定してください。")
        return values[0] if values else default


def _sample(arguments: list[str]) -> int:
    call = _Call(arguments, switches=["--force"])
    target = call.path("保存先のファイル")
    from dxplanner.services.identity import current_author
    from dxplanner.services.sample import write_sample

    print(write_sample(target, current_author(), replace="--force" in call.switches))
    return 0


def _info(arguments: list[str]) -> int:
    call = _Call(arguments, switches=["--json"])
    path = call.path("計画ファイル")
    from dxplanner.services.overview import overview, overview_lines

    with _opened(path) as plan:
        found = overview(plan)
    if "--json" in call.switches:
        _print_json(found)
    else:
        print("\n".join(overview_lines(found)))
    return 0


def _handouts(arguments: list[str]) -> int:
    call = _Call(arguments, switches=["--json"])
    path = call.path("計画ファイル")
    from dxplanner.services.export import handouts_named

    with _opened(path) as plan:
        handouts = handouts_named(plan.snapshot(), ())
    rows = [{"id": handout.code, "title": handout.title, "number": handout.number} for handout in handouts]
    if "--json" in call.switches:
        _print_json(rows)
    else:
        for row in rows:
            print(f"{row['id']}\t{row['number'] or ''}\t{row['title']}")
    return 0


def _export(arguments: list[str]) -> int:
    call = _Call(arguments, ["--one-workbook"], ["--to", "--handout", "--format"])
    path = call.path("計画ファイル")
    folder = call.one("--to")
    if folder is None:
        _refuse("書き出し先のフォルダーを「--to」で指定してください。")
    from dxplanner.services.export import Format, export_handouts

    formats = {"both": tuple(Format), **{format_.value: (format_,) for format_ in Format}}
    wanted = call.one("--format", "both")
    if wanted not in formats:
        _refuse(f"「{wanted}」という形式はありません。pdf、xlsx、bothのどれかを指定してください。")
    together = "--one-workbook" in call.switches
    if together and wanted == Format.PDF:
        _refuse("「--one-workbook」は、エクセル（xlsx）を書き出すときに指定してください。")
    with _opened(path) as plan:
        snapshot = plan.snapshot()
    codes = call.options["--handout"]
    results: list[Written | Failure] = []
    try:
        export_handouts(
            snapshot,
            Path(folder),
            codes,
            formats[wanted],
            one_workbook=together,
            plan=path,
            tell=results.append,
        )
    finally:
        # Whatever has ended it: the files that are there are named.
        status = _tell(results)
    if not results:
        print("注意：この計画には、書き出す資料がありません。", file=sys.stderr)
    return status


def _tell(results: "Sequence[Written | Failure]") -> int:
    """Name the written files, then what could not be written; gives the exit status."""
    from dxplanner.services.export import Failure, Written

    for file in results:
        if isinstance(file, Written):
            print(file.path)
            for warning in file.warnings:
                print(f"注意：{file.path.name}：{warning}", file=sys.stderr)
    failures = [one for one in results if isinstance(one, Failure)]
    for failure in failures:
        _complain(failure.sentence)
    return max((failure.exit_status for failure in failures), default=0)


def _data(arguments: list[str]) -> int:
    call = _Call(arguments, options=["--to"])
    path = call.path("計画ファイル")
    target = call.one("--to")
    if target is None:
        _refuse("保存先のファイルを「--to」で指定してください。")
    from dxplanner.services.data_export import export_data

    with _opened(path) as plan:
        snapshot = plan.snapshot()
    written = export_data(snapshot, Path(target), path)
    print(written.path)
    for exception in written.exceptions:
        print(f"注意：{exception}", file=sys.stderr)
    return 0


def _verify(arguments: list[str]) -> int:
    call = _Call(arguments)
    path = call.path("計画ファイル")
    from dxplanner.store.verify import verify

    with _opened(path) as plan:
        problems = verify(plan)
    for problem in problems:
        print(f"{problem.place}：{problem.text}")
    print(
        f"{path.name}：問題が{len(problems)}件あります。" if problems else f"{path.name}：問題はありません。"
    )
    return 1 if problems else 0


def _self_test(arguments: list[str]) -> int:
    _Call(arguments).nothing()
    from dxplanner.selftest import run_self_test

    return run_self_test()


def _opened(path: Path) -> Any:
    from dxplanner.services.identity import current_author
    from dxplanner.store.planfile import PlanFile

    return PlanFile.open(path, current_author(), editable=False)


def _print_json(value: object) -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(value, ensure_ascii=False, indent=2))


_COMMANDS: Final[dict[str, Callable[[list[str]], int]]] = {
    "sample": _sample,
    "info": _info,
    "handouts": _handouts,
    "export": _export,
    "data": _data,
    "verify": _verify,
    "self-test": _self_test,
}
