"""A student's private round: question, verdict, summary, review."""

from collections.abc import Iterator, Mapping

from bot.chat import Button, Choices, Field, Form, Option, Options, Part, Refusal, Reply, Style, Text
from bot.commands.own_rounds import CLOSED_BY_NOW, question_at, round_at, round_of, still_open, typed_at
from bot.commands.verdicts import again, explained, heading
from bot.commands.visit import Visit
from bot.names import clean
from bot.quiz.picking import (
    LONGEST,
    after,
    in_words,
    left,
    next_pick,
    picked,
    possible,
    settled_order,
    whole,
)
from bot.quiz.question import ONE_LETTER, Question
from bot.quiz.rounds import Answer, Round
from bot.quiz.scores import share
from bot.slash import Audience, UnknownButton, press_answers, press_reads, press_writes, sending_answers
from bot.store.occurrences import CLOSED, POSTED, SENDING
from bot.times import in_words as in_zone


@press_writes(Audience.EVERYONE)
def start(visit: Visit, occurrence: int) -> Reply:
    """Open the student's round over a posted quiz where it was left."""
    found = visit.ledger.occurrences.in_class(visit.group.id, occurrence)
    if found is None or found.status not in {SENDING, POSTED, CLOSED}:
        raise UnknownButton
    if found.status == CLOSED or visit.now >= found.slot.closes_at:
        return look_back(visit, occurrence)
    return where_it_was(visit, round_of(visit, visit.ledger.rounds.begin(found, visit.student, visit.now)))


@press_answers(Audience.EVERYONE)
def pick(visit: Visit, round_id: int, place: int, letters: str) -> Reply:
    """Take the letters picked so far; once they are an answer it is kept before it is acknowledged."""
    round_ = round_at(visit, round_id, place)
    question = question_at(round_, place)
    if not possible(question, letters):
        raise UnknownButton
    still_open(visit, round_)
    if not whole(question, letters):
        return question_card(visit, round_, place, letters)
    return answered(visit, round_, place, settled_order(question, letters))


@press_reads(Audience.EVERYONE)
def write(visit: Visit, round_id: int, place: int) -> Reply | Form:
    """Ask for a typed answer."""
    round_ = round_of(visit, round_id)
    question = typed_at(round_, place)
    still_open(visit, round_)
    if round_.shown(place):
        return verdict_card(visit, round_, place)
    before = round_.answers.get(place)
    field = Field("answer", "Your answer", question.stem, before.tried[-1] if before else "")
    return Form(_title(round_, place), (field,), written.token(round_id, place))


@sending_answers(Audience.EVERYONE)
def written(visit: Visit, round_id: int, place: int, fields: Mapping[str, str]) -> Reply:
    """Take a typed answer."""
    round_ = round_at(visit, round_id, place)
    typed_at(round_, place)
    still_open(visit, round_)
    typed = fields.get("answer", "").strip()
    if len(typed) > LONGEST:
        raise Refusal(f"An answer is a word or a few: at most {LONGEST} characters. Nothing was taken.")
    answer = clean(" ".join(typed.split()), LONGEST)
    if not answer:
        raise Refusal("The answer is empty. Type the word or the words that fill the gap.")
    return answered(visit, round_, place, answer)


def answered(visit: Visit, round_: Round, place: int, given: str) -> Reply:
    """Keep an answer unless the one before it stands, and acknowledge it."""
    answer = round_.after(place, given, visit.now)
    member = (visit.group.id, visit.student)
    counts = answer is not round_.answers.get(
        place
    )  # the same choice once more counts, too: it is the later one
    if counts and not visit.ledger.rounds.keep(round_, place, answer, member, visit.now):
        raise Refusal(CLOSED_BY_NOW)
    return answered_card(visit, round_.having(place, answer), place, given)


@press_reads(Audience.EVERYONE)
def turn_to(visit: Visit, round_id: int, place: int) -> Reply:
    """Turn to a question of the round."""
    round_ = round_of(visit, round_id)
    question_at(round_, place)
    return question_card(visit, round_, place)


@press_reads(Audience.EVERYONE)
def finish(visit: Visit, round_id: int) -> Reply:
    """Sum the round up."""
    return summary_card(visit, round_of(visit, round_id))


@press_reads(Audience.EVERYONE)
def review(visit: Visit, round_id: int, place: int) -> Reply:
    """Look back at a question of a closed quiz."""
    round_ = round_of(visit, round_id)
    question_at(round_, place)
    if not round_.shown(place):
        return question_card(visit, round_, place)
    return verdict_card(visit, round_, place)


def look_back(visit: Visit, occurrence: int) -> Reply:
    """Open the student's own review of a closed quiz."""
    mine = visit.ledger.rounds.over(occurrence, visit.student)
    if mine is None:
        raise Refusal("This quiz is closed. /quiz gives you a round of your own at any time.")
    return summary_card(visit, round_of(visit, mine))


def where_it_was(visit: Visit, round_: Round) -> Reply:
    """Go on with the first question that waits; sum up when none does."""
    place = round_.next_open()
    return summary_card(visit, round_) if place is None else question_card(visit, round_, place)


def question_card(visit: Visit, round_: Round, place: int, letters: str = "") -> Reply:
    """Ask a question, with the letters picked so far; once its answer is settled, show the verdict instead."""
    if round_.shown(place):
        return verdict_card(visit, round_, place)
    question, saved = round_.questions[place], round_.answers.get(place)
    parts = (
        Text(question.stem),
        *_so_far(question, letters, saved if round_.hidden else None),
        *_to_answer(round_, place, letters),
        *_until(visit, round_),
    )
    return Reply(_title(round_, place, letters), parts)


def _title(round_: Round, place: int, letters: str = "") -> str:
    step = f", pick {len(letters) + 1} of {round_.questions[place].picks}" if letters else ""
    return f"Question {place + 1} of {len(round_.questions)}{step}"


def _so_far(question: Question, letters: str, saved: Answer | None) -> Iterator[Part]:
    """Say what is saved, what is picked, and what comes next."""
    if saved and not letters and question.form not in ONE_LETTER:
        yield Text(f"Saved: {in_words(question, saved.choice)}. A new answer takes its place.")
    if steps := picked(question, letters):
        yield Text("\n".join(steps))
    if asked := next_pick(question, letters):
        yield Text(asked)


def _to_answer(round_: Round, place: int, letters: str) -> Iterator[Part]:
    """Offer what can be pressed next."""
    question, saved = round_.questions[place], round_.answers.get(place)
    if not question.picks:
        yield Choices((Button("Type the answer", write.token(round_.id, place), Style.PRIMARY),))
        return
    marked = letters or (saved.choice if saved and question.form in ONE_LETTER else "")
    yield Options(
        tuple(
            Option(
                letter,
                question.choices[letter].text,
                _pressed(round_, place, letters, letter),
                chosen=letter in marked,
            )
            for letter in left(question, letters)
        )
    )
    if letters:
        yield Choices((Button("Start over", turn_to.token(round_.id, place)),))


def _pressed(round_: Round, place: int, letters: str, letter: str) -> str:
    """Give the token of a letter: it carries what is picked once the letter is pressed."""
    then = after(letters, letter)
    return pick.token(round_.id, place, then) if then else turn_to.token(round_.id, place)


def _until(visit: Visit, round_: Round) -> Iterator[Part]:
    if round_.quiz and round_.hidden and visit.now < round_.quiz.closes_at:
        yield Text(
            f"You can change your answer until the quiz closes: {in_zone(round_.quiz.closes_at, visit.zone)}."
        )


def answered_card(visit: Visit, round_: Round, place: int, given: str) -> Reply:
    """Acknowledge an answer: the verdict, or only that it is saved while verdicts are hidden."""
    question = round_.questions[place]
    if round_.hidden:
        saved = Text(f"Your answer {in_words(question, round_.answers[place].choice)} is saved.")
        parts: tuple[Part, ...] = (saved, *_until(visit, round_), _onwards(round_, place))
        return Reply(_title(round_, place), parts)
    if not round_.answers[place].settled:
        asked = question_card(visit, round_, place)
        return Reply(asked.title, (Text(again(question, round_.answers[place].tried, given)), *asked.parts))
    return verdict_card(visit, round_, place)


def verdict_card(visit: Visit, round_: Round, place: int) -> Reply:
    """Show the verdict, why each option is right or wrong, and the essay's sentence."""
    question, answer = round_.questions[place], round_.answers.get(place)
    stem = Text(f"{place + 1}. {question.stem}")
    return Reply(heading(answer), (stem, *explained(visit.pack, question, answer), _onwards(round_, place)))


def _onwards(round_: Round, place: int) -> Choices:
    """Lead on: to the next question, or to the summary after the last."""
    if place + 1 < len(round_.questions):
        return Choices((Button("Next", turn_to.token(round_.id, place + 1), Style.PRIMARY),))
    return Choices((Button("Finish", finish.token(round_.id), Style.PRIMARY),))


def summary_card(visit: Visit, round_: Round) -> Reply:
    """Sum up: how many right, and a way back to each question."""
    count, done = len(round_.questions), len(round_.answers)
    if round_.hidden:
        said = f"{done} of {count} answered and saved. The answers are shown when the quiz closes."
        again = (Button(f"Change {n + 1}", turn_to.token(round_.id, n)) for n in range(count))
        return Reply("Your answers are in", (Text(said), *_until(visit, round_), Choices(tuple(again))))
    missing = f" {count - done} not answered." if done < count else ""
    said = f"{share(round_.right, count)} right: {round_.points} of {round_.most} points.{missing}"
    back = tuple(_back_to(round_, place) for place in range(count))
    after = (
        "Your answers count on the /leaderboard."
        if round_.quiz
        else "Practice: /score shows how you are doing."
    )
    return Reply("Your round", (Text(said), Text(after), Choices(back)))


def _back_to(round_: Round, place: int) -> Button:
    label = "Look at" if round_.shown(place) else "Answer"
    return Button(f"{label} {place + 1}", review.token(round_.id, place))
