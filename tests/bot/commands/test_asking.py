"""Cards of the essay: what is quoted is the essay's, every button leads on, and silence is said."""

from dataclasses import replace

import pytest
from doubles.dialogue import Talk, buttons, refusal, reply

from bot.chat import Evidence, Member, Note, Part, Place, Reply, Text
from bot.commands.asking import questions_like
from bot.plain import plain
from bot.quiz.bank import Library
from bot.slash import UnknownButton
from bot.study import StudyBot


@pytest.fixture
def talk(bot: StudyBot, ada: Member, place: Place) -> Talk:
    return Talk(bot, ada, place)


def evidence(said: Reply) -> list[Evidence]:
    return [part for part in said.parts if isinstance(part, Evidence)]


def carries_its_cautions(library: Library, said: Reply, quoted: list[Evidence]) -> bool:
    notes = {part.words for part in said.parts if isinstance(part, Note)}
    points = [point for part in quoted for point in library.pack.points_on(part.sentence)]
    return {point.note for point in points if point.note} <= notes


async def test_an_answer_leads_with_its_line_and_quotes_the_essay(talk: Talk, library: Library) -> None:
    said = await talk.ask("factor", question="who called him a grey blur")
    assert isinstance(said.parts[0], Text)
    best = evidence(said)[0]
    assert "grey blur" in best.quote
    assert (best.where, best.factor) == ("paragraph 5, sentence 4", "Political skill")
    assert carries_its_cautions(library, said, [best])
    assert "link back to the question" in plain(said)
    assert said.private


async def test_every_quotation_is_word_for_word(talk: Talk, library: Library) -> None:
    essay = {sentence.id: sentence.text for sentence in library.pack.sentences}
    for point in library.pack.points:
        for part in evidence(await talk.send(f"point-card:{point.id}")):
            assert part.quote == essay[part.sentence]


async def test_an_answer_that_is_itself_the_conclusion_quotes_it_once(talk: Talk, library: Library) -> None:
    for factor in library.pack.factors:
        for point in library.pack.points_on(factor.conclusion):
            quoted = [part.sentence for part in evidence(await talk.send(f"point-card:{point.id}"))]
            assert len(quoted) == len(set(quoted)), point.id


@pytest.mark.parametrize(
    "question", ["who won the world cup", "who is the the", "@everyone <b>{0}</b>", "why", "lol"]
)
async def test_where_the_essay_is_silent_the_bot_says_so_and_offers_what_is_near(
    talk: Talk, question: str
) -> None:
    said = await talk.ask("factor", question=question)
    assert said.title == "The essay doesn't say"
    assert "I answer from the essay alone and do not guess." in plain(said)
    assert evidence(said) == []
    nearest = buttons(said)[0]
    assert (await talk.press(nearest.label)).title == nearest.label


async def test_small_talk_is_shown_what_can_be_asked_about(talk: Talk, library: Library) -> None:
    said = await talk.ask("factor", question="cheers")
    assert "There is nothing in this question that I can look up." in plain(said)
    assert "These are its factors:" in plain(said)
    assert [button.label for button in buttons(said)] == [factor.name for factor in library.pack.factors]


async def test_without_a_question_the_factors_are_offered(talk: Talk, library: Library) -> None:
    said = await talk.ask("factor")
    assert [button.label for button in buttons(said)] == [factor.name for factor in library.pack.factors]
    assert evidence(said)[0].sentence == "p0.s1"
    assert await talk.send("all-factors") == said


async def test_a_factors_name_opens_its_page(talk: Talk, library: Library) -> None:
    for factor in library.pack.factors:
        page = await talk.send(f"factor-page:{factor.id}")
        for name in (factor.id, factor.name.upper(), *factor.nicknames):
            assert await talk.ask("factor", question=name) == page
        quoted = [factor.claim, factor.conclusion, *factor.counter, *factor.links.values()]
        assert [part.sentence for part in evidence(page)] == quoted
        assert carries_its_cautions(library, page, evidence(page))
        assert f"To use it in a paragraph: {factor.use}" in plain(page)
        for other in factor.links:
            assert f"Its link to {library.pack.factor[other].name}:" in plain(page)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("conclusion of factor 2", "p3.s10"),
        ("link sentence p4", "p4.s6"),
        ("counter argument gensec", "p5.s2"),
    ],
)
async def test_a_part_of_a_factors_page_is_answered_with_its_sentence(
    talk: Talk, question: str, sentence: str
) -> None:
    said = await talk.ask("factor", question=question)
    assert evidence(said)[0].sentence == sentence


@pytest.mark.parametrize("claim", [2, 4, 6, 8, 12, 15, 22, 24, 29, 33, 36, 40, 41])
async def test_an_answer_that_rests_on_a_doubtful_claim_says_so(
    talk: Talk, library: Library, claim: int
) -> None:
    for point in library.pack.points:
        if claim in point.record:
            said = await talk.ask("factor", question=point.ask)
            assert any(part.sentence in point.sentences for part in evidence(said))
            assert Note(point.note) in said.parts
            assert point.note.startswith("Check this: ")


def test_what_is_typed_so_far_is_met_with_questions_that_the_essay_answers(library: Library) -> None:
    offered = questions_like(library, "trot")
    assert "Why did Trotsky lose the rank and file?" in offered
    assert all("Trotsky" in question for question in offered)
    assert questions_like(library, "who gave him the jobs for the boys")[0].startswith("What was patronage")
    assert questions_like(library, "zzzz") == []
    assert questions_like(library, " ") == [factor.name for factor in library.pack.factors]
    assert all(len(questions_like(library, letter)) <= 10 for letter in "abcdefghijklmnopqrstuvwxyz")


def test_every_question_that_is_offered_is_answered_with_its_points_sentence(library: Library) -> None:
    for point in library.pack.points:
        found = library.lookup.ask(point.topic)
        assert not found.declined, point.ask
        assert found.sentences[0] in point.sentences, point.ask


async def test_every_point_is_reached_by_buttons_and_every_button_leads_on(
    talk: Talk, library: Library
) -> None:
    waiting = [button.token for button in buttons(await talk.ask("guide"))]
    reached: set[str] = set()
    while waiting:
        token = waiting.pop()
        reached.add(token)
        verb = token.split(":")[0]
        found = [] if verb in {"practise", "share"} else buttons(await talk.send(token))
        waiting += {button.token for button in found} - reached - set(waiting)
    assert {token for token in reached if token.startswith("point-card:")} == {
        f"point-card:{point.id}" for point in library.pack.points
    }
    for token in sorted(reached):
        assert (await talk.send(token)).parts


async def test_a_point_leads_to_others_but_never_to_itself(talk: Talk, library: Library) -> None:
    for point in library.pack.points:
        said = await talk.send(f"point-card:{point.id}")
        onwards = [b.token for b in buttons(said) if b.token.startswith("point-card:")]
        assert len(onwards) == 3
        assert f"point-card:{point.id}" not in onwards


async def test_a_doubtful_claim_carries_its_caution_wherever_it_is_quoted(
    talk: Talk, library: Library
) -> None:
    for point in library.pack.points:
        card = await talk.send(f"point-card:{point.id}")
        own = [part for part in evidence(card) if part.sentence in point.sentences]
        shared = await talk.press("Share with the channel")
        assert carries_its_cautions(library, card, own), point.id
        assert carries_its_cautions(library, shared, evidence(shared)), point.id


async def test_evidence_is_shared_with_its_name_but_not_the_question(talk: Talk) -> None:
    await talk.ask("factor", question="who called him a grey blur")
    shared = await talk.press("Share with the channel")
    assert not shared.private
    assert "Shared by Ada" in plain(shared)
    assert "who called him" not in plain(shared)
    assert buttons(shared) == []


async def test_whoever_shares_is_named_without_tricks(talk: Talk) -> None:
    """Faults 60 to 62."""
    crafted = replace(talk, member=replace(talk.member, name="\u202e{0.__class__}\n@everyone"))
    said: tuple[Part, ...] = (await crafted.send("share:p2-s4")).parts
    assert said[-1] == Text("Shared by {0.__class__} @everyone")


async def test_the_same_question_has_the_same_answer_always(
    bot: StudyBot, talk: Talk, ben: Member, place: Place
) -> None:
    first = await talk.ask("factor", question="how did patronage help stalin?")
    assert (
        reply(await bot.answer("factor", ben, place, {"question": "how did patronage help stalin?"})) == first
    )


@pytest.mark.parametrize(
    "token", ["factor-page:none", "point-card:none", "share:p99-s1", "share:p2-s4.p99-s1"]
)
async def test_what_the_pack_has_not_leads_nowhere(talk: Talk, token: str) -> None:
    """Fault 53."""
    assert isinstance(await refusal(talk.send(token)), UnknownButton)
