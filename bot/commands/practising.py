"""Practice rounds of a student's own: on a point, on a factor, on whatever is free."""

from collections.abc import Iterable

from bot.chat import Refusal, Reply
from bot.commands.own_rounds import round_of
from bot.commands.playing import where_it_was
from bot.commands.visit import Visit
from bot.quiz.choosing import choose
from bot.quiz.question import Question
from bot.slash import Audience, UnknownButton, press_writes

ON_A_POINT = 3  # questions of a round on one point and, when it has fewer, on its factor


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
    return [q for q in visit.bank.served(factor, slips=visit.group.slips) if q.id not in open_]


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
