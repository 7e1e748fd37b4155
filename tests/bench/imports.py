"""Import times, each in a fresh interpreter."""

import subprocess
import sys
from statistics import median

from tests.bench.harness import Benchmark, Measured

MODULES = (
    "dxplanner.cli",
    "dxplanner.store.planfile",
    "dxplanner.handouts.catalogue",
    "dxplanner.services.export",
)


def import_ms(module: str) -> float:
    """Median time to import a module in a fresh interpreter, in milliseconds."""
    script = f"import time; t = time.perf_counter(); import {module}; print((time.perf_counter() - t) * 1000)"
    runs = [
        float(
            subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
        )
        for _ in range(5)
    ]
    return median(runs)


def imports() -> list[Measured]:
    """What importing the rooms costs, against SQLAlchemy's ORM alone."""
    baseline = import_ms("sqlalchemy.orm")
    return [
        Measured(f"import.{module}_ms", import_ms(module), "ms", baseline, "import sqlalchemy.orm")
        for module in MODULES
    ]


BENCHMARKS: dict[str, Benchmark] = {"import": imports}
