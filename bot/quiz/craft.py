"""Whether a question is well written: what makes it a riddle, a search for words, or gives its key away.

The rules follow Haladyna, Downing and Rodriguez, "A review of multiple-choice item-writing guidelines for classroom
assessment" (Applied Measurement in Education 15, 2002), as far as a program can see them.
"""

import re
from collections.abc import Iterator

from bot.essay.pack import Pack
from bot.quiz.giving import given_away
from bot.quiz.question import Form, Question
from bot.quiz.shapes import Misfit
from bot.quiz.wording import runs, sought

NEGATIVE = re.compile(
    r"\b(?:not|never|except|least|cannot|nobody|nothing|none|neither|nor)\b|\bno one\b|n['’]t\b",
    re.IGNORECASE,
)
CATCH_ALL = re.compile(
    r"\bof the above\b|^(?:all|none|both|neither|any) of (?:these|them)\b|^[A-E] and [A-E]$", re.IGNORECASE
)
ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|every|everyone|wholly|entirely|completely)\b", re.IGNORECASE
)
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
QUOTATION = re.compile(r"[\"“]([^\"”]+)[\"”]|(?<!\w)['‘]((?:[^'’]|(?<=\w)['’](?=\w))+)['’](?!\w)")
YEAR = re.compile(r"\b1\d{3}\b|\b20\d{2}\b")
LENGTH_RATIO = 1.8  # the longest choice to the shortest: beyond it the length gives the key away
MOST_QUOTED = 3  # sentences under the feedback
ORDERED = 3  # years in a row of choices from which on their order is looked at
STATING = frozenset({Form.TRUE_FALSE, Form.QUOTE_ATTRIBUTION})  # the stem quotes what it asks about
ALL_RIGHT = frozenset({Form.ORDERING, Form.MATCHING})  # every choice is right in its place
INVENTING = frozenset(
    {Form.TRUE_FALSE, Form.COUNTER_EVIDENCE, Form.CLOZE}
)  # the stem quotes what nobody wrote


def craft_misfits(question: Question, pack: Pack) -> Iterator[Misfit]:
    """Check how a question is worded; it is known to fit its form."""
    for check in (
        _lengths,
        _negatives,
        _catch_alls,
        _absolutes,
        _years,
        _own_words,
        _quotations,
        _filed,
        given_away,
    ):
        yield from check(question, pack)


def _lengths(question: Question, pack: Pack) -> Iterator[Misfit]:
    lengths = [len(choice.text) for choice in question.choices.values()]
    free = question.form is Form.ORDERING or names_factors(question, pack)
    if lengths and not free and max(lengths) > min(lengths) * LENGTH_RATIO:
        yield "A", f"the choices are of {min(lengths)} to {max(lengths)} characters: make them alike"


def names_factors(question: Question, pack: Pack) -> bool:
    """Whether its choices are the names of factors, which are as long as they are."""
    return {choice.text for choice in question.choices.values()} <= {factor.name for factor in pack.factors}


def _negatives(question: Question, _: Pack) -> Iterator[Misfit]:
    """Find the first negative that is not in capitals, what the stem only quotes aside."""
    asked = QUOTED.sub("", question.stem) if question.form in STATING else question.stem
    said = next((found[0] for found in NEGATIVE.finditer(asked) if not found[0].isupper()), "")
    if said:
        yield "stem", f"the stem has “{said}”: ask it without a negative"


def _catch_alls(question: Question, _: Pack) -> Iterator[Misfit]:
    for letter, choice in question.choices.items():
        if CATCH_ALL.search(choice.text):
            yield letter, "a catch-all choice: write a real one"


def _absolutes(question: Question, _: Pack) -> Iterator[Misfit]:
    """Find an absolute word in a key alone: whoever knows tests takes such a choice for a wrong one."""
    said = {letter: ABSOLUTE.search(choice.text) for letter, choice in question.choices.items()}
    if question.form in ALL_RIGHT or any(said[letter] for letter in said if letter not in question.key):
        return
    for letter, found in said.items():
        if found:
            yield letter, f"of the choices the key alone has “{found[0]}”: soften it"


def _years(question: Question, _: Pack) -> Iterator[Misfit]:
    texts = [choice.text for choice in question.choices.values()]
    years = [found[0] for text in texts for found in YEAR.finditer(text)]
    if len(years) == len(texts) >= ORDERED and question.form not in ALL_RIGHT and years != sorted(years):
        yield "A", f"the years stand as {', '.join(years)}: put them in order"


def _own_words(question: Question, pack: Pack) -> Iterator[Misfit]:
    """Find runs of words by which the sentence can be searched for, without understanding it."""
    known = {run: name for name in question.sentences for run in sought(pack.sentence[name].text)}
    for place, text in _texts(question):
        unquoted = QUOTATION.sub(" ", text) if question.form is Form.QUOTE_ATTRIBUTION else text
        for run in sorted(runs(unquoted) & known.keys())[:1]:
            yield place, f"shares the words “{' '.join(run)}” with {known[run]}: say it in other words"


def _texts(question: Question) -> Iterator[tuple[str, str]]:
    yield "stem", question.stem
    yield from ((letter, choice.text) for letter, choice in question.choices.items())
    yield from (("prompts", prompt) for prompt in question.prompts)


def _quotations(question: Question, pack: Pack) -> Iterator[Misfit]:
    """Find what stands in quotation marks and is not in the essay, word for word."""
    essay = "\n".join(sentence.text for sentence in pack.sentences).lower()
    whys = ((letter, choice.why) for letter, choice in question.choices.items())
    for place, text in (*_texts(question), *whys, ("why", question.why)):
        if place == "stem" and question.form in INVENTING:
            continue
        for found in QUOTATION.finditer(text):
            quoted = (found[1] or found[2]).strip(" .,;:?!")
            if quoted.lower() not in essay:
                yield place, f"quotes “{quoted}”, which the essay does not say: quote it word for word"


def _filed(question: Question, pack: Pack) -> Iterator[Misfit]:
    factor = pack.factor[question.factor]
    if pack.point[question.points[0]].factor != factor.id:
        yield "factor", f"the first of its points is not on {factor.id}: put that one first, or file it there"
    offered = {choice.text for choice in question.choices.values()}
    if question.form is Form.WHICH_FACTOR and factor.name in offered - {question.choices[question.key].text}:
        yield (
            "key",
            f"the key is not the factor that the item is filed under, {factor.name}: mend one of them",
        )
    if len(question.sentences) > MOST_QUOTED:
        yield "sentences", f"quotes {len(question.sentences)} sentences: {MOST_QUOTED} are enough to read"
