"""Names in the columns of a 施策体系: full last lines, columns moved so that names break well."""

import pytest

from dxplanner.handouts.column_breaks import fuller_end, kinder_columns
from dxplanner.handouts.hierarchy_columns import ColumnPlace, Entry, plan_columns
from dxplanner.handouts.hierarchy_rows import set_rows
from dxplanner.handouts.linebreak import untorn

GAPS = (0.0, 1.0, 1.0)
SIZE = 9.0


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        (
            "新たな産業やサービスが生まれる活力あるまち",
            ("新たな産業や", "サービスが", "生まれる活力ある", "まち"),
            ("新たな産業や", "サービスが", "生まれる", "活力あるまち"),
        ),
        ("情報格差のない暮らしの実現", ("情報格差の", "ない暮らしの", "実現"), None),
        ("活躍の機会を創出", ("活躍の", "機会を創出"), None),
        ("一行\nまち", ("一行", "まち"), None),
        ("まち", ("まち",), None),
    ],
)
def test_a_lone_end_takes_words_from_the_line_before(
    text: str, lines: tuple[str, ...], expected: tuple[str, ...] | None
) -> None:
    made = fuller_end(text, lines, 26.0, SIZE)
    assert made == (expected or lines)
    assert "".join(made) == "".join(text.split("\n"))


def entries() -> list[Entry]:
    aims = ["行政DXにより、質の高い市民サービスが提供されるまち", "次代を担う人が成長し、活躍できるまち"]
    made: list[Entry] = []
    for number, aim in enumerate(aims):
        root = Entry(10 * number, None, 0, f"a{number}", "", aim)
        made += [root, Entry(root.key + 1, root.key, 1, f"b{number}", f"{number}-1", "学校教育のDX推進")]
    return made


def test_columns_move_so_that_names_break_between_phrases() -> None:
    columns = (ColumnPlace("姿", 0.0, 24.0, 0.0, False), ColumnPlace("施策", 24.0, 60.0, 6.0, False))
    assert "行政" in untorn(entries()[0].name, columns[0].text_width, SIZE)
    moved = kinder_columns(entries(), columns, SIZE, GAPS)
    lines = [untorn(one.name, moved[0].text_width, SIZE) for one in entries() if one.level == 0]
    assert all(
        one[0].startswith(head) for one, head in zip(lines, ("行政DXにより、", "次代を担う"), strict=True)
    )
    assert sum(one.width for one in moved) == pytest.approx(84.0)
    assert moved[1].left == pytest.approx(moved[0].right)
    heights = [set_rows(entries(), one, SIZE, GAPS).height for one in (columns, moved)]
    assert heights[1] <= heights[0] + 1e-6


def test_columns_of_good_breaks_and_of_many_names_stay() -> None:
    few = [Entry(0, None, 0, "a", "", "まち"), Entry(1, 0, 1, "b", "1", "推進")]
    columns = plan_columns(few, ("姿", "施策"), 90.0, SIZE, gap=0.0)
    assert kinder_columns(few, columns, SIZE, GAPS) is columns
    many = [Entry(key, None, 0, str(key), "", "行政DXにより、質の高いまち") for key in range(90)]
    narrow = (ColumnPlace("姿", 0.0, 22.0, 0.0, False), ColumnPlace("施策", 22.0, 60.0, 0.0, False))
    assert kinder_columns(many, narrow, SIZE, GAPS) is narrow
