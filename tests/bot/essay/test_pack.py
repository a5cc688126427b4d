"""A pack finds its factors, points and quotations by the names that people use."""

from pathlib import Path

import pytest
from doubles.folder import shelved

from bot.chat import Evidence, Note, Refusal
from bot.essay.load import load_pack
from bot.essay.pack import Pack, Sentence


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_pack(shelved(tmp_path / "small"))


@pytest.mark.parametrize(
    "name",
    [
        "the-rivals",
        "The Rivals",
        " the  rivals ",
        "Rivals' weaknesses",
        "RIVALS",
        "factor rivals",
        "Factor the-rivals",
    ],
)
def test_a_factor_is_found_by_the_names_that_students_use(pack: Pack, name: str) -> None:
    assert pack.factor_named(name).id == "the-rivals"


@pytest.mark.parametrize(
    ("name", "id_"), [("Rivals’ weaknesses", "the-rivals"), ("the master’s job", "post")]
)
def test_a_telephones_apostrophe_is_an_apostrophe(pack: Pack, name: str, id_: str) -> None:
    assert pack.factor_named(name).id == id_


@pytest.mark.parametrize("name", ["", "factor", "friends", "the", "rivals\0"])
def test_a_factor_that_is_none_is_refused_with_those_that_there_are(pack: Pack, name: str) -> None:
    with pytest.raises(Refusal) as no:
        pack.factor_named(name)
    assert str(no.value) == "There is no factor of that name. The factors are: post, the-rivals."


def test_a_quotation_says_where_it_stands(pack: Pack) -> None:
    assert pack.evidence("p2.s1") == Evidence(
        "The post gave him patronage.", "p2.s1", "paragraph 2, sentence 1", "The post"
    )
    assert pack.evidence("p0.s1").where == "the title question"
    assert Sentence("p12.s30", "", "post").where == "paragraph 12, sentence 30"


def test_the_points_on_a_sentence_are_those_it_carries(pack: Pack) -> None:
    assert [point.id for point in pack.points_on("p3.s2")] == ["vain-rivals"]
    assert pack.points_on("p0.s1") == ()


def test_a_point_is_named_in_a_few_words(pack: Pack) -> None:
    assert pack.point["vain-rivals"].topic == "Vain rivals"


def test_the_cautions_of_sentences_and_points_come_each_once(pack: Pack) -> None:
    seat, vain = Note("Check this: he had it before."), Note("Check this: not all of them.")
    assert pack.notes(("p2.s1",)) == ()
    assert pack.notes(("p2.s2", "p3.s1", "p3.s2")) == (seat, vain)
    assert pack.notes(("p2.s2",), ("vain-rivals", "patronage", "not-there")) == (vain, seat)


def test_entries_are_found_by_their_ids(pack: Pack) -> None:
    assert pack.sentence["p3.s1"].text == "His rivals were vain."
    assert pack.point["politburo-seat"].record == (2,)
    assert pack.factor["post"].paragraphs == (0, 1, 2)
