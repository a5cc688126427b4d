"""Declared commands as Discord registers, shows and completes them."""

from typing import Any

import pytest
from doubles.discord.definitions import check_commands
from doubles.discord.desk import Desk, desk_at
from doubles.discord.published import COMMAND, Published
from doubles.discord.school import School
from doubles.discord.standin import Discord

from adapters.discord.commands import MENU, POSTS_HERE, definitions, differ
from bot.commands import COMMANDS
from bot.quiz.bank import Library
from bot.slash import Audience


def named(name: str) -> dict[str, Any]:
    return next(each for each in definitions(everywhere=True) if each["name"] == name)


@pytest.mark.parametrize("everywhere", [True, False])
def test_discord_takes_the_definitions(everywhere: bool) -> None:  # noqa: FBT001 - as the definitions take it
    wanted = definitions(everywhere=everywhere)
    check_commands(wanted)
    for each in wanted:
        Published().check(COMMAND, each)


def test_every_declared_command_is_there_as_a_word_or_in_its_group() -> None:
    found = set()
    for each in definitions(everywhere=True):
        verbs = [option["name"] for option in each.get("options", ()) if option["type"] == 1]
        found |= {f"{each['name']} {verb}" for verb in verbs} or {each["name"]}
    assert found == {command.name for command in COMMANDS} | {MENU}


def test_options_are_typed_described_and_completed() -> None:
    options = {option["name"]: option for option in named("quiz")["options"]}
    assert (options["questions"]["type"], options["questions"]["description"]) == (4, "how many, 1 to 10")
    assert (options["factor"]["type"], options["factor"]["autocomplete"]) == (3, True)
    [period] = named("leaderboard")["options"]
    assert [choice["value"] for choice in period["choices"]] == ["day", "week", "month", "all"]


def test_needed_options_come_first() -> None:
    for command in definitions(everywhere=True):
        for options in [
            command.get("options", []),
            *(o.get("options", []) for o in command.get("options", [])),
        ]:
            needed = [bool(option.get("required")) for option in options]
            assert needed == sorted(needed, reverse=True)


def test_a_command_of_teachers_alone_is_shown_to_those_who_manage_the_server() -> None:
    for each in definitions(everywhere=True):
        group = [command for command in COMMANDS if command.name.split()[0] == each["name"]]
        teachers = bool(group) and all(command.audience is Audience.TEACHERS for command in group)
        assert each["default_member_permissions"] == (1 << 5 if teachers else None)


def test_the_commands_that_post_are_declared_ones() -> None:
    assert {command.name for command in COMMANDS} >= POSTS_HERE


async def test_a_student_is_offered_no_teachers_command(desk: Desk) -> None:
    """Fault 57."""
    hers = set(desk.people.commands(desk.school.ada, desk.school.channel))
    theirs = set(desk.people.commands(desk.school.teacher, desk.school.channel))
    assert theirs - hers == {"schedule", "post", "close", "results", "class"}


async def test_a_half_typed_option_is_completed(desk: Desk) -> None:
    where = (desk.school.ada, desk.school.channel)
    seen = await desk.people.suggest(*where, "quiz", "factor", "len")
    assert [choice["value"] for choice in seen.choices] == ["lenin-legacy"]
    seen = await desk.people.suggest(*where, "prompt", "factor", "nothing like it")
    assert seen.choices == []


async def test_commands_are_registered_once_and_again_only_when_they_differ(
    discord: Discord,
    school: School,
    library: Library,
    database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    catalogue = discord.state.catalogue
    for start in range(2):
        folder = tmp_path_factory.mktemp(f"start{start}")
        async with desk_at(discord, school, library, f"sqlite:///{folder}/cardindex.db"):
            assert catalogue.writes == 1
    catalogue.of(None)[0]["description"] = "something of old"
    async with desk_at(discord, school, library, database) as desk:
        await desk.registered(writes=2)


async def test_in_one_server_the_commands_are_registered_there_alone(
    discord: Discord, school: School, library: Library, database: str
) -> None:
    async with desk_at(discord, school, library, database, DISCORD_GUILD=str(school.guild)) as desk:
        assert discord.state.catalogue.of(None) == []
        assert (await desk.slash(school.ada, "score")).private
        there = discord.state.catalogue.of(school.guild)
        assert not differ(there, definitions(everywhere=False))


def test_what_discord_adds_to_a_command_is_no_difference() -> None:
    wanted = definitions(everywhere=True)
    told = [
        {
            **each,
            "id": "1",
            "version": "2",
            "nsfw": False,
            "dm_permission": True,
            "description_localizations": None,
        }
        for each in reversed(wanted)
    ]
    assert not differ(told, wanted)


@pytest.mark.parametrize(
    "change",
    [
        {"description": "other"},
        {"default_member_permissions": 8},
        {"options": []},
        {"contexts": [0, 1]},
    ],
)
def test_what_a_new_version_declares_otherwise_is_a_difference(change: dict[str, Any]) -> None:
    wanted = definitions(everywhere=True)
    place = [each["name"] for each in wanted].index("schedule")
    assert differ([*wanted[:place], {**wanted[place], **change}, *wanted[place + 1 :]], wanted)
    assert differ(wanted[1:], wanted)
