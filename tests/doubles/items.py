"""A question to take and change, and its like on other points."""

from dataclasses import replace

from bot.quiz.bank import Bank, Library
from bot.quiz.question import ONE_LETTER, Choice, Form, Objective, Question

QUESTION = Question(
    id="patronage-1",
    form=Form.SINGLE_BEST,
    points=("patronage",),
    sentences=("p2.s1",),
    factor="post",
    difficulty=2,
    objective=Objective.KNOWLEDGE,
    stem="According to the essay, why did the promoted back Stalin?",
    key="B",
    A=Choice("They had known him in exile", "The essay says nothing of exile.", "wrong-factor"),
    B=Choice("They owed him their own rise", "The essay calls it patronage."),
    C=Choice("They feared his secret agents", "That is menace, not favour.", "wrong-factor"),
)


def on(point: str, number: int = 1, factor: str = "post", difficulty: int = 2) -> Question:
    """Give the question anew, on another point."""
    return replace(QUESTION, id=f"{point}-{number}", points=(point,), factor=factor, difficulty=difficulty)


def one_letter(library: Library) -> Library:
    """Give the pack with the questions that one letter answers."""
    kept = tuple(question for question in library.bank.questions if question.form in ONE_LETTER)
    return Library(library.pack, Bank(kept, "one letter"))
