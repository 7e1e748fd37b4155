"""Writing データ用: the plan's contents as a workbook for open data and for other programs."""

from dataclasses import dataclass
from pathlib import Path

from dxplanner.handouts.data_tables import broken_rules, data_tables
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.output import output_folder, whole_file


@dataclass(frozen=True, slots=True)
class DataWritten:
    """What was written: the sheets, and sentences about rules that could not be kept."""

    path: Path
    sheets: tuple[str, ...]
    exceptions: tuple[str, ...]


def export_data(snapshot: PlanSnapshot, target: Path) -> DataWritten:
    """Write all tables of a plan into one workbook.

    Raises:
        MachineError: the file cannot be written; it keeps its former content.
    """
    from dxplanner.exporters.data_xlsx import write_data_xlsx

    tables = data_tables(snapshot)
    exceptions = broken_rules(tables)
    output_folder(target.parent)
    with whole_file(target) as part:
        sheets = write_data_xlsx(tables, exceptions, snapshot.plan.name, part)
    return DataWritten(target, sheets, exceptions)
