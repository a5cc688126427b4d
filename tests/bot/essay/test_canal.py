"""Another essay, of fifteen sentences, is answered by the same code: nothing about Stalin lives outside content/."""

import re
from pathlib import Path

import pytest

from bot.commands.asking import said_to
from bot.plain import plain
from bot.quiz.bank import Library, load_library

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture(scope="module")
def canal() -> Library:
    return load_library(ROOT / "tests" / "packs" / "canal")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When did the canal open?", "p2.s1"),
        ("how come coal got cheaper", "p2.s2"),
        ("who was Hannah Crosley", "p3.s2"),
        ("did ice stop the mills", "p2.s4"),
        ("who bailed out the canal company", "p3.s4"),
        ("so which reason wins overall", "p5.s1"),
        ("factor 2", "p3.s1"),
        ("counter argument canal", "p2.s4"),
        ("sum up p4", "p4.s1"),
    ],
)
def test_a_small_essay_is_asked_alike(canal: Library, question: str, sentence: str) -> None:
    found = canal.lookup.ask(question)
    assert (found.declined, found.sentences[0]) == ("", sentence)


@pytest.mark.parametrize(
    "question",
    [
        "who dug the canal",
        "what year did the railway arrive",
        "how many people lived there",
        "when did Hannah die",
        "who called Stalin a grey blur",
        "tell me about Trotsky",
    ],
)
def test_a_small_essay_is_silent_alike(canal: Library, question: str) -> None:
    assert canal.lookup.ask(question).declined


def test_its_notes_stand_under_its_answers(canal: Library) -> None:
    told = plain(
        said_to(canal.pack, canal.lookup, canal.lookup.ask("what did the canal do to the price of coal"))
    )
    assert "no account book bears it out" in told


def test_no_code_knows_the_shipped_essay() -> None:
    known = re.compile(r"stalin|lenin|trotsky|bukharin|politburo|kamenev|zinoviev", re.IGNORECASE)
    code = [file for room in ("bot", "adapters") for file in (ROOT / room).rglob("*.py")]
    assert len(code) > 50
    lines = [
        f"{file.name}: {line}"
        for file in code
        if "typed" not in file.parts  # its comments tell names apart by example
        for line in file.read_text("utf-8").splitlines()
        if known.search(line)
        and "PACK:" not in line  # the pack that is served unless the admin names another
    ]
    assert lines == []
