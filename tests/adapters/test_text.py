from hypothesis import given
from hypothesis import strategies as st

from adapters.text import clip


def test_what_fits_stays_as_it_is() -> None:
    assert clip("grey blur", 9) == "grey blur"


def test_what_does_not_fit_is_cut_with_a_sign_of_it() -> None:
    assert clip("grey blur", 8) == "grey bl…"
    assert clip("grey blur", 6) == "grey…"


@given(st.text(), st.integers(1, 30))
def test_a_cut_is_never_longer_than_the_limit_and_never_silent(words: str, limit: int) -> None:
    cut = clip(words, limit)
    assert len(cut) <= limit
    assert cut == words or cut.endswith("…")
