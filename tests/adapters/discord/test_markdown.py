import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markdown import cut, escape, gauge, quoted


def read(marked: str) -> str:
    """Read marked-up words as Discord shows them: a backslash lets the sign behind it stand for itself."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", marked)


@given(st.text())
def test_escaped_words_show_as_they_were(words: str) -> None:
    assert read(escape(words)) == words


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("**Ada** _B_ ~~c~~ `d` ||e||", r"\*\*Ada\*\* \_B\_ \~\~c\~\~ \`d\` \|\|e\|\|"),
        ("@everyone <@1> <@&2> <#3>", r"\@everyone \<\@1> \<\@&2> \<#3>"),
        ("[here](https://a.example)", r"\[here](https\://a.example)"),
        ("# a\n- b\n> c\n+ d\n-# e", "\\# a\n\\- b\n\\> c\n\\+ d\n\\-# e"),
        ("1. first\n12. twelfth\n1917", "1\\. first\n12\\. twelfth\n1917"),
        ("it is mid-war. 5 > 3", "it is mid-war. 5 > 3"),
        ("{0.__class__} %s", r"{0.\_\_class\_\_} %s"),
    ],
)
def test_peoples_words_make_no_mark_up(words: str, marked: str) -> None:
    """Faults 61 and 62."""
    assert escape(words) == marked


@given(st.text(alphabet="a\\*_", max_size=30), st.integers(2, 20))
def test_a_cut_parts_no_sign_from_its_backslash(words: str, limit: int) -> None:
    marked = cut(escape(words), limit)
    assert len(marked) <= limit
    shown = read(marked)
    assert shown == words or (shown.endswith("…") and words.startswith(shown[:-1]))


def test_every_line_of_a_quotation_is_one() -> None:
    assert quoted("a\nb") == "> a\n> b"


def test_a_gauge_shows_the_share_and_survives_nonsense() -> None:
    assert gauge(1, 2, 4) == "▰▰▱▱"
    assert gauge(3, 0, 4) == "▱▱▱▱"
    assert gauge(9, 3, 4) == "▰▰▰▰"
