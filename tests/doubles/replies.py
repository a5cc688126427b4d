"""Any reply that the core could give, for properties that hold of all of them."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.chat import (
    Bar,
    Button,
    Chart,
    Choices,
    Evidence,
    Field,
    File,
    Form,
    Note,
    Option,
    Options,
    Part,
    Picker,
    Ranking,
    Reply,
    Row,
    State,
    Style,
    Text,
    When,
)

WORDS = st.text(min_size=1, max_size=40)
SMALL = st.integers(0, 99)
BUTTON = st.builds(Button, WORDS, WORDS, st.sampled_from(Style))
OPTION = st.builds(
    Option, st.sampled_from("ABCD"), WORDS, WORDS, st.sampled_from(State), st.booleans(), st.just("") | WORDS
)
INSTANT = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def _several(of: st.SearchStrategy[Button]) -> st.SearchStrategy[tuple[Button, ...]]:
    return st.lists(of, min_size=1, max_size=4).map(tuple)


PART: dict[type, st.SearchStrategy[Part]] = {
    Text: st.builds(Text, WORDS),
    Evidence: st.builds(Evidence, WORDS, WORDS, WORDS, WORDS),
    Note: st.builds(Note, WORDS),
    Ranking: st.builds(
        Ranking,
        st.lists(st.builds(Row, SMALL, WORDS, WORDS, st.booleans()), min_size=1, max_size=4).map(tuple),
    ),
    Choices: st.builds(Choices, _several(BUTTON)),
    Picker: st.builds(Picker, WORDS, _several(BUTTON)),
    Options: st.builds(Options, st.lists(OPTION, min_size=1, max_size=4).map(tuple)),
    Chart: st.builds(
        Chart,
        WORDS,
        st.lists(st.builds(Bar, WORDS, SMALL, SMALL, WORDS), min_size=1, max_size=4).map(tuple),
        WORDS,
        st.booleans(),
    ),
    When: st.builds(When, WORDS, INSTANT, WORDS),
    File: st.builds(File, WORDS, WORDS, st.just("text/plain"), st.just("")),
}
REPLY = st.builds(Reply, WORDS, st.lists(st.one_of(*PART.values()), max_size=6).map(tuple), st.booleans())
FIELD = st.builds(Field, WORDS, WORDS, WORDS, WORDS, st.lists(WORDS, max_size=3).map(tuple))
FORM = st.builds(Form, WORDS, st.lists(FIELD, min_size=1, max_size=5).map(tuple), WORDS)
