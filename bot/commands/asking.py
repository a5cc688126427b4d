"""Cards of the essay: an answer with its evidence, a factor's page, an honest "the essay doesn't say"."""

from collections.abc import Iterator

from bot.chat import Button, Choices, Note, Part, Picker, Reply, Style, Text
from bot.commands.practising import practise
from bot.commands.visit import Visit
from bot.essay.lookup import Finding, Lookup
from bot.essay.pack import Factor, Pack, Point
from bot.essay.words import STOP_WORDS, words
from bot.quiz.bank import Library
from bot.slash import Audience, UnknownButton, press_reads

RELATED = 3  # buttons to further points
OFFERED = 10  # questions and topics while somebody types: as many as one takes in at a glance


def answer_card(pack: Pack, finding: Finding) -> Reply:
    """Say what the essay says to a question: the answer line, its evidence, the caution it needs."""
    return _card(pack, finding.sentences[: finding.shown], pack.point.get(finding.point))


def declined_card(pack: Pack, lookup: Lookup, finding: Finding) -> Reply:
    """Say that the essay is silent, why, and what lies near; the factors where nothing can."""
    topics = tuple(_topic(pack.point[id_]) for id_ in lookup.topics(finding))
    offer = "Near to it lie these topics:" if topics else "These are its factors:"
    advice = Text(f"I answer from the essay alone and do not guess. {offer}")
    buttons = topics or tuple(map(_page, pack.factors))
    return Reply("The essay doesn't say", (Text(finding.declined), advice, Choices(buttons)))


def said_to(pack: Pack, lookup: Lookup, finding: Finding) -> Reply:
    """Answer from the essay, open the page that was named, or decline."""
    if finding.factor:
        return factor_card(pack, pack.factor[finding.factor])
    return declined_card(pack, lookup, finding) if finding.declined else answer_card(pack, finding)


def factors_card(pack: Pack) -> Reply:
    """Offer the factors to choose from."""
    claims = "\n".join(f"{number}. {factor.name}" for number, factor in enumerate(pack.factors, 1))
    title_question = pack.evidence("p0.s1")
    buttons = tuple(map(_page, pack.factors))
    return Reply("The factors of the essay", (title_question, Text(claims), Choices(buttons)))


def factor_card(pack: Pack, factor: Factor) -> Reply:
    """Lay out a factor: its claim, points and conclusion, what tells against it, what it joins, how to use it."""
    points = [point for point in pack.points if point.factor == factor.id]
    quoted = (factor.claim, factor.conclusion, *factor.counter, *factor.links.values())
    page: tuple[Part, ...] = (
        pack.evidence(factor.claim),
        *_listed(points),
        Text("The essay's own conclusion:"),
        pack.evidence(factor.conclusion),
        *_against(pack, factor),
        *_joined(pack, factor),
        *([Text(f"To use it in a paragraph: {factor.use}")] if factor.use else []),
        *pack.notes(quoted),
        *([Picker("Look at a point", tuple(map(_topic, points)))] if points else []),
    )
    return Reply(factor.name, page)


def _listed(points: list[Point]) -> Iterator[Part]:
    """Give the claims that are ours; a pack in the making may have none yet."""
    if points:
        claims = "\n".join(f"• {point.claim}" for point in points)
        yield Text(f"The points of this factor:\n{claims}")


def _against(pack: Pack, factor: Factor) -> Iterator[Part]:
    if factor.counter:
        yield Text("What the essay says that tells against it:")
        yield from (pack.evidence(sentence) for sentence in factor.counter)


def _joined(pack: Pack, factor: Factor) -> Iterator[Part]:
    for other, sentence in factor.links.items():
        yield Text(f"Its link to {pack.factor[other].name}:")
        yield pack.evidence(sentence)


def _page(factor: Factor) -> Button:
    return Button(factor.name, factor_page.token(factor.id))


def _topic(point: Point) -> Button:
    return Button(point.topic, point_card.token(point.id))


def _card(pack: Pack, sentences: tuple[str, ...], point: Point | None) -> Reply:
    factor = pack.factor[pack.sentence[sentences[0]].factor]
    answer = [Text(point.claim)] if point else []
    quotes = [pack.evidence(sentence) for sentence in sentences]
    parts: tuple[Part, ...] = (
        *answer,
        *quotes,
        *pack.notes(sentences),
        *_link(pack, factor, sentences),
        Choices(tuple(_buttons(sentences, point))),
        Text("Related:"),
        Choices(tuple(_topic(other) for other in related(pack, sentences, point))),
    )
    return Reply(factor.name, parts)


def _link(pack: Pack, factor: Factor, shown: tuple[str, ...]) -> Iterator[Part]:
    """Quote the essay's own link back to the question, unless it is what was shown."""
    if factor.conclusion not in shown:
        yield Text("The essay's link back to the question:")
        yield pack.evidence(factor.conclusion)


def _buttons(sentences: tuple[str, ...], point: Point | None) -> Iterator[Button]:
    if point:
        yield Button("Quiz me on this", practise.token(point.id), Style.PRIMARY)
    yield Button("Share with the channel", share.token(".".join(s.replace(".", "-") for s in sentences)))


def related(pack: Pack, sentences: tuple[str, ...], point: Point | None) -> list[Point]:
    """List the points nearest in the essay: on the same sentences first, then on their neighbours."""
    order = [sentence.id for sentence in pack.sentences]
    first = order.index(sentences[0])
    near = sorted(range(len(order)), key=lambda place: (abs(place - first), place))
    points = (p for place in near for p in pack.points_on(order[place]))
    return [other for other in dict.fromkeys(points) if other != point][:RELATED]


@press_reads(Audience.EVERYONE)
def factor_page(visit: Visit, factor: str) -> Reply:
    """Open a factor's page."""
    if factor not in visit.pack.factor:
        raise UnknownButton
    return factor_card(visit.pack, visit.pack.factor[factor])


@press_reads(Audience.EVERYONE)
def point_card(visit: Visit, point: str) -> Reply:
    """Open a point: its claim, its sentences, its caution."""
    if point not in visit.pack.point:
        raise UnknownButton
    found = visit.pack.point[point]
    card = _card(visit.pack, found.sentences, found)
    return Reply(found.topic, card.parts)


@press_reads(Audience.EVERYONE)
def share(visit: Visit, sentences: str) -> Reply:
    """Show evidence to everyone in the channel, with its caution; the question that found it stays private."""
    ids = tuple(sentence.replace("-", ".") for sentence in sentences.split("."))
    if not ids or any(id_ not in visit.pack.sentence for id_ in ids):
        raise UnknownButton
    notes: tuple[Note, ...] = visit.pack.notes(ids)
    said_by = Text(f"Shared by {visit.member.name}")
    return Reply(
        "From the essay", (*(visit.pack.evidence(id_) for id_ in ids), *notes, said_by), private=False
    )


def questions_like(library: Library, typed: str) -> list[str]:
    """Offer the factors, and the questions that are most like what is typed; the factors alone before anything is."""
    names = [factor.name for factor in library.pack.factors]
    said = [word for word in words(typed) if word not in STOP_WORDS] or list(words(typed))
    if not said:
        return names
    finding = library.lookup.ask(typed)
    near = [] if finding.declined else library.lookup.topics(finding)
    likely = [library.pack.point[id_].topic for id_ in near]
    offered = dict.fromkeys([*likely, *names, *(point.topic for point in library.pack.points)])
    begun = {offer: _begun(said, offer) + (offer in likely) for offer in offered}
    return sorted((offer for offer in begun if begun[offer]), key=lambda offer: -begun[offer])[:OFFERED]


def _begun(said: list[str], offer: str) -> int:
    """Count the typed words with which a word of the offer begins: the last one may be half typed."""
    there = list(words(offer))
    return sum(any(word.startswith(typed) for word in there) for typed in said)
