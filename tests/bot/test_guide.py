"""The README's guide to an essay of one's own, followed to the letter: from a plain text to a first quiz."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from doubles.dialogue import RIGHT, Lesson, lesson_with

from bot.__main__ import cli
from bot.plain import plain
from bot.quiz.bank import load_library

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "README.md").read_text("utf-8").partition("## Your own essay")[2].partition("\n## ")[0]
COMMANDS = re.findall(r"^ {7}(cardindex .+)$", GUIDE, re.MULTILINE)
FENCED = re.findall(r"```(\w*)\n(.*?)```", GUIDE, re.DOTALL)
FILES = re.findall(r"Open `(.+?)`", GUIDE)


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What each command said, in a folder where the guide was followed from its first line to its last."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "tests" / "packs", tmp_path / "tests" / "packs")
    said = {}
    for step in re.split(r"\n(?=\d\. )", GUIDE):
        for kind, block in re.findall(r"```(\w*)\n(.*?)```", step, re.DOTALL):
            write(block) if not kind else edit(Path(re.findall(r"Open `(.+?)`", step)[0]), block)
        for command in re.findall(r"^ {7}(cardindex .+)$", step, re.MULTILINE):
            if command != "cardindex run":
                said[command] = run(command)
    return said


def write(block: str) -> None:
    Path(".env").write_text(re.sub(r"^ +", "", block, flags=re.MULTILINE))
    Path(".env").chmod(0o600)


def edit(file: Path, block: str) -> None:
    """Put the block's lines in place of those that its entry has, and take the entry out of draft."""
    rows = [row.strip() for row in block.strip().splitlines()]
    entries = re.split(r"(?=^\[\[)", file.read_text("utf-8"), flags=re.MULTILINE)
    [place] = [n for n, entry in enumerate(entries) if f"\n{rows[0]}\n" in entry]
    for row in rows:
        key = row.partition(" = ")[0]
        entries[place], count = re.subn(
            rf"^{key} = .*$", lambda _, row=row: row, entries[place], flags=re.MULTILINE
        )
        assert count == 1
    entries[place] = entries[place].replace("draft = true\n", "")
    file.write_text("".join(entries), "utf-8")


def run(command: str) -> str:
    told = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert told.exit_code == 0, told.output
    return told.output


def test_the_guide_is_what_this_test_takes_it_for() -> None:
    assert [command.split()[1] for command in COMMANDS] == ["content", "ask", "content", "run"]
    assert [kind for kind, _ in FENCED] == ["", "toml", "toml", "toml", "toml"]
    assert FILES == ["packs/harbour/pack.toml", "packs/harbour/questions.toml"]


def test_the_new_pack_is_answered_from_at_once(followed: dict[str, str]) -> None:
    assert "16 sentences, 4 factors, 15 drafts" in followed[COMMANDS[0]]
    assert "“Dr. Ellen Marsh, who kept the lamp for thirty years, wrote down" in followed[COMMANDS[1]]
    assert "paragraph 2, sentence 3" in followed[COMMANDS[1]]


def test_what_was_finished_has_nothing_to_mend_and_the_rest_is_listed(followed: dict[str, str]) -> None:
    told = followed[COMMANDS[2]]
    assert told.endswith("packs/harbour: 1 points, 2 questions, 1 prompts. 29 to finish.\n")
    assert "paragraph-3: give this factor a name" in told
    assert "The lighthouse" not in told


@pytest.fixture
def lesson(followed: dict[str, str], tmp_path: Path) -> Iterator[Lesson]:
    assert followed
    with lesson_with(load_library(Path("packs/harbour")), tmp_path) as given:
        yield given


async def test_the_first_quiz_is_posted_and_played(lesson: Lesson) -> None:
    card = await lesson.quiz(questions=2)
    [student] = lesson.students(1)
    said = plain(await student.play(card, RIGHT, RIGHT))
    assert "20 of 20" in said or "2 of 2" in said, said


async def test_no_draft_is_asked_or_shown_as_ours(lesson: Lesson) -> None:
    [student] = lesson.students(1)
    page = plain(await student.ask("factor", question="the lighthouse"))
    assert "• By counting lost ships" in page
    assert page.count("•") == 1
    other = plain(await student.ask("factor", question="paragraph 3"))
    assert "The merchants of the town turned safety into trade." in other
    assert "The points of this factor" not in other
    asked = {question.id for question in lesson.bot.library.bank.questions}
    assert asked == {"ledgers-persuaded-1", "dredger-quay-1"}


async def test_a_task_quotes_the_essay_before_a_point_is_finished(lesson: Lesson) -> None:
    [student] = lesson.students(1)
    task = plain(await student.ask("prompt", factor="judgement"))
    assert "How far was the lighthouse responsible" in task
    assert "The lighthouse, finished in 1791" in task


async def test_silence_offers_the_factors_while_there_are_no_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run(f"cardindex content new harbour {ROOT}/tests/packs/harbour.txt")
    with lesson_with(load_library(Path("harbour")), tmp_path) as lesson:
        [student] = lesson.students(1)
        said = plain(await student.ask("factor", question="who was the king of Spain"))
    assert "The essay doesn't say" in said
    assert "[Paragraph 2]" in said
