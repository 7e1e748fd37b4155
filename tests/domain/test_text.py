import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxplanner.domain import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＤＸの推進", "DXの推進"),
        ("ｄｘ", "DX"),
        ("データ利活用", "デ－タ利活用"),
        ("ﾃﾞｰﾀ", "データ"),
        ("スマホサロン", "すまほさろん"),
        ("長崎市 DX 推進計画", "長崎市DX推進計画"),
        ("1-1", "１－１"),
        ("1‐1", "1ー1"),
        ("㈱", "(株)"),
        ("３０％", "30%"),
        ("４～６月", "4〜6月"),
    ],
)
def test_spellings_that_count_as_the_same(one: str, other: str) -> None:
    assert text.comparison_key(one) == text.comparison_key(other)


@pytest.mark.parametrize(("one", "other"), [("髙", "高"), ("取組", "取組み"), ("1-1", "11"), ("は", "ば")])
def test_spellings_that_stay_apart(one: str, other: str) -> None:
    assert text.comparison_key(one) != text.comparison_key(other)


@pytest.mark.parametrize("query", ["すまーと", "ｽﾏｰﾄ", "スマート化", "２－１"])
def test_any_part_is_found(query: str) -> None:
    assert text.comparison_key(query) in text.comparison_key("2-1 産業のスマート化を推進")


@given(st.text())
def test_a_key_is_its_own_key(typed: str) -> None:
    key = text.comparison_key(typed)
    assert text.comparison_key(key) == key


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("髙﨑①㈱％𠮷", False),
        ("一行目\n二行目\t列", False),
        ("a\x00b", True),
        ("a\x0bb", True),
        ("a\r\nb", True),
        ("a\x7f", True),
        ("\ud800", True),
        ("\uffff", True),
    ],
)
def test_control_characters(typed: str, found: bool) -> None:
    assert text.has_control_characters(typed) is found


def test_digits_change_width_and_nothing_else() -> None:
    assert text.full_width_digits("R6年度 3,539") == "R６年度 ３,５３９"
    assert text.half_width_digits("Ｒ６年度 ３，５３９") == "Ｒ6年度 3，539"


@given(st.text())
def test_half_width_digits_take_full_width_ones_back(typed: str) -> None:
    half = text.half_width_digits(typed)
    assert text.half_width_digits(text.full_width_digits(half)) == half


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("６，２４８＿", "6,248"), ("△ １．５％", "-1.5%"), ("12㎡", "12㎡"), ("－_", None), (" ", None)],
)
def test_plain_numbers(typed: str, plain: str | None) -> None:
    assert text.plain_number(typed) == plain


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("施策体系（案）", "施策体系（案）"),
        ("予算・財源内訳 1/3", "予算・財源内訳 1／3"),
        ('成果指標: "R6→R9"?', "成果指標： ”R6→R9”？"),
        ("改訂\r\nスケジュール", "改訂  スケジュール"),
        ("資料. . ", "資料"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1 .x", "_com1 .x"),
        ("", "無題"),
        (" . ", "無題"),
        ("\x00", "無題"),
    ],
)
def test_file_names(title: str, name: str) -> None:
    assert text.safe_file_name(title) == name


def test_long_titles_are_cut_between_characters() -> None:
    assert text.safe_file_name("a" * 200) == "a" * 120
    assert text.safe_file_name("施" * 200) == "施" * 80
    assert text.safe_file_name("a" + "𠮷" * 100) == "a" + "𠮷" * 59


@given(st.text(max_size=200))
def test_file_names_are_valid_on_windows(title: str) -> None:
    name = text.safe_file_name(title)
    assert 1 <= len(name) <= 120
    assert len(name.encode()) <= 240
    assert not set(name) & set('<>:"/\\|?*')
    assert not text.has_control_characters(name)
    assert not name.endswith((".", " "))
    assert name == text.safe_file_name(name)


def test_missing_characters_are_listed_once_in_order() -> None:
    supported = set(map(ord, "長崎市の計画"))
    assert text.missing_characters("長崎市の𠮷計画\n𠮷髙\t", supported) == ("𠮷", "髙")
    assert text.missing_characters("", supported) == ()


CLASSES = ("修正する", "盛込み済", "参考", "反映する", "反映しない", "その他")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("盛り込み済", "盛込み済"),
        ("盛込済み", "盛込み済"),
        ("修正", "修正する"),
        ("ｿﾉ他", "その他"),
        ("反映", "反映する"),
        ("反映せず", "反映しない"),
        ("反映しない。", None),
        ("検討", None),
        ("する", None),
    ],
)
def test_a_term_is_known_by_other_spellings(typed: str, meant: str | None) -> None:
    assert text.term_meant(typed, CLASSES) == meant


def test_a_word_that_could_be_two_terms_is_none() -> None:
    assert text.term_meant("対応", ("対応する", "対応した")) is None
