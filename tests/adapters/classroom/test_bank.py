"""Every question of the bank is played on the page, right and wrong, and its points are those of a recomputation."""

import asyncio
from pathlib import Path

import pytest
from doubles.dialogue import wrong_answer
from doubles.rows import rows
from doubles.schoolroom import ADA, BEN, TEACHER, Pupil, Schoolroom, schoolroom, shown_question

from bot.quiz.bank import Library
from bot.quiz.marking import WORTH
from bot.quiz.points import counted, mark
from bot.quiz.question import Question, thawed
from bot.store.rounds import read

A_QUIZ = 10  # questions at most
GIVEN = "select student_id, tried, choice, points, body from answers join versions using (version)"


async def play(pupil: Pupil, library: Library, start: str, *, right: bool) -> list[Question]:
    """Answer a whole quiz; give its questions."""
    await pupil.send(start)
    asked: list[Question] = []
    while pupil.card["title"].startswith("Question "):
        asked.append(question := shown_question(library, pupil.card))
        told = await pupil.give(question, question.key if right else wrong_answer(question))
        assert told["title"] == ("Right" if right else "Not this time"), question.id
        await pupil.press("Next" if any("Next" in str(part) for part in told["parts"][-1:]) else "Finish")
    return asked


async def play_all(room: Schoolroom, library: Library) -> list[str]:
    """Post quizzes until every question was asked; one pupil is always right, the other always wrong."""
    teacher, ada, ben = (room.pupil(person) for person in (TEACHER, ADA, BEN))
    await teacher.say("/class set slips:on")
    asked: list[str] = []
    while set(asked) != library.bank.question.keys():
        assert len(asked) < 3 * len(library.bank.questions)
        card = await room.quiz(teacher, f"/post questions:{A_QUIZ}")
        start = card["parts"][-1]["buttons"][0]["token"]
        played = await asyncio.gather(
            play(ada, library, start, right=True), play(ben, library, start, right=False)
        )
        assert played[0] == played[1]
        asked += [question.id for question in played[0]]
        await room.close(teacher)
        room.clock.go_on(days=1)
    return asked


@pytest.mark.parametrize("pack", ["shipped", "every_form"])
async def test_every_question_is_played_right_and_wrong_and_scored_as_recomputed(
    pack: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    library: Library = request.getfixturevalue(pack)
    async with schoolroom(library, tmp_path) as room:
        asked = await play_all(room, library)
        board = (await room.pupil(ADA).say("/leaderboard all"))["parts"][0]["rows"]
    totals: dict[object, int] = {}
    for student, tried, choice, points, body in rows(f"sqlite:///{tmp_path}/cardindex.db", GIVEN):
        question = thawed(str(body))
        assert (choice, points) == (counted(question, read(str(tried))), mark(question, str(choice)))
        totals[student] = totals.get(student, 0) + int(str(points))
    assert sorted(totals.values()) == [0, WORTH * len(asked)]
    assert [row["score"] for row in board] == [f"{WORTH * len(asked)} points", "0 points"]
