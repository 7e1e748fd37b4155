"""The importer of readable plan data: it builds graphs, and names the place of every mistake."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dxplanner.domain.errors import InputError
from dxplanner.domain.vocabulary import ProvenanceStatus, ValueRole
from dxplanner.importers.plan_data import read_plan_data
from dxplanner.model import Handout, Indicator, PlanVersion, PolicyNode, Provenance

NODE: dict[str, Any] = {
    "entity": "PolicyNode",
    "ref": "node",
    "version": "@version",
    "level": "@level",
    "name": "基本施策",
    "initiatives": ["取組１", {"name": "取組２"}],
    "indicators": [
        {
            "name": "割合",
            "kind": "意識調査",
            "unit": "%",
            "series": [{"values": [{"role": "基準値", "fiscal_year": "R6", "value": "50.0"}]}],
            "origin": {"status": "推定", "basis": "原資料に算出方法の記載なし"},
        }
    ],
}
VERSION: dict[str, Any] = {
    "entity": "PlanVersion",
    "ref": "version",
    "name": "現行計画",
    "levels": [{"ref": "level", "name": "基本施策"}],
}


def documents(**changes: Any) -> dict[str, Any]:
    return {"nodes": {"rows": [{**NODE, **changes}]}, "versions": {"rows": [VERSION]}}


def test_children_references_values_and_origins_are_built() -> None:
    rows = read_plan_data(documents())
    [node] = [row for row in rows if isinstance(row, PolicyNode)]
    assert [(one.position, one.name) for one in node.initiatives] == [(0, "取組１"), (1, "取組２")]
    assert node.level.name == "基本施策"
    [indicator] = node.indicators
    [value] = indicator.series[0].values
    assert (value.role, value.fiscal_year, str(value.value)) == (ValueRole.BASELINE, 2024, "50.0")
    assert isinstance(value.value, Decimal)
    [mark] = [row for row in rows if isinstance(row, Provenance)]
    assert (mark.entity_uid, mark.status) == (indicator.uid, ProvenanceStatus.INFERRED)


def test_uids_depend_on_names_only() -> None:
    first, second = (
        {row.uid for row in read_plan_data(documents(name=name)) if not isinstance(row, Provenance)}
        for name in ("基本施策", "別の名称")
    )
    assert first == second
    assert isinstance(next(iter(first)), str)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"entity": "Nonsense"}, r"nodes\[0\].*「Nonsense」というデータの種類はありません"),
        ({"nickname": "x"}, r"nodes\[0\]\.nickname.*この欄はありません"),
        ({"level": "@nowhere"}, r"nodes\[0\]\.level.*「@nowhere」が指す行はありません"),
        ({"level": "level"}, "「level」が指す行はありません"),
        ({"ref": "version"}, "「version」という名前が二度"),
        ({"colour": "むらさき"}, r"nodes\[0\]\.colour：「むらさき」は読み取れません"),
        ({"origin": {"field": "nickname"}}, "「nickname」という欄はありません"),
    ],
)
def test_a_mistake_is_named_with_its_place(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_plan_data(documents(**changes))


def test_a_month_stands_for_its_first_day() -> None:
    plan = {"p": {"rows": [{"entity": "Plan", "name": "計画", "city": "市", "adopted_on": "2022-03"}]}}
    [row] = read_plan_data(plan)
    assert row.adopted_on == date(2022, 3, 1)  # type: ignore[attr-defined]
    assert not isinstance(row, Indicator)


def handout(**options: Any) -> dict[str, Any]:
    """A version, and a handout whose block has these options."""
    row = {
        "entity": "Handout",
        "code": "h",
        "title": "資料",
        "blocks": [{"kind": "points", "options": options}],
    }
    return {"handouts": {"rows": [row]}, "versions": {"rows": [VERSION]}}


def test_options_of_a_handout_name_rows_by_their_identifiers() -> None:
    rows = read_plan_data(
        handout(version="@version", several=["@level", "文"], parts=[{"only": ["@level"], "text": "本文"}])
    )
    made = next(row for row in rows if isinstance(row, Handout))
    version = next(row for row in rows if isinstance(row, PlanVersion))
    [level] = version.levels
    assert made.blocks[0].options == {
        "version": version.uid,
        "several": [level.uid, "文"],
        "parts": [{"only": [level.uid], "text": "本文"}],
    }


def test_an_option_that_names_no_row_is_told() -> None:
    with pytest.raises(InputError, match=r"blocks\[0\]\.options\.version：「@ない」が指す行はありません。"):
        read_plan_data(handout(version="@ない"))
