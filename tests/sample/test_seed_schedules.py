"""Every name and figure of the source documents about schedules, flows, budgets, meetings and origin."""

from dxplanner.model import Flow, Meeting, OpenPoint, Schedule, SourceDocument
from dxplanner.model.snapshot import PlanSnapshot
from tests.sample.reading import confidence, iso, ordered, seed
from tests.sample.seed_budgets import budget_words, budgets, footnote_texts, program


def test_schedules(sample: PlanSnapshot) -> None:
    found = [
        {
            "title": schedule.title,
            "edition": edition.name,
            "columns": [[c.group, c.heading, *iso(c.starts_on, c.ends_on)] for c in edition.columns],
            "lanes": [
                {
                    "group": lane.group,
                    "name": lane.name,
                    "bars": [
                        [b.label, *iso(b.starts_on, b.ends_on), b.kind.value, confidence(sample, b)]
                        for b in lane.bars
                    ],
                }
                for lane in edition.lanes
            ],
        }
        for schedule in ordered(sample, Schedule)
        for edition in schedule.editions
    ]
    assert found == seed("schedules")


def test_editions_know_each_other(sample: PlanSnapshot) -> None:
    revision = next(s for s in ordered(sample, Schedule) if s.title == "改訂スケジュール")
    before, after = (
        {bar.lineage: bar.label for lane in edition.lanes for bar in lane.bars}
        for edition in revision.editions
    )
    assert None not in before.keys() | after.keys()
    assert [len(before), len(after)] == [13, 12]
    gone = {label for lineage, label in before.items() if lineage not in after}
    new = {label for lineage, label in after.items() if lineage not in before}
    assert gone == {"手続き", "現状分析等審議", "骨子審議"}
    assert new == {"パブリックコメント", "進捗報告"}


def test_flows(sample: PlanSnapshot) -> None:
    found = [
        {
            "title": flow.title,
            "end": flow.end_label,
            "steps": [
                [s.name, s.period, *iso(s.starts_on, s.ends_on), s.fiscal_year, len(s.tasks)]
                for s in flow.steps
            ],
        }
        for flow in ordered(sample, Flow)
    ]
    assert found == seed("flows")


def test_budgets(sample: PlanSnapshot) -> None:
    assert program(sample) == seed("budget_program")
    assert budgets(sample) == seed("budgets")
    for name, words in seed("budget_words").items():
        assert [word for word in words if word not in budget_words(sample, name)] == []
    assert [word for word in seed("footnote_words") if word not in footnote_texts(sample)] == []


def test_meetings(sample: PlanSnapshot) -> None:
    found = [[m.name, *iso(m.starts_on, m.ends_on), sample.is_inferred(m)] for m in ordered(sample, Meeting)]
    assert found == seed("meetings")


def test_sources_and_open_points(sample: PlanSnapshot) -> None:
    pages = {
        document.code: [[page.page, sample.is_inferred(page, "page")] for page in document.pages]
        for document in ordered(sample, SourceDocument)
    }
    assert pages == seed("source_pages")
    points = [[p.severity.value, p.text] for p in ordered(sample, OpenPoint)]
    assert points == seed("open_points")
