"""What a class misses: most-missed questions first, and the misconceptions behind the answers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.chat import Bar, Chart, Part, Text
from bot.commands.marksheet import Marks, answer_in_words
from bot.commands.verdicts import the_answer
from bot.essay.pack import Pack
from bot.quiz.marking import WORTH
from bot.quiz.mistakes import behind, tally
from bot.quiz.question import Question
from bot.quiz.scores import share
from bot.store.items import Item

WRONG = 3  # different wrong answers told of a question
WORST = 5  # questions told of a period
COMMON = 5  # misconceptions told of a period

Asked = Sequence[tuple[Item, Question]]  # each question with its figures, as it was worded


def missed_in(pack: Pack, marks: Marks) -> Iterator[Part]:
    """Draw a quiz's questions as bars, then tell each of them, the most-missed first."""
    takers = len(marks.takers)
    right = [sum(each.points == WORTH for each in marks.at(place)) for place in range(len(marks.questions))]
    yield drawn(
        "Right answers by question",
        [
            Bar(f"Question {n}", count, takers, f"{count} of {takers} right")
            for n, count in enumerate(right, 1)
        ],
    )
    yield Text("Most missed first:")
    for place in sorted(range(len(right)), key=lambda place: (right[place], place)):
        question, chosen = marks.questions[place], Counter(each.choice for each in marks.at(place))
        yield Text(
            f"Question {place + 1}, {right[place]} of {takers} right: {_missed(pack, question, chosen)}"
        )


def drawn(title: str, bars: Sequence[Bar]) -> Chart:
    """Make a chart that is worth a picture, said whole in its words."""
    said = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    return Chart(title, tuple(bars), f"Bar chart. {title}. {said}.", picture=True)


def _missed(pack: Pack, question: Question, chosen: Mapping[str, int]) -> str:
    """Tell a question, its answer, and the wrong answers by their number, each with what is behind it."""
    wrong = [(given, count) for given, count in chosen.items() if behind(question, given)]
    wrong.sort(key=lambda each: (-each[1], each[0]))
    lines = (_mistake(pack, question, *each) for each in wrong[:WRONG])
    return "\n".join([question.stem, f"The answer: {the_answer(question)}", *lines])


def _mistake(pack: Pack, question: Question, given: str, count: int) -> str:
    reasons = " ".join(pack.misconceptions.get(tag, tag) for tag in behind(question, given))
    return f"{count} answered {answer_in_words(question, given)} - {reasons}"


def by_factor(pack: Pack, asked: Asked) -> Chart:
    """Draw a period's share of right answers by factor, of those that were asked on."""
    bars = []
    for factor in pack.factors:
        its = [item for item, question in asked if question.factor == factor.id]
        right, answered = sum(item.right for item in its), sum(item.answered for item in its)
        bars += [Bar(factor.name, right, answered, share(right, answered))] if answered else []
    return drawn("Right answers by factor", bars)


def missed_over(pack: Pack, asked: Asked) -> Iterator[Part]:
    """Tell a period's most-missed questions, then its most common misconceptions."""
    missed = [
        (item.answered - item.right, item, question) for item, question in asked if item.right < item.answered
    ]
    missed.sort(key=lambda each: (-each[0], each[1].question, each[1].version))
    if not missed:
        yield Text("Nobody missed a question.")
        return
    yield Text("Most missed first:")
    for _, item, question in missed[:WORST]:
        yield Text(f"{share(item.right, item.answered)} right: {_missed(pack, question, item.chosen)}")
    if common := tally((question, item.chosen) for item, question in asked)[:COMMON]:
        lines = (f"{count}: {pack.misconceptions.get(tag, tag)}" for tag, count in common)
        yield Text("\n".join(["What was behind the most wrong answers:", *lines]))
