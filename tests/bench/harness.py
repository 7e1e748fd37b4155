"""What a measurement is, and how it is taken."""

import gc
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measured:
    """One result. ``ratio`` is value ÷ baseline, both taken in the same run."""

    name: str
    value: float
    unit: str
    baseline: float | None
    baseline_name: str
    target: float | None = None

    @property
    def ratio(self) -> float | None:
        """Value as a multiple of the baseline; None without one."""
        return self.value / self.baseline if self.baseline else None

    def row(self) -> dict[str, object]:
        """The result with the stable keys of docs/cli.md."""
        kept = {
            key: value for key, value in asdict(self).items() if key in {"name", "value", "unit", "baseline"}
        }
        return {**kept, "ratio": self.ratio}


Benchmark = Callable[[], list[Measured]]


def seconds(action: Callable[[], object], repeat: int = 3) -> float:
    """Median wall time of an action in seconds, garbage collected before each run."""
    times = []
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return median(times)
