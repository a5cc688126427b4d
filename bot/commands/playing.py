"""A student's private round: question, verdict, summary, review."""

from collections.abc import Iterable, Iterator

from bot.chat import Button, Choices, Option, Options, Part, Refusal, Reply, State, Style, Text
from bot.commands.visit import Visit
from bot.quiz.choosing import choose
from bot.quiz.marking import WORTH, mark
from bot.quiz.question import Question
from bot.quiz.rounds import Answer, Reveal, Round
from bot.quiz.scores import share
from bot.slash import Audience, UnknownButton, press_reads, press_writes
from bot.store.occurrences import CLOSED, POSTED, SENDING
from bot.times import in_words

ON_A_POINT = 3  # questions of a round on one point and, when it has fewer, on its factor


@press_writes(Audience.EVERYONE)
def start(visit: Visit, occurrence: int) -> Reply:
    """Open the student's round over a posted quiz where it was left."""
    found = visit.ledger.occurrences.in_class(visit.group.id, occurrence)
    if found is None or found.status not in {SENDING, POSTED, CLOSED}:
        raise UnknownButton
    if found.status == CLOSED or visit.now >= found.slot.closes_at:
        return look_back(visit, occurrence)
    return where_it_was(visit, round_of(visit, visit.ledger.rounds.begin(found, visit.student, visit.now)))


@press_writes(Audience.EVERYONE)
def practise(visit: Visit, point: str) -> Reply:
    """Begin a practice round on a point, filled up from its factor."""
    if point not in visit.pack.point:
        raise UnknownButton
    free = practice_pool(visit, visit.pack.point[point].factor)
    on_it = [question for question in free if point in question.points][:ON_A_POINT]
    others = [question for question in free if question not in on_it]
    return practice_round(visit, (*on_it, *round_for(visit, others, ON_A_POINT - len(on_it))))


def practice_pool(visit: Visit, factor: str) -> list[Question]:
    """List the questions of a factor ("" for any), but none that an open quiz of the class is asking."""
    open_ = visit.ledger.occurrences.open_questions(visit.group.id)
    return [q for q in visit.bank.questions if factor in ("", q.factor) and q.id not in open_]


def practice_round(visit: Visit, questions: tuple[Question, ...]) -> Reply:
    """Begin a practice round over the questions; raise Refusal if there are none."""
    if not questions:
        raise Refusal("There is no free question on this just now. Try another factor, or /quiz without one.")
    paper = visit.ledger.papers.save(visit.group.id, questions, visit.now)
    begun = visit.ledger.rounds.practise(visit.group.id, visit.student, paper, visit.now)
    return where_it_was(visit, round_of(visit, begun))


def round_for(visit: Visit, questions: Iterable[Question], count: int) -> tuple[Question, ...]:
    """Choose a student's practice questions: what is new and what was missed first."""
    past = visit.ledger.boards.past_of_student(visit.group.id, visit.student)
    return choose(questions, count, f"practice/{visit.student}/{past.questions.total()}", past)


@press_writes(Audience.EVERYONE)
def pick(visit: Visit, round_id: int, place: int, letter: str) -> Reply:
    """Take an answer: kept before it is acknowledged, and only the first one counts."""
    round_ = round_of(visit, round_id)
    question = question_at(round_, place)
    if letter not in question.choices:
        raise UnknownButton
    if round_.quiz and not round_.quiz.takes_answers(visit.now):
        raise Refusal(
            "This quiz is closed, so the answer was not taken. Press Start on its message to look back."
        )
    answer = _answered(round_, place, letter)
    if answer != round_.answers.get(place):
        visit.ledger.rounds.keep(round_, place, answer, (visit.group.id, visit.student), visit.now)
    return answered_card(visit, round_of(visit, round_id), place, letter)


def _answered(round_: Round, place: int, letter: str) -> Answer:
    """Say what counts after this choice: the first answer, unless the quiz reveals at its close."""
    before, quiz, points = round_.answers.get(place), round_.quiz, mark(round_.questions[place], letter)
    if quiz and quiz.reveal is Reveal.AT_CLOSE:
        return Answer(letter, points)
    if before and (before.settled or letter in before.tried):
        return before
    tried = f"{before.tried if before else ''}{letter}"
    settled = points == WORTH or len(tried) >= (quiz.attempts if quiz else 1)
    return Answer(tried, before.points if before else points, settled)


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
    if not shown(round_, place):
        return question_card(visit, round_, place)
    return verdict_card(visit, round_, place)


def look_back(visit: Visit, occurrence: int) -> Reply:
    """Open the student's own review of a closed quiz."""
    mine = visit.ledger.rounds.over(occurrence, visit.student)
    if mine is None:
        raise Refusal("This quiz is closed. /quiz gives you a round of your own at any time.")
    return summary_card(visit, round_of(visit, mine))


def round_of(visit: Visit, round_id: int) -> Round:
    """Find the member's own round in this class; raise UnknownButton for anyone else's."""
    found = visit.ledger.rounds.of(round_id, visit.known, visit.group.id)
    if found is None:
        raise UnknownButton
    return found


def question_at(round_: Round, place: int) -> Question:
    if place >= len(round_.questions):
        raise UnknownButton
    return round_.questions[place]


def hidden(round_: Round) -> bool:
    """Whether verdicts must not be shown yet."""
    return bool(round_.quiz and round_.quiz.reveal is Reveal.AT_CLOSE and not round_.quiz.closed)


def shown(round_: Round, place: int) -> bool:
    """Whether a question's verdict may be shown: its answer is settled, or its quiz is closed."""
    answer = round_.answers.get(place)
    if round_.quiz and round_.quiz.closed:
        return True
    return bool(answer and answer.settled and not hidden(round_))


def where_it_was(visit: Visit, round_: Round) -> Reply:
    """Go on with the first question that waits; sum up when none does."""
    place = round_.next_open()
    return summary_card(visit, round_) if place is None else question_card(visit, round_, place)


def question_card(visit: Visit, round_: Round, place: int) -> Reply:
    """Ask a question; once its answer is settled, show the verdict instead."""
    if shown(round_, place):
        return verdict_card(visit, round_, place)
    question, answer = round_.questions[place], round_.answers.get(place)
    options = tuple(
        Option(
            letter,
            choice.text,
            pick.token(round_.id, place, letter),
            chosen=bool(answer and answer.choice == letter),
        )
        for letter, choice in question.choices.items()
    )
    parts = (Text(question.stem), Options(options), *_until(visit, round_))
    return Reply(f"Question {place + 1} of {len(round_.questions)}", parts)


def _until(visit: Visit, round_: Round) -> Iterator[Part]:
    if round_.quiz and hidden(round_) and visit.now < round_.quiz.closes_at:
        yield Text(
            f"You can change your answer until the quiz closes: {in_words(round_.quiz.closes_at, visit.zone)}."
        )


def answered_card(visit: Visit, round_: Round, place: int, letter: str) -> Reply:
    """Acknowledge an answer: the verdict, or only that it is saved while verdicts are hidden."""
    if hidden(round_):
        saved = Text(f"Your answer {letter} is saved.")
        parts: tuple[Part, ...] = (saved, *_until(visit, round_), _onwards(round_, place))
        return Reply(f"Question {place + 1} of {len(round_.questions)}", parts)
    if not round_.answers[place].settled:
        asked = question_card(visit, round_, place)
        hint = Text(f"{letter} is not the answer. Try again: your first answer is the one that counts.")
        return Reply(asked.title, (hint, *asked.parts))
    return verdict_card(visit, round_, place)


def verdict_card(visit: Visit, round_: Round, place: int) -> Reply:
    """Show the verdict, why each option is right or wrong, and the essay's sentence."""
    question, answer = round_.questions[place], round_.answers.get(place)
    pack = visit.pack
    parts: tuple[Part, ...] = (
        Text(f"{place + 1}. {question.stem}"),
        Options(tuple(_explained(question, answer))),
        Text(_earned(answer)),
        *(pack.evidence(sentence) for sentence in question.sentences if sentence in pack.sentence),
        *pack.notes(question.sentences, question.points),
        _onwards(round_, place),
    )
    right = answer is not None and answer.points == WORTH
    return Reply("Right" if right else "Not this time" if answer else "Not answered", parts)


def _explained(question: Question, answer: Answer | None) -> Iterator[Option]:
    for letter, choice in question.choices.items():
        chosen = answer is not None and answer.choice == letter
        state = State.RIGHT if letter == question.key else State.WRONG if chosen else State.PLAIN
        yield Option(letter, choice.text, state=state, chosen=chosen, why=choice.why)


def _earned(answer: Answer | None) -> str:
    return f"{answer.points if answer else 0} of {WORTH} points."


def _onwards(round_: Round, place: int) -> Choices:
    """Lead on: to the next question, or to the summary after the last."""
    if place + 1 < len(round_.questions):
        return Choices((Button("Next", turn_to.token(round_.id, place + 1), Style.PRIMARY),))
    return Choices((Button("Finish", finish.token(round_.id), Style.PRIMARY),))


def summary_card(visit: Visit, round_: Round) -> Reply:
    """Sum up: how many right, and a way back to each question."""
    count, done = len(round_.questions), len(round_.answers)
    if hidden(round_):
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
    label = "Look at" if shown(round_, place) else "Answer"
    return Button(f"{label} {place + 1}", review.token(round_.id, place))
