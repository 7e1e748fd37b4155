"""Where output may go: never onto a plan, and data tables only into a workbook."""

import os
from pathlib import Path

import pytest

from dxplanner.domain.errors import InputError, MachineError
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.services.data_export import export_data
from dxplanner.services.output import PlaceError, spare_plans, whole_file


@pytest.mark.parametrize("name", ["他.dxplan", "他.DXPlan", "他.dxplan.", "他.dxplan  ", ".dxplan"])
def test_a_name_of_a_plan_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="計画ファイルの名前です"):
        spare_plans(tmp_path / name)


@pytest.mark.parametrize("name", ["資料.xlsx", "dxplan", "s.dxplan.xlsx", "s_dxplan.pdf"])
def test_other_names_are_fine(tmp_path: Path, sample_path: Path, name: str) -> None:
    spare_plans(tmp_path / name, sample_path)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_the_plan_is_known_behind_a_link(
    sample: PlanSnapshot, sample_path: Path, tmp_path: Path, link: object
) -> None:
    assert callable(link)
    before = sample_path.read_bytes()
    target = tmp_path / "表.xlsx"
    link(target, sample_path)
    for given in (target, tmp_path / "表"):
        with pytest.raises(InputError, match="もとの計画ファイルです"):
            export_data(sample, given, sample_path)
    assert sample_path.read_bytes() == target.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_another_plan_is_known_behind_a_link(sample: PlanSnapshot, tmp_path: Path) -> None:
    other = tmp_path / "他.dxplan"
    other.write_bytes(b"a plan")
    (tmp_path / "表.xlsx").symlink_to(other)
    with pytest.raises(InputError, match="計画ファイルの名前です"):
        export_data(sample, tmp_path / "表.xlsx")
    assert other.read_bytes() == b"a plan"


@pytest.mark.parametrize(
    ("given", "written"),
    [("表", "表.xlsx"), ("表.xlsx", "表.xlsx"), ("表.XLSX", "表.XLSX"), ("表.", "表.xlsx")],
)
def test_data_tables_go_into_a_workbook(
    sample: PlanSnapshot, tmp_path: Path, given: str, written: str
) -> None:
    assert export_data(sample, tmp_path / given).path == tmp_path / written
    assert (tmp_path / written).read_bytes().startswith(b"PK")
    assert [path.name for path in tmp_path.iterdir()] == [written]


@pytest.mark.parametrize("name", ["表.pdf", "表.xls", "表.csv", "表.R6"])
def test_data_tables_do_not_go_into_anything_else(sample: PlanSnapshot, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    target.write_bytes(b"something else")
    with pytest.raises(InputError, match=r"名前の終わりを「\.xlsx」に"):
        export_data(sample, target)
    assert target.read_bytes() == b"something else"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_is_no_target_for_data_tables(sample: PlanSnapshot, tmp_path: Path) -> None:
    folder = tmp_path / "表"
    folder.mkdir()
    with pytest.raises(InputError, match="フォルダーです"):
        export_data(sample, folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_a_name_that_is_too_long_concerns_one_file(tmp_path: Path) -> None:
    with pytest.raises(MachineError) as failed, whole_file(tmp_path / ("長" * 300)) as part:
        part.write_bytes(b"x")
    assert not isinstance(failed.value, PlaceError)


def test_a_folder_that_has_gone_concerns_all_files(tmp_path: Path) -> None:
    folder = tmp_path / "外付け"
    folder.mkdir()
    with pytest.raises(PlaceError, match="ドライブの接続"), whole_file(folder / "資料.pdf") as part:
        folder.rmdir()
        part.write_bytes(b"x")
