"""Every option that a handout uses is declared, in the office's words, with what its builder takes."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from dxplanner.handouts.blocks import Heading
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
    if spec.kind not in (OptionKind.CHOICE, OptionKind.SEVERAL):
        return []
    names = [offer.value for offer in spec.offers(sample, {})]
    return [names] if spec.kind is OptionKind.SEVERAL else names


@pytest.mark.parametrize(("kind", "spec"), [pair for pair in SPECS if pair[1].default is not None],
                         ids=lambda part: part if isinstance(part, str) else part.key)  # fmt: skip
def test_a_default_is_what_the_builder_takes_without_the_option(
    sample: PlanSnapshot, kind: str, spec: OptionSpec
) -> None:
    assert build_blocks(kind, sample, {spec.key: spec.default}) == build_blocks(kind, sample, {})


@pytest.mark.parametrize("version", ["現行計画", "見直し案"])
def test_levels_are_those_of_the_version(sample: PlanSnapshot, version: str) -> None:
    chosen = next(one for one in sample.all(PlanVersion) if one.name == version)
    levels = [level.name for level in chosen.levels if level.nodes]
    assert shown(sample, "measure_card", "level", {"version": version}) == levels
    for level in values(sample, "measure_card", "level", {"version": version}):
        assert build_blocks("measure_card", sample, {"version": version, "level": level})


def test_questions_are_those_of_the_survey(sample: PlanSnapshot) -> None:
    assert "経営上の課題" in shown(sample, "survey", "questions", {"survey": "事業者"})
    assert "経営上の課題" not in shown(sample, "survey", "questions", {"survey": "市民"})


def test_cards_are_offered_in_the_order_of_the_tree_with_their_numbers(sample: PlanSnapshot) -> None:
    offers = spec_of("measure_card", "nodes").offers(sample, {"version": "見直し案"})
    numbers = [offer.words.partition("　")[0] for offer in offers]
    assert numbers == sorted(numbers)
    assert numbers[:4] == ["1-1", "1-2", "1-3", "2-1"]
    for offer in offers:
        (card,) = [
            block.text
            for block in build_blocks("measure_card", sample, {"version": "見直し案", "nodes": [offer.value]})
            if isinstance(block, Heading) and block.text.endswith(offer.called[0])
        ]
        assert card.startswith(offer.words.partition("　")[0])


def test_cards_without_a_version_are_those_of_the_newest(sample: PlanSnapshot) -> None:
    assert values(sample, "measure_card", "nodes", {}) == values(
        sample, "measure_card", "nodes", {"version": "見直し案"}
    )


def test_only_levels_that_both_versions_have_are_compared(sample: PlanSnapshot) -> None:
    sides = {"old": "現行計画", "new": "見直し案"}
    offered = shown(sample, "comparison", "level", sides)
    assert "基本施策" in offered
    old, new = (
        {level.name for level in one.levels if level.nodes}
        for one in sample.all(PlanVersion)
        if one.name in sides.values()
    )
    assert old & new <= set(offered) <= old | new
    for level in values(sample, "comparison", "level", sides):
        assert build_blocks("comparison", sample, {**sides, "level": level})


def test_what_a_comparison_of_chapters_does_not_use_says_so(sample: PlanSnapshot) -> None:
    for key in ("level", "texts"):
        spec = spec_of("comparison", key)
        assert spec.idle({}) == ""
        assert spec.idle({"source": "章構成"}).endswith("。")
        one = values(sample, "comparison", key, {})[:1]
        wished = {"source": "章構成", key: one if spec.kind is OptionKind.SEVERAL else one[0]}
        assert build_blocks("comparison", sample, wished) == build_blocks(
            "comparison", sample, {"source": "章構成"}
        )


def test_an_option_beside_one_that_names_what_is_gone_offers_nothing(sample: PlanSnapshot) -> None:
    assert values(sample, "measure_card", "nodes", {"version": "削除された版"}) == []
    assert values(sample, "schedule", "edition", {"schedule": "削除された工程表"}) == []
    assert values(sample, "survey", "questions", {"survey": "削除された調査"}) == []


def test_tips_call_a_box_as_it_does(sample: PlanSnapshot) -> None:
    """A box to choose in says （自動）, one to type in is blank."""
    for _, spec in SPECS:
        assert "空欄" not in spec.help or spec.kind is OptionKind.LINE
        assert "（自動）" not in spec.help or spec.kind is OptionKind.CHOICE


def spec_of(kind: str, key: str) -> OptionSpec:
    """The declaration of an option."""
    return next(spec for spec in OPTIONS[kind] if spec.key == key)


def values(sample: PlanSnapshot, kind: str, key: str, options: Mapping[str, Any]) -> list[str]:
    """What can be chosen for an option beside the others."""
    return [offer.value for offer in spec_of(kind, key).offers(sample, options)]


def shown(sample: PlanSnapshot, kind: str, key: str, options: Mapping[str, Any]) -> list[str]:
    """The same in words."""
    return [offer.words for offer in spec_of(kind, key).offers(sample, options)]


def test_the_sample_uses_every_kind_or_offers_it_as_a_template(sample: PlanSnapshot) -> None:
    in_plan = {block.kind for handout in sample.all(Handout) for block in handout.blocks}
    path = data_dir("resources") / "templates" / "handouts.json"
    templates = json.loads(path.read_text(encoding="utf-8"))["templates"]
    offered = {block["kind"] for row in templates for block in row["blocks"]}
    assert set(KINDS) - in_plan - offered <= {"text", "notes", "footnotes"}
