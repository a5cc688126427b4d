"""Every setting is documented, and bad ones are all named at once without a word of their values."""

import re
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.settings import BadSettings, Classroom, Settings, load_settings

EXAMPLE = Path(__file__).parent.parent.parent / ".env.example"
CANARY = "hunter2"  # stands for whatever an admin typed: no complaint may repeat it


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def written(env_file: Path, text: str | bytes) -> Path:
    env_file.write_bytes(text if isinstance(text, bytes) else text.encode())
    env_file.chmod(0o600)
    return env_file


def problems(env_file: Path, text: str | bytes) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        load_settings(written(env_file, text))
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def test_without_an_env_file_everything_has_its_default(env_file: Path) -> None:
    """Fault 68."""
    settings = load_settings(env_file)
    assert settings.DATABASE_URL == "sqlite:///data/cardindex.db"
    assert ZoneInfo("Europe/London") == settings.TIME_ZONE
    assert settings.DAILY_QUIZ_DAYS == "mon,tue,wed,thu,fri"
    assert timedelta(hours=8) == settings.DAILY_QUIZ_WINDOW
    assert settings.DAILY_QUIZ_TIME is None
    assert settings.has_classroom
    assert settings.chat_tokens == []


@pytest.mark.parametrize("text", ["", "\n\n", "# WEB_PORT=1\n", "WEB_PORT=\nTIME_ZONE=\nDAILY_QUIZ_TIME=\n"])
def test_an_empty_file_or_value_means_the_default(env_file: Path, text: str) -> None:
    """Fault 68."""
    assert load_settings(written(env_file, text)) == Settings()


def test_settings_are_read_as_they_are_typed_on_windows_with_quotes_and_spaces(env_file: Path) -> None:
    """Fault 68."""
    settings = load_settings(
        written(
            env_file,
            b"\xef\xbb\xbfWEB_PORT = '81'\r\n"
            b'export TIME_ZONE="America/New_York"\r\n'
            b"  DAILY_QUIZ_TIME =  8:30am  \r\n"
            b"LOG_LEVEL=DEBUG # while we look\r\n\r\n"
            b"DAILY_QUIZ_DAYS=mon, wed\r\n"
            b"WEB_HOST=' 127.0.0.2 '\r\n"
            b"DISCORD_TOKEN=' abc '\r\n",
        )
    )
    assert settings.WEB_PORT == 81
    assert ZoneInfo("America/New_York") == settings.TIME_ZONE
    assert time(8, 30) == settings.DAILY_QUIZ_TIME
    assert settings.LOG_LEVEL == "DEBUG"
    assert settings.DAILY_QUIZ_DAYS == "mon,wed"
    assert settings.WEB_HOST == "127.0.0.2"
    assert settings.DISCORD_TOKEN.get_secret_value() == "abc"


@pytest.mark.parametrize(
    "line", ["WEB_PORT=0", "WEB_PORT=65535", "DAILY_QUIZ_QUESTIONS=1", "DAILY_QUIZ_QUESTIONS=10"]
)
def test_a_number_may_be_as_small_or_large_as_its_bounds(env_file: Path, line: str) -> None:
    name, value = line.split("=")
    assert getattr(load_settings(written(env_file, line)), name) == int(value)


def test_the_environment_wins_over_the_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PORT", "8081")
    monkeypatch.setenv("CARDINDEX_UNKNOWN", "the environment may hold what it likes")
    assert load_settings(written(env_file, "WEB_PORT=8082\nLOG_FORMAT=json\n")).WEB_PORT == 8081


BAD = [
    "WEB_PORT=8080",
    f"WEB_PORT={CANARY}",
    f"TIME_ZONE=Mars/{CANARY}",
    f"DATABASE_URL=mysql://root:{CANARY}@db/quiz",
    f"PACK=../../{CANARY}",
    f"DAILY_QUIZ_TIME={CANARY}",
    f"DAILY_QUIZ_DAYS={CANARY}",
    "DAILY_QUIZ_QUESTIONS=99",
    f"DAILY_QUIZ_WINDOW={CANARY}",
    f"DISCORD_GUILD={CANARY}",
    f"DISCORD_QUIZ_CHANNEL={CANARY}",
    f"DISCORD_SHARD_IDS={CANARY}",
    f"DISCORD_SHARD_COUNT={CANARY}",
    f"DISCORD_API_URL={CANARY}",
    f"DISCORD_GATEWAY_URL=http://{CANARY}",
    f"SLACK_BOT_TOKEN={CANARY}",
    f"SLACK_APP_TOKEN=xoxb-{CANARY}",
    f"SLACK_CLIENT_ID={CANARY}",
    f"SLACK_TOKEN_KEY={CANARY}",
    f"SLACK_COMMAND_PREFIX=/{CANARY}",
    f"SLACK_API_URL=ftp://{CANARY}",
    f"CLASSROOM={CANARY}",
    f"LOG_LEVEL={CANARY}",
    f"LOG_FORMAT={CANARY}",
    f"COLOUR={CANARY}",
    f"web_host={CANARY}",
    f"this is no setting {CANARY}",
]


def test_every_problem_is_listed_at_once_by_name_and_never_by_value(env_file: Path) -> None:
    """Fault 68."""
    found = problems(env_file, "\n".join(BAD))
    assert CANARY not in "\n".join(found)
    named = {problem.split(":")[0] for problem in found}
    unnamed = {f".env, line {number}" for number in (len(BAD) - 1, len(BAD))}
    assert named == {line.split("=")[0] for line in BAD[:-2]} | unnamed
    assert len(found) == len(BAD)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("DATABASE_URL=mysql://db", "DATABASE_URL: must begin with sqlite:/// or postgresql+psycopg://"),
        ("TIME_ZONE=London", "TIME_ZONE: A time zone is a name such as Europe/London or America/New_York."),
        ("DAILY_QUIZ_TIME=25:00", "DAILY_QUIZ_TIME: A time is between 00:00 and 23:59."),
        ("DAILY_QUIZ_WINDOW=1m", "DAILY_QUIZ_WINDOW: A length is between 5m and 14d."),
        ("DAILY_QUIZ_QUESTIONS=0", "DAILY_QUIZ_QUESTIONS: must be greater than or equal to 1"),
        ("DAILY_QUIZ_QUESTIONS=11", "DAILY_QUIZ_QUESTIONS: must be less than or equal to 10"),
        ("DAILY_QUIZ_QUESTIONS=3.5", "DAILY_QUIZ_QUESTIONS: must be a whole number"),
        ("WEB_PORT=-1", "WEB_PORT: must be greater than or equal to 0"),
        ("WEB_PORT=65536", "WEB_PORT: must be less than or equal to 65535"),
        ("PACK=Stalin", "PACK: has characters that do not belong there: see .env.example"),
        ("COLOUR=red", "COLOUR: is no setting: remove it, or see .env.example for the names"),
        ("CLASSROOM=maybe", "CLASSROOM: must be 'auto', 'on' or 'off'"),
        ("LOG_FORMAT=xml", "LOG_FORMAT: must be 'console' or 'json'"),
        ("DISCORD_API_URL=discord.com", "DISCORD_API_URL: must begin with http:// or https://"),
        ("DISCORD_GATEWAY_URL=http://x", "DISCORD_GATEWAY_URL: must begin with ws:// or wss://"),
    ],
)
def test_a_problem_says_what_is_expected(env_file: Path, line: str, complaint: str) -> None:
    """Fault 68."""
    assert problems(env_file, line) == [complaint]


def test_a_name_set_twice_is_named_once(env_file: Path) -> None:
    """Fault 68."""
    text = "DISCORD_GUILD=1\nWEB_PORT=1\nDISCORD_GUILD=2\nDISCORD_GUILD=3\n"
    assert problems(env_file, text) == ["DISCORD_GUILD: is set 3 times: keep one"]


@pytest.mark.parametrize("line", ["DISCORD_TOKEN", "WEB_PORT 8080", "DISCORD_TOKEN='abc"])
def test_a_line_that_sets_nothing_is_pointed_at(env_file: Path, line: str) -> None:
    """Fault 68."""
    assert problems(env_file, f"# mine\n{line}\n") == [".env, line 2: is not NAME=value"]


@pytest.mark.parametrize("line", ["mfa.hunter2-hunter2", "mfa.hunter2-hunter2==", "xoxb-1-hunter2=1"])
def test_a_token_that_slipped_onto_a_line_of_its_own_is_not_repeated(env_file: Path, line: str) -> None:
    """Fault 68, fault 83."""
    found = problems(env_file, f"DISCORD_TOKEN=\n{line}\n")
    assert len(found) == 1
    assert "line 2" in found[0]
    assert CANARY not in found[0]


def test_a_token_that_slipped_in_twice_is_not_repeated_either(env_file: Path) -> None:
    """Fault 68, fault 83."""
    found = problems(env_file, "mfa.hunter2==\nmfa.hunter2==\n")
    assert {problem.split(":")[0] for problem in found} == {".env, line 1", ".env, line 2"}
    assert CANARY not in "".join(found)


@pytest.mark.parametrize("mode", [0o644, 0o602])
def test_a_file_that_others_may_read_is_refused_with_the_cure(env_file: Path, mode: int) -> None:
    """Fault 68."""
    written(env_file, "WEB_PORT=x\n").chmod(mode)
    with pytest.raises(BadSettings) as caught:
        load_settings(env_file)
    assert caught.value.problems == [
        ".env: others on this machine can read your tokens: run chmod 600 .env",
        "WEB_PORT: must be a whole number",
    ]


def test_a_file_that_is_no_text_is_refused_beside_what_the_environment_has_wrong(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 68."""
    monkeypatch.setenv("WEB_PORT", CANARY)
    unreadable = ".env: cannot be read: save it as UTF-8 text that the bot may read"
    assert problems(env_file, "LOG_LEVEL=INFO\n".encode("utf-16")) == [
        unreadable,
        "WEB_PORT: must be a whole number",
    ]


def test_a_folder_in_the_place_of_the_file_is_refused(env_file: Path) -> None:
    env_file.mkdir(mode=0o700)
    with pytest.raises(BadSettings, match="cannot be read"):
        load_settings(env_file)


@pytest.mark.parametrize(
    ("text", "doors"),
    [
        ("", ["classroom"]),
        ("DISCORD_TOKEN=abc", ["DISCORD_TOKEN"]),
        ("SLACK_BOT_TOKEN=xoxb-1\nDISCORD_TOKEN=abc", ["DISCORD_TOKEN", "SLACK_BOT_TOKEN"]),
        ("DISCORD_TOKEN=abc\nCLASSROOM=on", ["classroom", "DISCORD_TOKEN"]),
        ("SLACK_BOT_TOKEN=xoxb-1\nCLASSROOM=off", ["SLACK_BOT_TOKEN"]),
        ("SLACK_APP_TOKEN=xapp-1", ["classroom"]),
    ],
)
def test_the_classroom_is_open_when_asked_for_or_when_there_is_no_other_door(
    env_file: Path, text: str, doors: list[str]
) -> None:
    """Fault 69."""
    settings = load_settings(written(env_file, text))
    assert ["classroom"] * settings.has_classroom + settings.chat_tokens == doors


def test_no_door_at_all_is_refused_with_the_cure(env_file: Path) -> None:
    """Fault 69."""
    cure = (
        "CLASSROOM: is off and no chat token is set: set DISCORD_TOKEN or SLACK_BOT_TOKEN, or CLASSROOM=auto"
    )
    assert problems(env_file, "CLASSROOM=off\n") == [cure]


def test_workspaces_that_install_the_bot_need_a_secret_and_a_key_and_nothing_of_one_alone(
    env_file: Path,
) -> None:
    lines = ["SLACK_CLIENT_ID=1.2", "SLACK_BOT_TOKEN=xoxb-1", "SLACK_QUIZ_CHANNEL=C1", "SLACK_TEACHERS=U1"]
    named = [problem.partition(":")[0] for problem in problems(env_file, "\n".join(lines))]
    assert named == [
        "SLACK_CLIENT_SECRET",
        "SLACK_TOKEN_KEY",
        "SLACK_BOT_TOKEN",
        "SLACK_QUIZ_CHANNEL",
        "SLACK_TEACHERS",
    ]


@pytest.mark.parametrize("line", ["SLACK_BOT_TOKEN=xapp-hunter2", "SLACK_APP_TOKEN=xoxb-hunter2"])
def test_a_token_of_another_kind_is_refused_without_being_shown(env_file: Path, line: str) -> None:
    """Fault 69."""
    [problem] = problems(env_file, line)
    assert "is another kind of token" in problem
    assert CANARY not in problem


def test_a_secret_is_masked_wherever_settings_are_printed(env_file: Path) -> None:
    """Fault 83."""
    lines = ["DISCORD_TOKEN=hunter2", "SLACK_BOT_TOKEN=xoxb-hunter2", "SLACK_APP_TOKEN=xapp-hunter2"]
    settings = load_settings(written(env_file, "\n".join([*lines, "SLACK_SIGNING_SECRET=hunter2"])))
    assert settings.SLACK_APP_TOKEN.get_secret_value() == "xapp-hunter2"
    assert CANARY not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_settings_do_not_change_while_the_bot_runs(env_file: Path) -> None:
    settings, name = load_settings(env_file), "CLASSROOM"
    with pytest.raises(ValueError, match="frozen"):
        setattr(settings, name, Classroom.OFF)


def test_the_example_names_every_setting_in_order_with_a_comment_above_each() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    found = [(number, match[1]) for number, line in enumerate(lines) if (match := setting_in(line))]
    assert [name for _, name in found] == list(Settings.model_fields)
    for number, _ in found:
        assert lines[number - 1].startswith("# ")
        assert not setting_in(lines[number - 1])


def test_the_example_uncommented_is_the_defaults(env_file: Path) -> None:
    lines = filter(setting_in, EXAMPLE.read_text("utf-8").splitlines())
    written(env_file, "\n".join(line.removeprefix("# ") for line in lines))
    assert load_settings(env_file) == Settings()
    empty = {name for name, value in dotenv_values(env_file).items() if not value}
    assert empty == {
        n for n, field in Settings.model_fields.items() if field.default in (None, "", SecretStr(""))
    }


def setting_in(line: str) -> re.Match[str] | None:
    return re.match(r"(?:# )?([A-Z][A-Z0-9_]*)=", line)


def test_shards_are_told_with_their_number(env_file: Path) -> None:
    (problem,) = problems(env_file, "DISCORD_SHARD_IDS=0,1")
    assert problem.startswith("DISCORD_SHARD_COUNT: is needed beside DISCORD_SHARD_IDS")
