"""JSON as it goes over the wire: the quick way and the lenient way read and write the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.wire import read, written

WORDS = st.text() | st.just("\ud83d")  # half of an emoji
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(value=VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    assert read(written(value)) == read(json.dumps(value)) == json.loads(written(value)) == value


@pytest.mark.parametrize("rubbish", ["", "{", "not JSON", '{"a": }'])
def test_what_is_not_json_is_a_value_error(rubbish: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(rubbish)
