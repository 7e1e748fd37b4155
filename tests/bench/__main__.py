"""``python -m tests.bench [NAME ...] [--json FILE]``: a table, and the same as JSON."""

import argparse
import json
import sys
from pathlib import Path

from tests.bench import gantt, handouts, imports, panes, panes_indicators, start, tree
from tests.bench.harness import Benchmark, Measured

BENCHMARKS: dict[str, Benchmark] = {
    **imports.BENCHMARKS,
    **handouts.BENCHMARKS,
    **start.BENCHMARKS,
    **tree.BENCHMARKS,
    **gantt.BENCHMARKS,
    **panes.BENCHMARKS,
    **panes_indicators.BENCHMARKS,
}
"""What measures which names; a name's first part (``handouts``) selects all of its group."""


def main(arguments: list[str]) -> int:
    """Run the benchmarks named (all without names); returns 0, or 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    chosen = [
        benchmark
        for name, benchmark in BENCHMARKS.items()
        if not options.names
        or any(name == wanted or name.startswith(f"{wanted}.") for wanted in options.names)
    ]
    if not chosen:
        print(f"unknown name; known: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    results: list[Measured] = []
    for benchmark in dict.fromkeys(chosen):
        results += benchmark()
    for result in results:
        ratio = "" if result.ratio is None else f"{result.ratio:7.2f} × {result.baseline_name}"
        target = "" if result.target is None else f" (budget {result.target:g})"
        print(f"{result.name:32} {result.value:10.3f} {result.unit:4}{target:18} {ratio}")
    if options.json:
        options.json.write_text(json.dumps([result.row() for result in results], indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
