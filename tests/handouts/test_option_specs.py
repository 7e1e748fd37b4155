"""Every option that a handout uses is declared, in the office's words, with what its builder takes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dxplanner.handouts.catalogue import KINDS, build_blocks
from dxplanner.handouts.option_specs import COMPOSED, OPTIONS, OptionKind, OptionSpec
from dxplanner.model import Handout, PlanVersion
from dxplanner.model.snapshot import PlanSnapshot
from dxplanner.paths import data_dir

SPECS = [(kind, spec) for kind, specs in OPTIONS.items() for spec in specs]


def used() -> Iterator[tuple[str, str, object]]:
    """Kind, key and value of each option of the sample's handouts and of the templates."""
    for path, key in ((data_dir("db") / "sample" / "handouts.json", "rows"),
                      (data_dir("resources") / "templates" / "handouts.json", "templates")):  # fmt: skip
        for row in json.loads(path.read_text(encoding="utf-8"))[key]:
            for block in row["blocks"]:
                for name, value in block.get("options", {}).items():
                    yield block["kind"], name, value


def test_every_kind_has_its_options_and_no_other_is_declared() -> None:
    assert set(OPTIONS) == set(KINDS)
    assert set(COMPOSED) <= set(KINDS)


def test_every_option_in_use_is_declared() -> None:
    known = {(kind, spec.key) for kind, spec in SPECS} | {
        (k, key) for k, keys in COMPOSED.items() for key in keys
    }
    assert {(kind, key) for kind, key, _ in used()} <= known


def test_no_kind_declares_an_option_twice() -> None:
    assert len({(kind, spec.key) for kind, spec in SPECS}) == len(SPECS)


@pytest.mark.parametrize(
    ("kind", "spec"), SPECS, ids=lambda part: part if isinstance(part, str) else part.key
)
def test_labels_are_japanese_and_defaults_fit(kind: str, spec: OptionSpec) -> None:
    assert spec.label
    assert not spec.label.isascii()
    assert spec.help == "" or spec.help.endswith("。")
    if spec.kind is OptionKind.FLAG:
        assert isinstance(spec.default, bool)
    if spec.kind is OptionKind.NUMBER:
        assert isinstance(spec.default, int | float)
        assert spec.lowest <= spec.default <= spec.highest
    if spec.kind in (OptionKind.CHOICE, OptionKind.SEVERAL):
        assert spec.offered is not None


@pytest.mark.parametrize("kind", OPTIONS)
def test_a_builder_takes_what_its_options_offer(sample: PlanSnapshot, kind: str) -> None:
    """Each name that is offered, each end of a number, both states of a flag."""
    for spec in OPTIONS[kind]:
        for value in _values(sample, spec):
            assert isinstance(build_blocks(kind, sample, {spec.key: value}), tuple), (spec.key, value)


def _values(sample: PlanSnapshot, spec: OptionSpec) -> list[Any]:
    if spec.kind is OptionKind.FLAG:
        return [True, False]
    if spec.kind is OptionKind.NUMBER:
        return [int(spec.lowest), int(spec.highest)] if float(spec.lowest).is_integer() else [spec.lowest]
    if spec.offered is None or spec.key == "level":
        return []
    names = list(spec.offered(sample, {}))[:2]
    return [names] if spec.kind is OptionKind.SEVERAL else list(names)


@pytest.mark.parametrize("version", ["現行計画", "見直し案"])
def test_levels_are_those_of_the_version(sample: PlanSnapshot, version: str) -> None:
    spec = next(spec for kind, spec in SPECS if kind == "measure_card" and spec.key == "level")
    assert spec.offered is not None
    chosen = next(one for one in sample.all(PlanVersion) if one.name == version)
    levels = [level.name for level in chosen.levels if level.nodes]
    assert list(spec.offered(sample, {"version": version})) == levels
    for level in levels:
        assert build_blocks("measure_card", sample, {"version": version, "level": level})


def test_questions_are_those_of_the_survey(sample: PlanSnapshot) -> None:
    spec = next(spec for kind, spec in SPECS if kind == "survey" and spec.key == "questions")
    assert spec.offered is not None
    assert "経営上の課題" in spec.offered(sample, {"survey": "事業者"})
    assert "経営上の課題" not in spec.offered(sample, {"survey": "市民"})


def test_the_sample_uses_every_kind_or_offers_it_as_a_template(sample: PlanSnapshot) -> None:
    in_plan = {block.kind for handout in sample.all(Handout) for block in handout.blocks}
    path = data_dir("resources") / "templates" / "handouts.json"
    templates = json.loads(path.read_text(encoding="utf-8"))["templates"]
    offered = {block["kind"] for row in templates for block in row["blocks"]}
    assert set(KINDS) - in_plan - offered <= {"text", "notes", "footnotes"}
