"""What a plan file holds, in figures: for ``dxplanner info`` and the start page."""

from collections import Counter
from typing import Any

from dxplanner.domain.fiscal import format_fiscal_year
from dxplanner.domain.vocabulary import DataKind
from dxplanner.model import PlanVersion, entities
from dxplanner.store.header import read_header
from dxplanner.store.planfile import PlanFile


def overview(plan: PlanFile) -> dict[str, Any]:
    """A JSON-ready description with stable keys (see docs/cli.md)."""
    snapshot = plan.snapshot()
    last = plan.last_change()
    rows = {entity: len(snapshot.all(entity)) for entity in entities()}
    versions = sorted(snapshot.all(PlanVersion), key=lambda version: version.position)
    own = snapshot.plan
    return {
        "title": own.name,
        "city": own.city,
        "first_year": own.first_year,
        "last_year": own.last_year,
        "schema_version": read_header(plan.path).schema_version,
        "read_only": plan.read_only is not None,
        "versions": [_version(version) for version in versions],
        "kinds": [
            {
                "kind": kind.value,
                "rows": sum(count for entity, count in rows.items() if entity.__data_kind__ is kind),
                "tables": {
                    entity.__tablename__: count
                    for entity, count in rows.items()
                    if entity.__data_kind__ is kind
                },
            }
            for kind in DataKind
        ],
        "last_change": None
        if last is None
        else {
            "label": last.label,
            "author": last.author,
            "computer": last.computer,
            "made_at": f"{last.made_at.isoformat()}Z",
        },
    }


def _version(version: PlanVersion) -> dict[str, Any]:
    counts = Counter(node.level_id for node in version.nodes)
    term = version.term
    return {
        "name": version.name,
        "stage": version.stage.value,
        "term": None if term is None else [term.first_year, term.last_year],
        "levels": {level.name: counts[level.id] for level in version.levels},
    }


def overview_lines(found: dict[str, Any]) -> list[str]:
    """The same for reading: Japanese lines, kinds without rows left out."""
    lines = [f"{found['title']}（{found['city']}）"]
    if found["first_year"] and found["last_year"]:
        first, last = (format_fiscal_year(found[key]) for key in ("first_year", "last_year"))
        lines.append(f"計画期間：{first}～{last}")
    for version in found["versions"]:
        levels = "、".join(f"{name} {count}" for name, count in version["levels"].items() if count)
        lines.append(f"{version['name']}（{version['stage']}）：{levels or '項目なし'}")
    lines += [f"{kind['kind']}：{kind['rows']}件" for kind in found["kinds"] if kind["rows"]]
    last_change = found["last_change"]
    lines.append(
        f"最後の変更：{last_change['made_at']} {last_change['author']}「{last_change['label']}」"
        if last_change
        else "最後の変更：なし"
    )
    return [*lines, f"ファイルの版：{found['schema_version']}"]
