"""What everyone in a class can ask for."""

from typing import Annotated

from bot.chat import Bar, Button, Chart, Choices, Part, Ranking, Refusal, Reply, Style, Text
from bot.commands.asking import factors_card, questions_like, said_to
from bot.commands.mydata import kept_for
from bot.commands.posts import rows, seen
from bot.commands.practising import practice_pool, practice_round, round_for
from bot.commands.visit import ALLOWED, Visit, factor_names
from bot.essay.pack import Prompt
from bot.quiz.marking import WORTH
from bot.quiz.scores import Period, Ranked, ranked, share, since, streak
from bot.slash import Audience, Command, Help, UnknownButton, press_reads, reads, writes
from bot.times import day_in_words

TOP = 10  # rows of the board before one's own
MOST_PRACTICE = 10
EVIDENCE = 4  # sentences under a prompt


@reads(Audience.EVERYONE, "/factor who called him a grey blur")
def factor(
    visit: Visit,
    question: Annotated[str, Help("what you want to know, or a factor's name", suggest=questions_like)] = "",
) -> Reply:
    """Ask the essay: its answer with the evidence, or an honest "the essay doesn't say"."""
    if not question:
        return factors_card(visit.pack)
    return said_to(visit.pack, visit.lookup, visit.lookup.ask(question))


@writes(Audience.EVERYONE, "/quiz opponents 5")
def quiz(
    visit: Visit,
    factor: Annotated[str, Help("one factor, or any", suggest=factor_names)] = "any",
    questions: Annotated[int, Help("how many, 1 to 10")] = 3,
) -> Reply:
    """Practise in private, with the explanation after each answer."""
    if not 1 <= questions <= MOST_PRACTICE:
        raise Refusal(f"A practice round has 1 to {MOST_PRACTICE} questions. For example: /quiz opponents 5")
    wanted = visit.factor_or_any(factor)
    pool = practice_pool(visit, wanted.id if wanted else "")
    return practice_round(visit, round_for(visit, pool, questions))


@reads(Audience.EVERYONE, "/prompt opponents")
def prompt(
    visit: Visit, factor: Annotated[str, Help("one factor, or any", suggest=factor_names)] = "any"
) -> Reply:
    """Get an exam-style task with a plan and the evidence that belongs in it."""
    wanted = visit.factor_or_any(factor)
    pool = [p for p in visit.pack.prompts if wanted is None or p.factor == wanted.id]
    if not pool:
        raise Refusal("There is no task on this factor yet. /prompt gives you one of all.")
    return _prompt_card(visit, pool[visit.now.toordinal() % len(pool)])


@press_reads(Audience.EVERYONE)
def another_prompt(visit: Visit, after: str) -> Reply:
    """Turn to the next task in the pack."""
    ids = [p.id for p in visit.pack.prompts]
    if after not in ids:
        raise UnknownButton
    return _prompt_card(visit, visit.pack.prompts[(ids.index(after) + 1) % len(ids)])


def _prompt_card(visit: Visit, task: Prompt) -> Reply:
    points = [visit.pack.point[id_] for id_ in task.points]
    sentences = tuple(dict.fromkeys(point.sentences[0] for point in points))[:EVIDENCE]
    plan = "\n".join(f"{number}. {line}" for number, line in enumerate(task.plan, 1))
    parts: tuple[Part, ...] = (
        Text(task.task),
        Text(f"A plan to fill in:\n{plan}"),
        Text("Evidence that belongs in it:"),
        *(visit.pack.evidence(sentence) for sentence in sentences),
        *visit.pack.notes(sentences),
        Choices((Button("Another task", another_prompt.token(task.id)),)),
    )
    return Reply(f"Task: {visit.pack.factor[task.factor].name}", parts)


@reads(Audience.EVERYONE, "/score")
def score(visit: Visit) -> Reply:
    """See your points, how sure you are of each factor, your streak and recent days."""
    mine, group = visit.known, visit.group
    answers = visit.ledger.boards.of_student(group.id, mine) if mine else []
    if not answers or mine is None:
        return Reply("Your score", (Text(_nothing_yet(visit, mine)),))
    points = sum(points for _, points, counts in answers if counts or group.practice_counts)
    days = visit.ledger.boards.days_of(group.id, mine)
    today = visit.now.astimezone(visit.zone).date()
    run = streak(visit.ledger.occurrences.quiz_days(group.id), days, today)
    said = [f"{points} points on the board.", f"{run} quiz day{'' if run == 1 else 's'} in a row."]
    return Reply(
        "Your score",
        (Text("\n".join([*said, *_exam(visit)])), _by_factor(visit, answers), *_recent(visit, mine)),
    )


def _nothing_yet(visit: Visit, student: int | None) -> str:
    if student and visit.ledger.boards.days_of(visit.group.id, student):
        return "Your answers are saved. Your points show when the quiz closes."
    return "You have not answered a question yet. /quiz gives you a first round, just for you."


def _exam(visit: Visit) -> list[str]:
    if not visit.group.exam_date:
        return []
    left = (visit.group.exam_date - visit.now.astimezone(visit.zone).date()).days
    return [f"The exam is on {day_in_words(visit.group.exam_date)}, in {left} days."] if left > 0 else []


def _by_factor(visit: Visit, answers: list[tuple[str, int, bool]]) -> Chart:
    """Draw the share of right answers by factor, quizzes and practice together."""
    bars = []
    for each in visit.pack.factors:
        marks = [points for factor, points, _ in answers if factor == each.id]
        right = sum(points == WORTH for points in marks)
        bars.append(Bar(each.name, right, len(marks), share(right, len(marks))))
    said = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    return Chart("Right answers by factor, practice included", tuple(bars), said)


def _recent(visit: Visit, student: int) -> list[Part]:
    days = visit.ledger.boards.recent(visit.group.id, student)
    listed = [f"{day_in_words(day)}: {points} of {count * WORTH} points" for day, points, count in days]
    return [Text("\n".join(["Recent quizzes:", *listed]))] if listed else []


@reads(Audience.EVERYONE, "/leaderboard week")
def leaderboard(
    visit: Visit, period: Annotated[Period, Help("day, week, month or all")] = Period.WEEK
) -> Reply:
    """See the board of the class; equal points share a rank, and your own rank is always shown."""
    began = since(period, visit.now, visit.zone)
    everyone = visit.ledger.boards.totals(visit.group.id, began, practice=visit.group.practice_counts)
    totals = seen(visit.group, everyone, visit.known)
    named = {
        Period.DAY: "today",
        Period.WEEK: "this week",
        Period.MONTH: "this month",
        Period.ALL: "of all time",
    }
    title = f"Leaderboard {named[period]}"
    if not totals:
        return Reply(title, (Text("Nobody has points yet. The next quiz is a chance to be first."),))
    return Reply(title, (Ranking(tuple(rows(_top_and_mine(ranked(totals), visit.known), visit.known))),))


def _top_and_mine(board: list[Ranked], mine: int | None) -> list[Ranked]:
    return board[:TOP] + [place for place in board[TOP:] if place.score.student == mine]


@reads(Audience.EVERYONE, "/guide")
def guide(visit: Visit) -> Reply:
    """List what you can do here."""
    from bot.commands import COMMANDS  # noqa: PLC0415 - the list of commands holds this one

    allowed = ALLOWED[visit.member.role]
    said: dict[Audience, list[str]] = {audience: [] for audience in Audience if audience in allowed}
    for command in COMMANDS:
        if command.audience in allowed:
            said[command.audience].append(_line(command))
    headed = [Text("\n".join([f"For {audience}:", *lines])) for audience, lines in said.items()]
    data = Text(f"What is kept about you: /mydata show. {kept_for(visit)}")
    first = Choices((Button("The factors of the essay", all_factors.token(), Style.PRIMARY),))
    return Reply(f"Card Index: {visit.pack.title}", (*headed, data, first))


def _line(command: Command) -> str:
    return f"{command.usage} - {command.help.splitlines()[0]}"


@press_reads(Audience.EVERYONE)
def all_factors(visit: Visit) -> Reply:
    """Offer the factors."""
    return factors_card(visit.pack)
