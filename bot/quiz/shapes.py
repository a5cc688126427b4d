"""What each form of question must have: letters, key, prompts, blank, reasons and tags; each misfit with its cure."""

from collections.abc import Iterator

from bot.essay.pack import Pack
from bot.quiz.question import ONE_LETTER, Form, Question

Misfit = tuple[str, str]  # where in the item, and what to do

LETTERS = {
    Form.WHICH_FACTOR: (2, 5),  # as many as the pack argues
    Form.CHOOSE_TWO: (4, 5),
    Form.ORDERING: (3, 4),
    Form.MATCHING: (4, 5),
    Form.CLOZE: (0, 0),
}
NEAR = (2, 4)
PROMPTS = (3, 4)
BLANK = "____"
AS_A_WHOLE = frozenset(
    {Form.ORDERING, Form.MATCHING, Form.CLOZE}
)  # their `why` and `tag` stand with the question
SLIP = "essay-slip"
JUDGE = "True or false? "


def form_misfits(question: Question, pack: Pack) -> Iterator[Misfit]:
    """Check a question against its form."""
    yield from _letters(question)
    yield from _key(question)
    yield from _extras(question, pack)
    yield from _tags(question, pack)
    own = {
        Form.WHICH_FACTOR: _factors,
        Form.TRUE_FALSE: _statements,
        Form.CHOOSE_TWO: _says_two,
        Form.SPOT_THE_SLIP: _slip,
        Form.CLOZE: _cloze,
    }.get(question.form)
    yield from own(question, pack) if own else ()


def _letters(question: Question) -> Iterator[Misfit]:
    least, most = LETTERS.get(question.form, (3, 3))
    there = "".join(question.choices)
    if not (least <= len(there) <= most and "ABCDE".startswith(there)):
        wanted = f"A to {'ABCDE'[most - 1]}" if most else "no letters"
        yield there[:1] or "form", f"a {question.form} item has {wanted}, without a gap: mend its letters"


def _key(question: Question) -> Iterator[Misfit]:
    key, letters = question.key, list(question.choices)
    distinct = len(set(key)) == len(key) and set(key) <= set(letters)
    if question.form in ONE_LETTER and key not in letters:
        yield "key", f"the key is one of {', '.join(letters)}"
    if question.form is Form.CHOOSE_TWO and not (distinct and len(key) == 2 and key == "".join(sorted(key))):  # noqa: PLR2004 - it is choose-two
        yield "key", 'the key is two letters in the order of the alphabet, such as "AC"'
    if question.form is Form.ORDERING and not (
        distinct and len(key) == len(letters) and list(key) != letters
    ):
        yield "key", "the key is every letter once, in the true order, and the items are shown in another"
    if question.form is Form.MATCHING and not (distinct and len(key) == len(question.prompts)):
        yield "key", "the key is a letter for each prompt, in the prompts' order, none twice"
    if question.form is Form.CLOZE and not key:
        yield "key", "the key is empty: write the term"


def _extras(question: Question, pack: Pack) -> Iterator[Misfit]:
    """Check what only some forms have."""
    if question.form is Form.MATCHING:
        yield from _prompts(question)
    elif question.prompts:
        yield "prompts", "only a matching item has prompts: remove them"
    for name in ("aliases", "near"):
        if getattr(question, name) and question.form is not Form.CLOZE:
            yield name, f"only a cloze has {name}: remove it"
    if question.form in AS_A_WHOLE:
        yield from (("why", "the question does not say why: add it"),) if not question.why else ()
        if question.tag not in pack.misconceptions:
            yield "tag", "the question needs a tag from [misconceptions]"
    elif question.why or question.tag:
        yield (
            "why" if question.why else "tag",
            f"a {question.form} item says why at each choice: move it there",
        )


def _prompts(question: Question) -> Iterator[Misfit]:
    if not PROMPTS[0] <= len(question.prompts) <= PROMPTS[1]:
        yield "prompts", f"a matching item has {PROMPTS[0]} or {PROMPTS[1]} prompts"
    if len(question.choices) != len(question.prompts) + 1:
        yield "prompts", "there is one response more than there are prompts: add or remove one"
    if len(set(question.prompts)) < len(question.prompts):
        yield "prompts", "a prompt comes twice: write another"


def _tags(question: Question, pack: Pack) -> Iterator[Misfit]:
    for letter, choice in question.choices.items():
        if letter not in question.key and choice.tag not in pack.misconceptions:
            yield letter, f"{letter} is wrong and needs a tag from [misconceptions]"
        if letter in question.key and choice.tag:
            yield letter, f"{letter} is right and takes no tag: remove it"
        if not choice.why:
            yield letter, f"{letter} does not say why: add it"


def _factors(question: Question, pack: Pack) -> Iterator[Misfit]:
    texts = [choice.text for choice in question.choices.values()]
    if texts != [factor.name for factor in pack.factors if factor.name in texts]:
        yield "A", "the choices are the names of the factors, in the pack's order"


def _statements(question: Question, _: Pack) -> Iterator[Misfit]:
    if not question.stem.startswith(JUDGE):
        yield "stem", 'begin the stem with: True or false? "...'
    openings = [choice.text.partition(": ")[0] for choice in question.choices.values()]
    if set(openings) != {"True", "False"}:
        yield "A", "each choice begins with “True: ” or “False: ”, and both occur"


def _says_two(question: Question, _: Pack) -> Iterator[Misfit]:
    if not any(words in question.stem.lower() for words in ("choose two", "which two")):
        yield "stem", "say how many are right: “Choose two” or “Which two”"


def _slip(question: Question, _: Pack) -> Iterator[Misfit]:
    if SLIP not in {choice.tag for letter, choice in question.choices.items() if letter != question.key}:
        yield "tag", f"what the essay has wrong stands among the choices, tagged “{SLIP}”: add it"


def _cloze(question: Question, pack: Pack) -> Iterator[Misfit]:
    if question.stem.count(BLANK) != 1 or "_" in question.stem.replace(BLANK, "", 1):
        yield "stem", f"the stem has one blank, “{BLANK}”"
    elif question.stem.index(BLANK) * 2 < len(question.stem):
        yield "stem", "the blank stands near the end: turn the sentence round"
    if not NEAR[0] <= len(question.near) <= NEAR[1]:
        yield "near", f"near lists {NEAR[0]} to {NEAR[1]} wrong answers that attract"
    for near in question.near:
        if not near.why or near.tag not in pack.misconceptions:
            yield "near", f"“{near.text}” needs a why, and a tag from [misconceptions]"
