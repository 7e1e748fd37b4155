"""出典: attached, confirmed, set back; each of them one step of undo."""

from datetime import date

import pytest

from dxplanner.domain.errors import RefusedEdit
from dxplanner.domain.vocabulary import Confidence, ProvenanceStatus
from dxplanner.model import PolicyNode
from dxplanner.services import provenance
from dxplanner.services.provenance import Mark, marks_of
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile

TODAY = date(2024, 11, 8)


def uid_of(plan: PlanFile, node_id: int) -> str:
    with plan.reading() as session:
        return session.get_one(PolicyNode, node_id).uid


def initiatives_mark(plan: PlanFile) -> Mark:
    uid = uid_of(plan, 46)
    with plan.reading() as session:
        [mark] = marks_of(session, [uid])[uid, "initiatives"]
    return mark


def test_a_mark_says_basis_document_page_and_confidence(sample_plan: PlanFile) -> None:
    mark = initiatives_mark(sample_plan)
    assert mark.inferred
    assert (mark.document, mark.page) == ("長崎市DX推進計画 改訂素案の報告資料", 14)
    assert (mark.confidence, mark.recorded_by) == (Confidence.HIGH, None)
    assert mark.basis is not None
    assert "並び順" in mark.basis


def test_confirming_records_who_and_when_and_is_undone(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    before = initiatives_mark(sample_plan)
    bench.run("1-2 の主な取組の確認", lambda s: provenance.confirm(s, [before.id], "企画係", TODAY))
    after = initiatives_mark(sample_plan)
    assert (after.status, after.recorded_by, after.recorded_on) == (
        ProvenanceStatus.CONFIRMED,
        "企画係",
        TODAY,
    )
    bench.undo()
    assert initiatives_mark(sample_plan) == before
    bench.redo()
    bench.run("戻す", lambda s: provenance.set_back(s, [before.id], "課長", TODAY))
    assert initiatives_mark(sample_plan).inferred
    assert initiatives_mark(sample_plan).recorded_by == "課長"


def test_confirming_what_is_confirmed_changes_nothing(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    mark = initiatives_mark(sample_plan)
    bench.run("確認", lambda s: provenance.confirm(s, [mark.id], "企画係", TODAY))
    bench.run("もう一度", lambda s: provenance.confirm(s, [mark.id], "別の人", TODAY))
    assert initiatives_mark(sample_plan).recorded_by == "企画係"
    assert sample_plan.undo_label() == "確認"


def test_attaching_marks_a_field_and_goes_with_its_row(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    uid = uid_of(sample_plan, 46)
    bench.run(
        "出典",
        lambda s: provenance.attach(s, uid, "note", page=3, basis="聞き取り", by="企画係", on=TODAY),
    )
    with sample_plan.reading() as session:
        [mark] = marks_of(session, [uid])[uid, "note"]
    assert (mark.inferred, mark.page, mark.basis) == (True, 3, "聞き取り")
    with pytest.raises(RefusedEdit, match="ページ"):
        bench.run("誤り", lambda s: provenance.attach(s, uid, page=0, by="企画係", on=TODAY))
    bench.run("削除", lambda s: s.delete(s.get_one(PolicyNode, 46)))
    with sample_plan.reading() as session:
        assert marks_of(session, [uid]) == {}


def test_a_mark_that_is_gone_is_refused(sample_plan: PlanFile) -> None:
    with pytest.raises(RefusedEdit, match="出典は、もう削除"):
        Workbench(sample_plan).run("確認", lambda s: provenance.confirm(s, [99999], "企画係", TODAY))
