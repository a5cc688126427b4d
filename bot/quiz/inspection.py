"""Everything that is to be mended or finished in a pack's folder, for whoever writes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.essay.asking import asked
from bot.essay.load import ASKED, BARRED, PackFile, if_there, load_pack
from bot.essay.pack import Pack, Point
from bot.essay.proofs import unasked_headings, unfinished, untrue
from bot.essay.source import BadContent, Complaint, Source, read, shaped
from bot.quiz.bank import BankFile
from bot.quiz.checking import complaints_about
from bot.quiz.question import Question

COVERED_FROM = 60  # items: before that a point that nothing asks for is only listed, not complained of


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is there; what is wrong; what is still to be written."""

    points: int = 0
    questions: int = 0
    prompts: int = 0
    complaints: tuple[Complaint, ...] = ()
    unfinished: tuple[Complaint, ...] = ()

    def told(self, where: Path) -> str:
        """Say it in lines: what to mend, what to finish, what there is."""
        lines = [str(complaint) for complaint in self.complaints]
        if self.unfinished:
            lines += ["", "Still to finish (the bot runs without it):", *map(str, self.unfinished), ""]
        if self.points or self.questions or self.prompts:
            counts = f"{self.points} points, {self.questions} questions, {self.prompts} prompts"
            lines.append(f"{where}: {counts}. {self._in_all}")
        return "\n".join(lines)

    @property
    def _in_all(self) -> str:
        mend, finish = len(self.complaints), len(self.unfinished)
        said = [f"{mend} to mend"] * bool(mend) + [f"{finish} to finish"] * bool(finish)
        return f"{' and '.join(said)}." if said else "All is well."


def inspected(folder: Path) -> Inspection:
    """Look a pack over, whatever state it is in."""
    try:
        pack = load_pack(folder)
        source = read(folder / "questions.toml")
        questions = shaped(source, BankFile).question
    except BadContent as bad:
        return Inspection(complaints=bad.complaints)
    return _looked_over(folder, pack, source, questions)


def _looked_over(folder: Path, pack: Pack, source: Source, questions: tuple[Question, ...]) -> Inspection:
    own, typed = read(folder / "pack.toml"), if_there(folder / ASKED)
    file = shaped(own, PackFile)
    served = [question for question in questions if not question.draft]
    gaps = list(_gaps(own, file.point, served))
    full = len(served) >= COVERED_FROM
    wrong = [
        *untrue(own, file, {sentence.id: sentence.text for sentence in pack.sentences}),
        *complaints_about(source, questions, pack),
        *unasked_headings(typed, asked(typed)),
    ]
    to_do = [*unfinished(own, file), *_drafts(source, questions)]
    (wrong if full else to_do).extend(gaps)
    counts = len(pack.points), len(served), len(pack.prompts)
    return Inspection(*counts, tuple(sorted(wrong)), tuple(sorted(to_do)))


def _gaps(source: Source, points: Sequence[Point], served: Sequence[Question]) -> Iterator[Complaint]:
    """Find the points that may be asked and are not."""
    asked_for = {point for question in served for point in question.points}
    for number, point in enumerate(points):
        if not point.draft and point.verdict not in BARRED and point.id not in asked_for:
            words = f"{point.id}: no question asks for this point: write one"
            yield source.complain(words, "point", number, "id")


def _drafts(source: Source, questions: Sequence[Question]) -> Iterator[Complaint]:
    for number, question in enumerate(questions):
        if question.draft:
            words = f"{question.id}: a draft: say it in your own words and take out “draft = true”"
            yield source.complain(words, "question", number, "draft")
