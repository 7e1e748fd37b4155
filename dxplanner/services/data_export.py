"""Writing データ用: the plan's contents as a workbook for open data and for other programs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dxplanner.domain.errors import InputError
from dxplanner.handouts.data_rules import broken_rules
from dxplanner.handouts.data_tables import data_tables
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.output import output_folder, spare_plans, whole_file

WORKBOOK_SUFFIX: Final = ".xlsx"


@dataclass(frozen=True, slots=True)
class DataWritten:
    """What was written: the sheets, and sentences about rules that could not be kept."""

    path: Path
    sheets: tuple[str, ...]
    exceptions: tuple[str, ...]


def export_data(snapshot: PlanSnapshot, target: Path, plan: Path | None = None) -> DataWritten:
    """Write all tables of a plan into one workbook; ``target`` gets its extension if it has none.

    ``plan`` is the plan's own file, which is never written over.

    Raises:
        InputError: the target is a plan, a folder, or has the extension of something else.
        MachineError: the file cannot be written; it keeps its former content.
    """
    from dxplanner.exporters.data_xlsx import write_data_xlsx

    spare_plans(target, plan)
    target = _workbook(target)
    spare_plans(target, plan)  # with its extension it may be a link to the plan
    tables = data_tables(snapshot)
    exceptions = broken_rules(tables)
    output_folder(target.parent)
    with whole_file(target) as part:
        sheets = write_data_xlsx(tables, exceptions, snapshot.plan.name, part)
    return DataWritten(target, sheets, exceptions)


def _workbook(target: Path) -> Path:
    """The path of a workbook: with its extension, or refused."""
    # Windows leaves out dots and spaces at the end of a name.
    name = target.name.rstrip(". ")
    suffix = Path(name).suffix
    if target.is_dir() or suffix.casefold() == WORKBOOK_SUFFIX:
        return target
    if suffix:
        raise InputError(
            f"「{target.name}」には書き出せません。データ用の表はエクセルのファイルなので、"
            f"名前の終わりを「{WORKBOOK_SUFFIX}」にしてください。"
        )
    return target.with_name(f"{name}{WORKBOOK_SUFFIX}")
