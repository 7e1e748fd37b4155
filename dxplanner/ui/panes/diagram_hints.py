"""The line under a 関係図: what keys and mouse do at the moment."""

from typing import Final

from dxplanner.ui.panes.diagram_board import DiagramBoard
from dxplanner.ui.panes.diagram_drags import WireDrag

_HINTS: Final = {
    "read": "Tab で要素や矢印を順に選びます。",
    "none": "ダブルクリック・Insert：要素を加える　Tab：順に選ぶ　ドラッグ：囲んで選ぶ",
    "node": "矢印キー：1mm（Shift：5mm）動かす　Enter：矢印を引く　F2：文字　Ctrl+D：複製　Delete：削除",
    "edge": "○ をドラッグ：つなぎ先を変える（右の始点・終点でも）　F2：文字　Delete：削除",
    "loose": "要素の ○ から別の要素へドラッグ：この語句の矢印になる　F2：文字　Delete：削除",
    "wire": "矢印キーで終点を選んで Enter　Esc：やめる",
    "arrow": "相手の要素の上で離すと、矢印がつながります　Esc：やめる",
    "drag": "Alt：吸い付けない　Shift：まっすぐ　Esc：やめる",
}


def hint(board: DiagramBoard) -> str:
    """What can be done on the board now."""
    marked = board.marked
    state = (
        "arrow" if isinstance(board.drag, WireDrag)
        else "drag" if board.drag is not None
        else "read" if board.read_only
        else "wire" if marked.start
        else "node" if marked.nodes
        else "edge" if board.scene is not None and board.scene.ends(marked.edge)
        else "loose" if marked.edge
        else "none"
    )  # fmt: skip
    return _HINTS[state]
