"""A teacher's results on Slack: private, bars in letters beside their numbers, a table to be copied."""

import re

from doubles.dialogue import RIGHT, WRONG
from doubles.sheets import imported
from doubles.slack.desk import Desk
from doubles.slack.seen import words


async def test_results_are_bars_with_their_numbers_and_a_table_to_be_copied(one: Desk) -> None:
    """Fault 64."""
    ada = one.school.ada
    await one.play(ada, await one.quiz(), RIGHT, WRONG)
    told = words((await one.line(one.school.teacher, "/results", "ephemeral")).message)
    assert "■■■■■■■■■■ Question 1: 1 of 1 right" in told
    assert "□□□□□□□□□□ Question 2: 0 of 1 right" in told
    table = imported("".join(re.findall(r"```\n(.*?)\n```", told, re.DOTALL)))
    assert table[1][1:4] == ["2", "10", "20"]


async def test_the_class_is_asked_for_as_it_is_typed(one: Desk) -> None:
    told = await one.line(one.school.teacher, "/results class month", "ephemeral")
    assert words(told.message).startswith("The class this month")
