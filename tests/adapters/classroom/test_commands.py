import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.classroom.commands import completions, listed
from bot.commands import COMMANDS
from bot.line import parse
from bot.slash import Command
from bot.study import StudyBot

EXAMPLES = [command.example for command in COMMANDS]


def texts(bot: StudyBot, line: str) -> list[str]:
    return [choice["text"] for choice in completions(bot, line)]


def test_the_page_learns_every_command() -> None:
    assert [command["name"] for command in listed()] == [command.name for command in COMMANDS]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_a_command_is_described_by_its_own_declaration(command: Command) -> None:
    assert {
        "name": command.name,
        "help": command.help,
        "usage": command.usage,
        "audience": command.audience,
        "example": command.example,
    } in listed()


def test_the_factors_are_offered_first_then_the_options_names(bot: StudyBot) -> None:
    offered = texts(bot, "/quiz ")
    assert offered[:2] == ["/quiz any", "/quiz general-secretary"]
    assert offered[-2:] == ["/quiz factor:", "/quiz questions:"]


def test_a_begun_word_is_completed(bot: StudyBot) -> None:
    assert texts(bot, "/quiz opp") == ["/quiz opponents"]


def test_a_named_option_is_completed_behind_its_name(bot: StudyBot) -> None:
    assert texts(bot, "/post questions:3 factor:len") == ["/post questions:3 factor:lenin-legacy"]


def test_a_fixed_choice_is_completed(bot: StudyBot) -> None:
    assert texts(bot, "/leaderboard w") == ["/leaderboard week"]


def test_an_option_that_is_given_is_not_offered_again(bot: StudyBot) -> None:
    assert texts(bot, "/quiz factor:any ") == ["/quiz factor:any questions:"]
    assert texts(bot, "/quiz any ") == ["/quiz any questions:"]


def test_a_command_of_two_words_is_completed_like_any_other(bot: StudyBot) -> None:
    assert "/class set reveal:" in texts(bot, "/class set rev")
    assert texts(bot, "/class set reveal:at-") == ["/class set reveal:at-once", "/class set reveal:at-close"]


def test_each_offer_tells_what_it_is_for(bot: StudyBot) -> None:
    assert all(choice["label"] and choice["help"] for choice in completions(bot, "/post "))


@pytest.mark.parametrize("line", ["", "/", "/nosuch ", "/schedule ", "/quiz zzz", "/quiz opponents 5 "])
def test_nothing_is_offered_where_nothing_fits(bot: StudyBot, line: str) -> None:
    assert texts(bot, line) == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_what_is_offered_behind_a_command_is_still_that_command(bot: StudyBot, command: Command) -> None:
    for text in texts(bot, f"/{command.name} "):
        assert parse(text, COMMANDS)[0] == command


def test_a_command_and_its_first_option_are_not_run_together(bot: StudyBot) -> None:
    assert all(text.startswith("/quiz ") for text in texts(bot, "/quiz"))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(EXAMPLES), cut=st.integers(0, 80), typed=st.text(max_size=20))
def test_whatever_is_typed_stands_unchanged_before_each_offer(
    bot: StudyBot, start: str, cut: int, typed: str
) -> None:
    line = start[:cut] + typed
    kept = line.removesuffix(line.split()[-1]) if line.split() and not line.endswith(" ") else line
    assert all(text.startswith(kept) for text in texts(bot, line))
