"""Commands, queries, clipboard and sheets of a 関係図."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dxplanner.domain.errors import InputError, RefusedEdit
from dxplanner.domain.vocabulary import ColourRole, DiagramShape, EdgeStyle
from dxplanner.handouts.diagram import diagram_spec
from dxplanner.handouts.diagram_layout import lay_out_as_placed, lay_out_diagram
from dxplanner.model import Diagram, DiagramEdge, DiagramNode, PolicyNode
from dxplanner.services import diagram_edit as edit
from dxplanner.services.diagram_clipboard import copied_parts, paste_lines, paste_parts
from dxplanner.services.diagram_places import Rect
from dxplanner.services.diagram_query import DiagramView, diagram_choices, diagram_view
from dxplanner.services.diagram_sheets import edges_source, nodes_source
from dxplanner.services.sheet_edit import set_cell
from dxplanner.services.sheet_read import read_rows
from dxplanner.services.workbench import Workbench
from dxplanner.store.planfile import PlanFile
from tests.store.test_changelog import all_rows


@pytest.fixture
def bench(empty_plan: PlanFile) -> Workbench:
    """An empty plan, to be edited."""
    return Workbench(empty_plan)


def view_of(bench: Workbench, diagram_id: int) -> DiagramView:
    with bench.plan.reading() as session:
        view = diagram_view(session, diagram_id)
    assert view is not None
    return view


def begun(bench: Workbench) -> tuple[int, list[int]]:
    """A diagram with three elements in a row."""
    diagram = bench.run("図", edit.add_diagram)
    nodes = [
        bench.run("要素", lambda session, x=x: edit.add_node(session, diagram, Rect(x, 10, 40, 12)))  # type: ignore[misc]
        for x in (0, 60, 120)
    ]
    return diagram, nodes


def test_a_view_is_what_the_handout_draws(sample_plan: PlanFile) -> None:
    with sample_plan.reading() as session:
        choices = diagram_choices(session)
        view = diagram_view(session, choices[0].id)
    snapshot = sample_plan.snapshot()
    printed = next(one for one in snapshot.all(Diagram) if one.title == choices[0].title)
    assert view is not None
    assert view.title == "2030年のめざす姿の全体像"
    assert view.spec == diagram_spec(snapshot, printed)
    assert {*view.keys} == {one.uid for one in (*printed.nodes, *printed.edges)}
    assert view.named(view.spec.nodes[0].uid) == "要素「まち（暮らしの基盤）」"
    drawing = lay_out_as_placed(view.spec, 270.0)
    for node in view.spec.nodes:
        box = next(box for box in drawing.boxes if box.name == node.uid)
        assert (box.x, box.y, box.width) == (node.x, node.y, node.width)


def test_elements_are_added_placed_and_dressed(bench: Workbench) -> None:
    before = all_rows(bench.plan)
    diagram, (a, b, c) = begun(bench)
    places = {a: Rect(5, 5, 30, 20), b: Rect(60, 10, 40, 12)}
    assert bench.run("移動", lambda session: edit.place_nodes(session, places)) == 1
    changed = bench.run(
        "形",
        lambda session: edit.set_nodes(session, [a, b], shape=DiagramShape.ELLIPSE, colour=ColourRole.LIFE),
    )
    assert changed == 4
    frame = bench.run("囲む", lambda session: edit.frame_nodes(session, diagram, [b, c]))
    view = view_of(bench, diagram)
    found = {view.keys[node.uid]: node for node in view.spec.nodes}
    assert (found[a].x, found[a].height, found[a].shape) == (5, 20, DiagramShape.ELLIPSE)
    assert found[frame].shape is DiagramShape.FRAME
    assert found[frame].x < 60
    while bench.undo() is not None:
        pass
    assert all_rows(bench.plan) == before


def test_arrows_between_elements(bench: Workbench) -> None:
    diagram, (a, b, c) = begun(bench)
    edge = bench.run("矢印", lambda session: edit.join_nodes(session, a, b))
    assert bench.run("矢印", lambda session: edit.join_nodes(session, a, b)) == edge
    bench.run("向き", lambda session: edit.turn_edge(session, edge))
    view = view_of(bench, diagram)
    (spec,) = view.spec.edges
    assert (view.keys[spec.start], view.keys[spec.end]) == (b, a)
    for act in (
        lambda session: edit.join_nodes(session, a, a),
        lambda session: edit.join_nodes(session, a, 99),
    ):
        with pytest.raises(RefusedEdit):
            bench.run("矢印", act)
    other = bench.run("図", edit.add_diagram)
    lone = bench.run("要素", lambda session: edit.add_node(session, other, Rect(0, 0, 10, 10)))
    with pytest.raises(RefusedEdit, match="別の関係図"):
        bench.run("矢印", lambda session: edit.join_nodes(session, c, lone))


def test_an_end_goes_to_another_element(bench: Workbench) -> None:
    diagram, (a, b, c) = begun(bench)
    edge = bench.run("矢印", lambda session: edit.join_nodes(session, a, b))
    bench.run("矢印", lambda session: edit.join_nodes(session, a, c))
    assert bench.run("終点", lambda session: edit.set_end(session, edge, "end_id", b)) is False
    assert bench.run("始点", lambda session: edit.set_end(session, edge, "start_id", c)) is True
    view = view_of(bench, diagram)
    assert [(view.keys[spec.start], view.keys[spec.end]) for spec in view.spec.edges] == [(c, b), (a, c)]
    other = bench.run("図", edit.add_diagram)
    lone = bench.run("要素", lambda session: edit.add_node(session, other, Rect(0, 0, 10, 10)))
    before = all_rows(bench.plan)
    for name, node, said in (
        ("end_id", c, "同じ要素どうし"),
        ("end_id", lone, "別の関係図"),
        ("end_id", 99, "もう削除"),
    ):
        with pytest.raises(RefusedEdit, match=said):
            bench.run("終点", partial(edit.set_end, edge_id=edge, name=name, node_id=node))
    bench.run("終点", lambda session: edit.set_end(session, edge, "end_id", None))
    bench.run("始点", lambda session: edit.set_end(session, edge, "start_id", a))
    with pytest.raises(RefusedEdit, match="もうあります"):
        bench.run("終点", lambda session: edit.set_end(session, edge, "end_id", c))
    while bench.plan.undo_label() in {"始点", "終点"} and all_rows(bench.plan) != before:
        bench.undo()
    assert all_rows(bench.plan) == before


def test_words_without_ends_become_an_arrow(bench: Workbench) -> None:
    diagram, (a, b, _) = begun(bench)

    def loose(session: Session) -> int:
        edge = DiagramEdge(diagram_id=diagram, position=0, label="応援する")
        session.add(edge)
        session.flush()
        return edge.id

    edge = bench.run("語句", loose)
    assert bench.run("矢印", lambda session: edit.join_nodes(session, a, b, edge)) == edge
    (spec,) = view_of(bench, diagram).spec.edges
    assert (spec.label, bool(spec.start), bool(spec.end)) == ("応援する", True, True)


def test_deleting_keeps_words(bench: Workbench) -> None:
    diagram, (a, b, c) = begun(bench)
    bench.run("矢印", lambda session: edit.join_nodes(session, a, b))
    said = bench.run("矢印", lambda session: edit.join_nodes(session, b, c))
    bench.run("語句", set_cell(edges_source(diagram), said, "label", "届ける"))
    before = all_rows(bench.plan)
    assert bench.run("削除", lambda session: edit.delete_parts(session, [b], [])) == 2
    view = view_of(bench, diagram)
    assert [(edge.label, edge.start) for edge in view.spec.edges] == [("届ける", "")]
    bench.undo()
    assert all_rows(bench.plan) == before


def test_copying_keeps_arrows_and_links(bench: Workbench, sample_plan: PlanFile) -> None:
    sample = Workbench(sample_plan)
    with sample_plan.reading() as session:
        vision, other = (choice.id for choice in diagram_choices(session))
        view = diagram_view(session, other)
        assert view is not None
        text = copied_parts(session, [view.keys[node.uid] for node in view.spec.nodes])
        linked = session.scalars(
            sa.select(DiagramNode.id).where(DiagramNode.policy_node_id.is_not(None)).limit(1)
        ).one()
        named = copied_parts(session, [linked])
    before = all_rows(sample_plan)
    made = sample.run("貼り付け", lambda session: paste_parts(session, vision, text))
    assert len(made) == len(view.spec.nodes)
    after = view_of(sample, vision)
    pasted = [node for node in after.spec.nodes if after.keys[node.uid] in made]
    assert [(node.label, node.x - 5) for node in pasted] == [(one.label, one.x) for one in view.spec.nodes]
    ends = {after.keys[edge.start] for edge in after.spec.edges if edge.start}
    assert ends & set(made)
    twin = sample.run("貼り付け", lambda session: paste_parts(session, other, named))[0]
    with sample_plan.reading() as session:
        assert session.get_one(DiagramNode, twin).policy_node is not None
    while sample.undo() is not None:
        pass
    assert all_rows(sample_plan) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"nodes": [{"label": "x"}], "edges": []}',
        '{"nodes": [], "edges": [{"label": "", "style": "矢印", "start": 0, "end": 1}]}',
    ],
)
def test_nonsense_is_not_pasted(bench: Workbench, text: str) -> None:
    diagram, _ = begun(bench)
    with pytest.raises(InputError):
        bench.run("貼り付け", lambda session: paste_parts(session, diagram, text))


def test_lines_of_a_worksheet_become_elements(bench: Workbench) -> None:
    diagram = bench.run("図", edit.add_diagram)
    made = bench.run(
        "貼り付け", lambda session: paste_lines(session, diagram, "市民\t事業者\n\n市役所\n", 10, 20)
    )
    view = view_of(bench, diagram)
    assert [(node.label, node.x, node.y) for node in view.spec.nodes] == [
        ("市民", 10, 20),
        ("事業者", 10, 35),
        ("市役所", 10, 50),
    ]
    assert len(made) == 3


def test_an_element_takes_the_name_of_its_item(sample_plan: PlanFile) -> None:
    bench = Workbench(sample_plan)
    with sample_plan.reading() as session:
        node = session.scalars(sa.select(DiagramNode).where(DiagramNode.policy_node_id.is_(None))).first()
        item = session.scalars(sa.select(PolicyNode).order_by(PolicyNode.id)).first()
    assert node is not None
    assert item is not None
    with pytest.raises(RefusedEdit):
        bench.run("名称", lambda session: edit.take_name(session, node.id))
    bench.run("結ぶ", lambda session: edit.link_node(session, node.id, item.id))
    assert bench.run("名称", lambda session: edit.take_name(session, node.id))
    view = view_of(bench, node.diagram_id)
    assert view.links[node.uid].name == item.name
    spec = view.node(node.uid)
    assert spec is not None
    assert spec.label == item.name
    bench.run("外す", lambda session: edit.link_node(session, node.id, None))
    assert node.uid not in view_of(bench, node.diagram_id).links


def test_low_elements_are_made_high_enough(bench: Workbench) -> None:
    diagram, (a, *_) = begun(bench)
    long = "誰もがデジタルの恩恵を受けられ、安心して暮らせるまちをつくります。"
    bench.run("文字", set_cell(nodes_source(diagram, lambda: None), a, "label", long))
    view = view_of(bench, diagram)
    uid = next(uid for uid, key in view.keys.items() if key == a)
    fitting = view.fitting([uid])
    assert fitting[uid].height > 12
    bench.run("高さ", lambda session: edit.place_nodes(session, {a: fitting[uid]}))
    assert view_of(bench, diagram).fitting([uid]) == {}


def test_elements_grow_on_screen_as_on_paper(bench: Workbench) -> None:
    diagram, (a, b, _) = begun(bench)
    under, _ = (
        bench.run("要素", lambda session, at=at: edit.add_node(session, diagram, Rect(60, at, 40, 12)))  # type: ignore[misc]
        for at in (25, 200)
    )
    long = "誰もがデジタルの恩恵を受けられ、安心して暮らせるまちをつくります。" * 3
    for key in (a, b):
        bench.run("文字", set_cell(nodes_source(diagram, lambda: None), key, "label", long))
    view = view_of(bench, diagram)
    uids = {key: uid for uid, key in view.keys.items()}
    places = view.roomy_places()
    assert places[uids[a]].height == view.fitting([uids[a]])[uids[a]].height > 12
    # There is something under the second one: it stays as it is, and so does everything else.
    assert {uid: rect for uid, rect in places.items() if uid != uids[a]} == {
        uid: rect for uid, rect in view.places().items() if uid != uids[a]
    }
    assert places[uids[under]] == Rect(60, 25, 40, 12)
    # On paper as wide as the elements are, they have the same places, but from the uppermost one on.
    printed = lay_out_diagram(view.spec, 160, 202)
    heights = {box.name: box.height for box in printed.boxes}
    for uid, rect in places.items():
        assert heights[uid] == pytest.approx(rect.height, abs=1.0)


def test_diagrams_come_and_go(bench: Workbench) -> None:
    first, second = bench.run("図", edit.add_diagram), bench.run("図", edit.add_diagram)
    with bench.plan.reading() as session:
        assert [one.title for one in diagram_choices(session)] == ["新しい関係図", "新しい関係図2"]
    assert bench.run("削除", lambda session: edit.delete_diagram(session, first))
    assert not bench.run("削除", lambda session: edit.delete_diagram(session, first))
    with bench.plan.reading() as session:
        assert [one.id for one in diagram_choices(session)] == [second]
        assert diagram_view(session, first) is None
        assert diagram_view(session, None) is None


def test_the_tables_of_elements_and_arrows(bench: Workbench) -> None:
    diagram, (a, b, _) = begun(bench)
    nodes, edges = nodes_source(diagram, lambda: None), edges_source(diagram)
    typed: list[tuple[str, str, Callable[[Any], object], object]] = [
        ("label", "市民", lambda node: node.label, "市民"),
        ("x", "１２", lambda node: node.x, 12),
        ("shape", "だ円", lambda node: node.shape, DiagramShape.ELLIPSE),
        ("colour", "交流", lambda node: node.colour, ColourRole.EXCHANGE),
    ]
    for key, text, read, wanted in typed:
        bench.run("入力", set_cell(nodes, a, key, text))
        with bench.plan.reading() as session:
            assert read(session.get_one(DiagramNode, a)) == wanted
    with pytest.raises(InputError):
        bench.run("入力", set_cell(nodes, a, "width", "0"))
    edge = bench.run("矢印", lambda session: edit.join_nodes(session, b, a))
    bench.run("入力", set_cell(edges, edge, "start_id", "市民"))
    bench.run("入力", set_cell(edges, edge, "style", "両矢印"))
    with bench.plan.reading() as session:
        texts = read_rows(session, edges, [edge])[edge].texts
        assert session.get_one(DiagramEdge, edge).style is EdgeStyle.BOTH
    assert texts == ("", "市民", "市民", "両矢印")
    with pytest.raises(InputError, match="ありません"):
        bench.run("入力", set_cell(edges, edge, "end_id", "知らない要素"))
