"""A question to take and change, and its like on other points."""

import shutil
from dataclasses import replace
from pathlib import Path

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


def one_letter_pack(folder: Path) -> Path:
    """Copy the shipped pack into the folder, with those questions alone; give what CONTENT_DIR is set to."""
    shipped = Path(__file__).parent.parent.parent / "content" / "stalin"
    pack = folder / "packs" / "stalin"
    shutil.copytree(shipped, pack)
    head, *questions = (shipped / "questions.toml").read_text("utf-8").split("[[question]]")
    others = [f'form = "{form}"' for form in Form if form not in ONE_LETTER]
    kept = [each for each in questions if not any(other in each for other in others)]
    (pack / "questions.toml").write_text("[[question]]".join([head, *kept]), "utf-8")
    return pack.parent
