"""The class dialogue: a question, a quiz, two rounds, the close, the board - the same script on every way in."""

import asyncio
from collections.abc import Awaitable, Callable

from doubles.dialogue import RIGHT, WRONG

from .group import Group
from .seen import buttons, words


async def lesson(group: Group, settled: Callable[[], Awaitable[None]]) -> None:
    """Play the lesson; `settled` waits until the posting has done what is due."""
    ada, ben, teacher = group.school.ada, group.school.ben, group.school.teacher
    asked = await group.line(ada, "/factor who called him a grey blur")
    assert (asked.kind, asked.user) == ("ephemeral", ada)
    assert "'grey blur' in Sukhanov's famous description" in words(asked.message)
    assert "Teacher's note:" in words(asked.message)
    posting = await group.slack.people.slash(teacher, group.school.channel, "/post questions=2")
    await group.after(posting, "ephemeral")
    await settled()
    quiz = (await group.after(posting, "message")).message
    assert "Nobody has answered yet." in words(quiz)
    assert buttons(quiz) == ["Start"]
    assert "1 of 2 (50 %) right: 10 of 20 points." in words(await group.play(ada, quiz, RIGHT, WRONG))
    assert "2 of 2 (100 %) right" in words(await group.play(ben, quiz, RIGHT, RIGHT))
    await settled()
    assert "2 people have answered." in words(group.message(quiz["ts"]))
    await group.line(teacher, "/close", "ephemeral")
    async with asyncio.timeout(30):
        while "The quiz is closed. 2 took part." not in words(closed := group.message(quiz["ts"])):
            await settled()
    assert "1. \u2068ben\u2069: 20 points" in words(closed)
    assert "10 points on the board." in words((await group.line(ada, "/score")).message)
    board = words((await group.line(ada, "/leaderboard week")).message)
    assert "2. \u2068ada\u2069 (you): 10 points" in board
    review = await group.start(ada, closed, "Look back at mine")
    assert "1 of 2 (50 %) right" in words(review)
