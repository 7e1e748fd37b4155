"""Export of the R6 plan's handouts, against bare tables written by the same libraries."""

import io
import tempfile
from pathlib import Path

from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.export import export_handouts
from dxplanner.services.sample import write_sample
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile
from tests.bench.harness import Benchmark, Measured, seconds

AUTHOR = Author("計測", "PC")
ROWS = 30
COLUMNS = 6


def sample_snapshot(folder: Path) -> PlanSnapshot:
    """The R6 plan, loaded."""
    path = write_sample(folder / "r6.dxplan", AUTHOR)
    with PlanFile.open(path, AUTHOR, editable=False) as plan:
        return plan.snapshot()


def bare_tables(count: int) -> None:
    """As many bare tables as handouts: reportlab's own table and openpyxl's own cells, nothing else."""
    from openpyxl import Workbook
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import SimpleDocTemplate, Table

    rows = [[f"{row}-{column}" for column in range(COLUMNS)] for row in range(ROWS)]
    for _ in range(count):
        SimpleDocTemplate(io.BytesIO(), pagesize=landscape(A4)).build([Table(rows, repeatRows=1)])
        book = Workbook()
        for row in rows:
            book.create_sheet().append(row) if book.active is None else book.active.append(row)
        book.save(io.BytesIO())


def r6_all() -> list[Measured]:
    """All handouts, PDF and Excel, from a loaded snapshot, warm."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = sample_snapshot(Path(folder))
        written = export_handouts(snapshot, Path(folder) / "out")
        value = seconds(lambda: export_handouts(snapshot, Path(folder) / "out"))
    bare = len(written) // 2
    bare_tables(1)
    baseline = seconds(lambda: bare_tables(bare))
    return [Measured("handouts.r6_all_s", value, "s", baseline, f"{bare} bare tables in both formats", 3.0)]


BENCHMARKS: dict[str, Benchmark] = {"handouts.r6_all_s": r6_all}
