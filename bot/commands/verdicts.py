"""What is told of a question once it may be: the verdict, the answer, and why."""

from collections.abc import Iterator
from functools import lru_cache

from bot.chat import Option, Options, Part, State, Text
from bot.essay.pack import Pack
from bot.quiz.marking import WORTH, Verdict
from bot.quiz.picking import ORDINALS, in_words
from bot.quiz.points import forgiven, stated
from bot.quiz.question import ONE_LETTER, Choice, Form, Question
from bot.quiz.rounds import Answer
from bot.quiz.typed import mark_typed

NO_POINTS = f"0 of {WORTH} points."


def heading(answer: Answer | None) -> str:
    """Name the verdict."""
    if answer is None:
        return "Not answered"
    return {WORTH: "Right", 0: "Not this time"}.get(answer.points, "Partly right")


def explained(pack: Pack, question: Question, answer: Answer | None) -> tuple[Part, ...]:
    """Say what was earned, why each choice is right or wrong, and what the essay says, with its cautions."""
    choice = answer.choice if answer else None
    if question.form is Form.CLOZE:  # what was typed is one student's own
        return tuple(_explained(pack, question, choice))
    return _remembered(pack, question, choice)


def _explained(pack: Pack, question: Question, choice: str | None) -> Iterator[Part]:
    given = choice or ""
    yield from _given(question, given)
    if options := tuple(_options(question, given)):
        yield Options(options)
    yield from _as_a_whole(question, given)
    yield Text(NO_POINTS if choice is None else stated(question, given))
    yield from quoted(pack, question)


@lru_cache(maxsize=4_096)  # a whole class is told the same few verdicts
def _remembered(pack: Pack, question: Question, choice: str | None) -> tuple[Part, ...]:
    return tuple(_explained(pack, question, choice))


def again(question: Question, tried: tuple[str, ...], given: str) -> str:
    """Say why the question stays open after a try."""
    if forgiven(question, tried) and given == tried[0]:
        return (
            f"{in_words(question, given)} is close: look at the spelling. "
            "This once it uses up nothing, so type it again. Misspelt a second time, it counts as wrong."
        )
    if question.form in ONE_LETTER:
        return f"{given} is not the answer. Try again: your first answer is the one that counts."
    return f"{in_words(question, given)}: {stated(question, given)} Try again: the points stay as they are."


def quoted(pack: Pack, question: Question) -> Iterator[Part]:
    """Quote the essay's sentences under a question, and the cautions that they need."""
    yield from (pack.evidence(sentence) for sentence in question.sentences if sentence in pack.sentence)
    yield from pack.notes(question.sentences, question.points)


def the_answer(question: Question) -> str:
    """Say the answer and its reason in a sentence or two."""
    choices, key = question.choices, question.key
    match question.form:
        case Form.CLOZE:
            return f"{key}. {question.why}"
        case Form.ORDERING:
            return f"{'; '.join(choices[letter].text for letter in key)}. {question.why}"
        case Form.MATCHING:
            pairs = zip(question.prompts, key, strict=True)
            return f"{'; '.join(f'{prompt}: {choices[letter].text}' for prompt, letter in pairs)}. {question.why}"
        case _:
            right = [choices[letter] for letter in key]
            return f"{'; '.join(one.text for one in right)}. {' '.join(one.why for one in right)}"


def _given(question: Question, given: str) -> Iterator[Part]:
    """Say back an answer that the choices below cannot show as it was given."""
    if given and question.form is Form.CLOZE:
        yield Text(f"You typed {in_words(question, given)}.")
    elif given and question.form in {Form.ORDERING, Form.MATCHING}:
        yield Text(f"Your answer was {in_words(question, given)}.")


def _as_a_whole(question: Question, given: str) -> Iterator[Part]:
    if question.form is Form.CLOZE:
        yield Text(f"The answer: {question.key}.")
        yield from (Text(f"“{near.text}”: {near.why}") for near in question.near if _is(near, given))
    if question.why:
        yield Text(question.why)


def _is(near: Choice, typed: str) -> bool:
    """Whether what was typed is this wrong answer."""
    return mark_typed(near.text, (), typed) is Verdict.RIGHT


def _options(question: Question, given: str) -> Iterator[Option]:
    match question.form:
        case Form.ORDERING:
            return _in_order(question, given)
        case Form.MATCHING:
            return _matched(question, given)
        case _:
            return _lettered(question, given)


def _lettered(question: Question, given: str) -> Iterator[Option]:
    for letter, choice in question.choices.items():
        chosen = letter in given
        state = State.RIGHT if letter in question.key else State.WRONG if chosen else State.PLAIN
        yield Option(letter, choice.text, state=state, chosen=chosen, why=choice.why)


def _in_order(question: Question, given: str) -> Iterator[Option]:
    """List the entries in their true order, and where the student had those that stood elsewhere."""
    for place, letter in enumerate(question.key):
        chosen, choice = given[place : place + 1] == letter, question.choices[letter]
        mine = f" (you had it {ORDINALS[given.index(letter)]})" if given and not chosen else ""
        words = f"{ORDINALS[place]}: {choice.text}{mine}"
        yield Option(letter, words, state=State.RIGHT, chosen=chosen, why=choice.why)


def _matched(question: Question, given: str) -> Iterator[Option]:
    """List each prompt with its response, then the response that was one too many."""
    for place, (prompt, letter) in enumerate(zip(question.prompts, question.key, strict=True)):
        chosen, choice = given[place : place + 1] == letter, question.choices[letter]
        mine = f" (you had {given[place]})" if given and not chosen else ""
        words = f"{prompt}: {choice.text}{mine}"
        yield Option(letter, words, state=State.RIGHT, chosen=chosen, why=choice.why)
    for letter in (unused for unused in question.choices if unused not in question.key):
        choice = question.choices[letter]
        yield Option(letter, f"One too many: {choice.text}", state=State.PLAIN, why=choice.why)
