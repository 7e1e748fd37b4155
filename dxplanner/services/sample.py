"""The bundled R6 plan (見本): readable data in ``db/sample``, written as a plan file."""

import json
from pathlib import Path
from typing import Any

from dxplanner.importers.plan_data import read_plan_data
from dxplanner.paths import data_dir
from dxplanner.services.output import whole_file
from dxplanner.store.lock import Author
from dxplanner.store.planfile import PlanFile

SAMPLE_FILE_NAME = "長崎市DX推進計画_R6改訂.dxplan"
"""What a written sample is called when the user gives no name."""


def sample_documents() -> dict[str, Any]:
    """The sample's documents by name, in order of their names."""
    folder = data_dir("db") / "sample"
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def write_sample(target: Path, author: Author, *, replace: bool = False) -> Path:
    """Write the sample plan; a later opening finds an empty history. Returns ``target``.

    Raises:
        InputError: ``target`` exists and ``replace`` is false.
        MachineError: it cannot be written; nothing is left behind.
    """
    with whole_file(target, replace=replace) as part:
        plan = PlanFile.create(part, author)
        try:
            with plan.filling() as session:
                session.add_all(read_plan_data(sample_documents()))
        finally:
            plan.close()
    return target
