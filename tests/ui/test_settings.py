"""Settings: what is remembered, how much, and that a broken file does no harm."""

from pathlib import Path

import pytest

from dxplanner.ui.settings import MOST_RECENT, Settings


def test_settings_survive(tmp_path: Path) -> None:
    file = tmp_path / "folder that is not there yet" / "settings.ini"
    first = Settings(file)
    first.set("scale", 120)
    first.remember_plan(tmp_path / "計画.dxplan")
    first.flush()
    again = Settings(file)
    assert again.number("scale", 100) == 120
    assert again.recent_plans() == [tmp_path / "計画.dxplan"]


def test_newest_plan_comes_first_and_old_ones_go(settings: Settings, tmp_path: Path) -> None:
    paths = [tmp_path / f"計画{number}.dxplan" for number in range(MOST_RECENT + 2)]
    for path in paths:
        settings.remember_plan(path)
        settings.keep_place(path, {"pane": "measure"})
    settings.remember_plan(paths[5])
    recent = settings.recent_plans()
    assert recent[:2] == [paths[5], paths[-1]]
    assert len(recent) == MOST_RECENT
    assert settings.place(paths[0])["pane"] == ""
    assert settings.place(paths[5])["pane"] == "measure"


def test_forgotten_plan_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "計画.dxplan"
    settings.remember_plan(path)
    settings.keep_place(path, {"pane": "measure", "version": "v", "node": "n"})
    assert settings.place(path) == {"pane": "measure", "version": "v", "node": "n"}
    settings.forget_plan(path)
    assert settings.recent_plans() == []
    assert settings.place(path) == {"pane": "", "version": "", "node": ""}


@pytest.mark.parametrize("content", [b"\x00\xff\xfe rubbish", b"[General\nscale==", b"scale=many\n"])
def test_broken_file_is_ignored(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.ini"
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.number("scale", 100) == 100
    assert settings.recent_plans() == []


def test_settings_stay_on_this_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: dict[str, object] = {}

    def config_path(name: str, **options: object) -> Path:
        asked.update(options, name=name)
        return tmp_path

    monkeypatch.setattr("dxplanner.ui.settings.user_config_path", config_path)
    Settings().set("scale", 110)
    assert asked == {"name": "dxplanner", "appauthor": False, "roaming": False}
    assert Settings().number("scale", 100) == 110
