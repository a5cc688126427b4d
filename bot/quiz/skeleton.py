"""A new pack made from an essay: every sentence quoted at once, every point and question a draft for its teacher."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.essay.splitting import LEAST_PARAGRAPHS, Paragraphs, ids_of
from bot.quiz.drafting import Cut, counted, cut, near, rarest, supplied

JUDGEMENT = "judgement"
IN_THE_PROMPT = 5  # points at most: one of each factor
MISCONCEPTIONS = {
    "wrong-factor": "Puts the right evidence under another factor.",
    "half-the-claim": 'Takes one half of a sentence that turns on "but" or "despite".',
    "reversed-cause": "Turns cause and effect round.",
    "overstated": "Makes an absolute of what the essay limits.",
    "off-the-question": "Is true in the essay but does not answer this question.",
    "outside-essay": "Is history that the essay does not give.",
    "contradicts-essay": "Says the opposite of what the essay says.",
}
PLAN = (
    "Answer the question in one sentence.",
    "Prove the answer with the strongest evidence.",
    "Weigh it against the other factors.",
    "Come back to the words of the question.",
)

Table = dict[str, Any]  # as TOML has it


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence on its way to a point and a question."""

    sentence: str
    text: str
    factor: str
    point: str
    cut: Cut


def drafted_from(found: Paragraphs) -> Iterator[Drafted]:
    """Draft a point and a question for every sentence below the title."""
    often, taken = counted(text for _, text in ids_of(found)), set[str]()
    for id_, text in ids_of(found):
        paragraph = _paragraph(id_)
        if paragraph:
            point = _free(_slug(rarest(text, often)) or id_.replace(".", "-"), taken)
            yield Drafted(id_, text, _factor_of(paragraph, len(found) - 1), point, cut(text, often))


def _paragraph(sentence: str) -> int:
    return int(sentence[1:].partition(".")[0])


def _slug(said: list[str]) -> str:
    """Join words to an id; empty if they are not in the letters that ids are made of."""
    joined = "-".join(said)
    return joined if re.fullmatch(r"[a-z0-9-]{1,60}", joined) else ""


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "-too"
    taken.add(name)
    return name


def _factor_of(paragraph: int, last: int) -> str:
    return f"paragraph-{paragraph}" if paragraph in _body(last) else JUDGEMENT


def _body(last: int) -> range:
    """Give the paragraphs that argue: all but an introduction and the judgement at the end."""
    return range(1, last) if last == LEAST_PARAGRAPHS else range(2, last)


def pack_of(found: Paragraphs, drafted: list[Drafted]) -> Table:
    """Give the content of pack.toml."""
    last = len(found) - 1
    rest = [paragraph for paragraph in range(last + 1) if paragraph not in _body(last)]
    factors = [_factor(found, f"paragraph-{number}", [number]) for number in _body(last)]
    return {
        "title": found[0][0],
        "misconceptions": MISCONCEPTIONS,
        "factor": [*factors, _factor(found, JUDGEMENT, rest)],
        "point": list(map(_point, drafted)),
        "prompt": [_prompt(found[0][0], drafted)],
    }


def _factor(found: Paragraphs, id_: str, paragraphs: list[int]) -> Table:
    argued = paragraphs[-1]
    return {
        "id": id_,
        "name": id_.replace("-", " ").capitalize(),
        "nicknames": [],
        "paragraphs": paragraphs,
        "claim": f"p{argued}.s1",
        "conclusion": f"p{argued}.s{len(found[argued])}",
    }


def _point(each: Drafted) -> Table:
    return {
        "id": each.point,
        "factor": each.factor,
        "sentences": [each.sentence],
        "claim": each.text,
        "ask": f"What does the essay say about {each.cut.term}?",
        "supplies": list(map(str, supplied(each.text))),
        "draft": True,
    }


def _prompt(title: str, drafted: list[Drafted]) -> Table:
    first = {each.factor: each.point for each in reversed(drafted)}
    points = list(first.values())[::-1][:IN_THE_PROMPT]
    return {"id": "the-question", "factor": JUDGEMENT, "task": title, "plan": list(PLAN), "points": points}


def questions_of(drafted: list[Drafted]) -> Table:
    """Give the content of questions.toml."""
    return {"question": [_question(place, drafted) for place in range(len(drafted))]}


def _question(place: int, drafted: list[Drafted]) -> Table:
    each, cuts = drafted[place], [(other.sentence, other.cut) for other in drafted]
    return {
        "id": f"{each.point}-1",
        "form": "cloze",
        "points": [each.point],
        "sentences": [each.sentence],
        "factor": each.factor,
        "difficulty": 1,
        "objective": "AO1",
        "stem": each.cut.stem,
        "key": each.cut.term,
        "aliases": [],
        "near": _lines([_near(sentence, term) for sentence, term in near(place, cuts)]),
        "why": f"The essay says so in paragraph {_paragraph(each.sentence)}.",
        "tag": "off-the-question",
        "draft": True,
    }


def _near(sentence: str, term: str) -> Table:
    from tomlkit import inline_table  # noqa: PLC0415 - needed for a new pack alone

    why = f"The essay speaks of this elsewhere, in paragraph {_paragraph(sentence)}."
    return inline_table().append("text", term).append("why", why).append("tag", "off-the-question")


def _lines(tables: list[Table]) -> Any:  # noqa: ANN401 - tomlkit's own kind of list
    from tomlkit import array  # noqa: PLC0415 - needed for a new pack alone

    lines = array()
    lines.extend(tables)
    return lines.multiline(multiline=True)


def asked_about(each: Drafted) -> str:
    """Give the first question of a sentence in asked.txt."""
    return f"\n[{each.sentence}]\nwhat does the essay say about {each.cut.term}\n"
