"""What may be picked or typed as an answer, letter by letter, and how it is said back."""

from bot.quiz.question import Form, Question

LONGEST = 200  # characters of a typed answer
ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")


def possible(question: Question, letters: str) -> bool:
    """Whether the letters are a begun or a whole answer: each is there, and none comes twice."""
    known = all(letter in question.choices for letter in letters)
    return known and len(set(letters)) == len(letters) and 0 < len(letters) <= question.picks


def whole(question: Question, letters: str) -> bool:
    """Whether the letters are all that the question asks for."""
    return len(letters) == question.picks


def settled_order(question: Question, letters: str) -> str:
    """Write an answer in the one way in which it is kept: the order of two picks says nothing."""
    return "".join(sorted(letters)) if question.form is Form.CHOOSE_TWO else letters


def after(letters: str, letter: str) -> str:
    """Give the letters when one more is pressed; a pick of several that is pressed again is taken back."""
    return letters.replace(letter, "") if letter in letters else letters + letter


def left(question: Question, letters: str) -> tuple[str, ...]:
    """List the letters that can still be pressed: one that has its place, or its prompt, is gone."""
    if question.form is Form.CHOOSE_TWO:
        return tuple(question.choices)
    return tuple(letter for letter in question.choices if letter not in letters)


def picked(question: Question, letters: str) -> list[str]:
    """Say what is picked so far, a line for each thing that has its letter."""
    said = [f"{letter}. {question.choices[letter].text}" for letter in letters]
    match question.form:
        case Form.ORDERING:
            return [f"{place}: {words}" for place, words in zip(ORDINALS, said, strict=False)]
        case Form.MATCHING:
            return [f"{prompt}: {words}" for prompt, words in zip(question.prompts, said, strict=False)]
        case _:
            return [f"Picked so far: {', '.join(letters)}."] if letters else []


def next_pick(question: Question, letters: str) -> str:
    """Say what the next press decides; nothing where the question itself has said it."""
    match question.form:
        case Form.CHOOSE_TWO:
            return f"Pick one more. {letters} pressed again is taken back." if letters else "Pick two."
        case Form.ORDERING:
            return f"Press them in their order. Which is {ORDINALS[len(letters)]}?"
        case Form.MATCHING:
            return f"Match {len(letters) + 1} of {question.picks}: {question.prompts[len(letters)]}"
        case _:
            return ""


def in_words(question: Question, given: str) -> str:
    """Say an answer: its letters, or what was typed in quotation marks."""
    if question.form is Form.CLOZE:
        return f"“{given}”"
    if question.form is Form.MATCHING:
        return "; ".join(
            f"{prompt}: {letter}" for prompt, letter in zip(question.prompts, given, strict=False)
        )
    return ", ".join(given)
