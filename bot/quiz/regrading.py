"""When the key of a question was corrected, and when it is simply another question."""

from bot.quiz.question import Question


def corrected(old: Question, new: Question) -> bool:
    """Whether the same is asked, word for word, and only what counts as right has changed.

    Another stem, option or prompt is another question: whoever answered the old one did not answer the new one.
    Another explanation, tag or difficulty changes nobody's points.
    """
    return _asked(old) == _asked(new) and _right(old) != _right(new)


def _asked(question: Question) -> object:
    options = tuple((letter, choice.text) for letter, choice in question.choices.items())
    return question.id, question.form, question.stem, options, question.prompts


def _right(question: Question) -> object:
    return question.key, frozenset(question.aliases)
