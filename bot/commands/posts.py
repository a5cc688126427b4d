"""The public message of a quiz: open, then its results."""

from collections.abc import Iterator
from dataclasses import replace

from bot.chat import Bar, Button, Chart, Choices, Part, Ranking, Reply, Row, Style, Text, When
from bot.commands.playing import start
from bot.commands.verdicts import quoted, the_answer
from bot.essay.pack import Pack
from bot.quiz.nicknames import called
from bot.quiz.question import Question
from bot.quiz.scores import Ranked, Score, most_missed, ranked
from bot.store.boards import Result
from bot.store.classes import Class
from bot.store.ledger import Ledger
from bot.store.occurrences import Occurrence
from bot.times import day_in_words, in_words

TOP = 5  # rows of a quiz's own board


def open_card(pack: Pack, group: Class, occurrence: Occurrence, answered: int) -> Reply:
    """Invite to the quiz: what it is, until when, how many have answered."""
    slot = occurrence.slot
    factor = pack.factor[slot.factor].name if slot.factor in pack.factor else "all factors"
    count = f"{slot.questions} question{'' if slot.questions == 1 else 's'}"
    late = f"Late: it was due at {in_words(slot.due_at, group.zone)}.\n" if slot.late else ""
    said = f"{late}{count} on {pack.title}, from {factor}. Nobody else in the class sees your answers."
    taken = {0: "Nobody has answered yet.", 1: "1 person has answered."}.get(
        answered, f"{answered} people have answered."
    )
    ends = When("Open until", slot.closes_at, in_words(slot.closes_at, group.zone))
    begin = Choices((Button("Start", start.token(occurrence.id), Style.PRIMARY),))
    return Reply(title_of(occurrence), (Text(said), ends, Text(taken), begin), private=False)


def title_of(occurrence: Occurrence) -> str:
    """Name a quiz by its kind and date."""
    kind = "Daily quiz" if occurrence.slot.schedule_id else "Quiz"
    return f"{kind}: {day_in_words(occurrence.slot.local_date)}"


def results_card(pack: Pack, ledger: Ledger, occurrence: Occurrence) -> Reply:
    """Show how a closed quiz went: each question's share, the most-missed one explained, the top of its board."""
    questions = ledger.papers.questions(occurrence.paper) if occurrence.paper else ()
    scores = ledger.boards.of_quiz(occurrence.id)
    title = f"{title_of(occurrence)} - results"
    if not scores:
        return Reply(title, (Text("The quiz is closed. Nobody answered this time."),), private=False)
    results = ledger.boards.results(occurrence.id)
    parts = (
        Text(f"The quiz is closed. {len(scores)} took part."),
        bars(results, len(scores)),
        *_hardest(pack, questions, results, len(scores)),
        *_top(ledger.classes.numbered(occurrence.slot.class_id), scores),
        Choices((Button("Look back at mine", start.token(occurrence.id)),)),
    )
    return Reply(title, parts, private=False)


def _top(group: Class, scores: list[Score]) -> Iterator[Part]:
    if board := ranked(seen(group, scores))[:TOP]:
        yield Text("Top of this quiz:")
        yield Ranking(tuple(rows(board)))


def seen(group: Class, scores: list[Score], mine: int | None = None) -> list[Score]:
    """Give the scores that a board shows, named as the class names people, without those who left it; mine always."""
    shown = (score for score in scores if score.on_board or score.student == mine)
    return [replace(score, name=called(group.names, group.id, score.student, score.name)) for score in shown]


def bars(results: list[Result], takers: int) -> Chart:
    """Draw each question's share of right answers."""
    drawn = tuple(
        Bar(f"Question {r.place + 1}", r.right, takers, f"{r.right} of {takers} right") for r in results
    )
    said = "; ".join(f"{bar.label}: {bar.words}" for bar in drawn)
    return Chart("Right answers by question", drawn, said)


def _hardest(
    pack: Pack, questions: tuple[Question, ...], results: list[Result], takers: int
) -> Iterator[Part]:
    place = most_missed({result.place: result.right for result in results}, takers)
    if place is None:
        yield Text("Everybody had every question right.")
        return
    question = questions[place]
    yield Text(f"Most missed was question {place + 1}: {question.stem}\nThe answer: {the_answer(question)}")
    yield from quoted(pack, question)


def rows(board: list[Ranked], mine: int | None = None) -> Iterator[Row]:
    """Write a board's rows."""
    for place in board:
        score = place.score
        yield Row(place.rank, score.name, f"{score.points} points", score.student == mine)
