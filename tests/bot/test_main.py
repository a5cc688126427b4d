"""The command line, as an admin or a script uses it."""

import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from doubles.folder import ASKED, ASKING, shelved

from bot.__main__ import cli
from bot.essay.index import kept
from bot.essay.load import load_pack
from bot.quiz.bank import Library
from bot.scripts import answered_lines, asked


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=typed)


def env(*lines: str) -> None:
    file = Path(".env")
    file.write_text("\n".join(lines))
    file.chmod(0o600)


def test_ask_quotes_the_essay() -> None:
    told = run("ask", "who called him a grey blur").output
    assert (
        "“On the surface he was politically neutral - the 'grey blur' in Sukhanov's famous description.”"
        in told
    )
    assert "paragraph 5, sentence 4" in told
    assert "1917" in told


def test_ask_declines_what_the_essay_does_not_say() -> None:
    assert run("ask", "when was Trotsky murdered").output.startswith("The essay doesn't say")


def test_ask_without_a_question_says_how() -> None:
    told = run("ask")
    assert told.exit_code == 2
    assert "for example: cardindex ask" in told.output


def test_each_line_is_answered_before_the_next_is_read(library: Library) -> None:
    """Ten thousand questions take no more memory than one."""
    read = []

    def questions() -> Iterator[str]:
        for number in range(10_000):
            read.append(number)
            yield json.dumps({"id": number, "q": f"who banned factionalism {number}"})

    for number, line in enumerate(answered_lines(questions(), partial(asked, library))):
        assert json.loads(line)["id"] == number == read.pop()
        assert read == []
    assert number == 9_999


def test_content_index_keeps_what_was_learnt(tmp_path: Path) -> None:
    folder = shelved(tmp_path / "small", asking=ASKING, asked=ASKED)
    told = run("content", "index", str(folder))
    assert told.exit_code == 0
    assert "learnt from" in told.output
    index = kept(folder, load_pack(folder).hash)
    assert index == load_pack(folder).index


def test_content_index_says_what_to_mend(tmp_path: Path) -> None:
    folder = shelved(tmp_path / "small", asking=ASKING, asked="[p9.s9]\nwho\n")
    told = run("content", "index", str(folder))
    assert told.exit_code == 2
    assert "asked.txt:1: the heading names “p9.s9”" in told.output


def test_ask_jsonl_answers_line_by_line() -> None:
    asked = [{"id": 7, "q": "what did Lenin ban?"}, {"id": "x", "q": "hello"}, {"id": 9, "q": ""}]
    lines = run("ask", "--jsonl", typed="\n".join(map(json.dumps, asked))).output.splitlines()
    told = [json.loads(line) for line in lines]
    assert [(t["id"], t["declined"]) for t in told] == [(7, False), ("x", True), (9, True)]
    assert told[0]["sentences"][0] == "p4.s4"
    assert set(told[0]) == {"id", "declined", "factor", "sentences", "text", "score"}


def test_a_bad_line_is_named() -> None:
    told = run("ask", "--jsonl", typed='{"id": 1, "q": "x"}\n[1]\n')
    assert (told.exit_code, told.output.splitlines()[-1][:6]) == (2, "line 2")


def test_mark_jsonl_gives_verdicts() -> None:
    typed = {"id": 1, "key": "Orgburo", "aliases": ["Organisational Bureau"], "typed": "the orgburo"}
    wrong = {**typed, "id": 2, "typed": "Politburo"}
    lines = run("mark", "--jsonl", typed=f"{json.dumps(typed)}\n{json.dumps(wrong)}\n").output.splitlines()
    assert list(map(json.loads, lines)) == [{"id": 1, "verdict": "right"}, {"id": 2, "verdict": "wrong"}]


def test_content_check_counts_what_is_there() -> None:
    told = run("content", "check")
    assert told.exit_code == 0
    assert "74 points" in told.output


def test_content_check_complains_with_file_and_line(own_folder: Path) -> None:
    pack = own_folder / "tiny"
    pack.mkdir()
    (pack / "essay.txt").write_text("Why?\n\nBecause.\n")
    (pack / "pack.toml").write_text('title = "Tiny"\nnonsense = 1\n')
    told = run("content", "check", "tiny")
    assert told.exit_code == 1
    assert "tiny/pack.toml:2: nonsense is not known here: remove it" in told.output


def test_check_is_green_on_a_new_machine() -> None:
    told = run("check")
    assert told.exit_code == 0
    assert all(line.startswith("ok") for line in told.output.splitlines())


def test_check_names_each_problem_with_its_cure() -> None:
    env("TIME_ZONE=Nowhere", "WEB_PORT=x")
    told = run("check")
    assert told.exit_code == 1
    assert [line[:22] for line in told.output.splitlines()] == [
        "FAIL  settings: TIME_Z",
        "FAIL  settings: WEB_PO",
    ]


def test_check_speaks_json() -> None:
    assert {finding["what"] for finding in json.loads(run("check", "--json").output)} >= {"settings", "pack"}


def newer(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("create table alembic_version (version_num text)")
    connection.execute("insert into alembic_version values ('9999')")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda file: file.write_text("not a database at all, but a letter to one" * 40),
            "damaged or no database",
        ),
        (newer, "install the newer Card Index"),
    ],
)
def test_check_finds_a_database_that_cannot_be_used(own_folder: Path, make: object, words: str) -> None:
    """Faults 16 and 81."""
    (own_folder / "data").mkdir()
    make(own_folder / "data" / "cardindex.db")  # type: ignore[operator]
    told = run("check")
    assert told.exit_code == 1
    assert words in told.output


def test_a_slack_token_without_a_way_to_the_bot_is_refused_with_the_cure() -> None:
    """Fault 69."""
    env("SLACK_BOT_TOKEN=xoxb-canary-0001")
    told = run("run")
    assert told.exit_code == 2
    assert "SLACK_APP_TOKEN: set it beside SLACK_BOT_TOKEN for Socket Mode" in told.output
    assert "canary" not in told.output


def test_the_database_is_upgraded_and_backed_up() -> None:
    assert run("db", "upgrade").output == "The database has the newest schema.\n"
    assert run("db", "backup", "copy.db").exit_code == 0
    again = run("db", "backup", "copy.db")
    assert (again.exit_code, "overwrites nothing" in again.output) == (2, True)


def test_a_backup_of_nothing_says_so() -> None:
    assert "there is no database yet" in run("db", "backup", "copy.db").output


def test_a_newer_database_is_refused(own_folder: Path) -> None:
    """Fault 81."""
    (own_folder / "data").mkdir()
    newer(own_folder / "data" / "cardindex.db")
    told = run("db", "upgrade")
    assert told.exit_code == 2
    assert "install the newer version again" in told.output


def test_bad_settings_end_every_command_with_2() -> None:
    """Fault 68."""
    env("TIME_ZONE=Nowhere")
    for words in (["run"], ["ask", "x"], ["content", "check"], ["db", "upgrade"]):
        told = run(*words)
        assert told.exit_code == 2
        assert "TIME_ZONE: A time zone is a name such as Europe/London" in told.output


def test_a_pack_that_is_not_there_is_named() -> None:
    env("PACK=rome")
    told = run("ask", "who?")
    assert told.exit_code == 2
    assert "rome/essay.txt:1: cannot be read" in told.output


def test_a_pack_of_ones_own_comes_first(own_folder: Path) -> None:
    env(f"CONTENT_DIR={own_folder}", "PACK=stalin")
    (own_folder / "stalin").mkdir()
    assert "stalin/essay.txt:1: cannot be read" in run("ask", "who?").output


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "bot", "run"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_a_second_process_on_the_same_file_refuses_and_says_why(own_folder: Path) -> None:
    env("WEB_PORT=0")
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=own_folder, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout
        assert first.stdout.readline().startswith("Card Index is ready: open http://127.0.0.1:")
        second = start(own_folder)
        first.terminate()
        assert first.wait(30) == 0
    assert second.returncode == 2
    assert "is in use by another Card Index process" in second.stderr


def test_where_the_server_does_not_answer_yet_the_exit_code_asks_to_be_started_again(
    own_folder: Path,
) -> None:
    env("DATABASE_URL=postgresql+psycopg://postgres@127.0.0.1:9/school", "WEB_PORT=0")
    told = start(own_folder)
    assert told.returncode == 75
    assert "127.0.0.1:9/school does not answer: start the server, or correct DATABASE_URL" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_taken_port_is_refused_with_the_cure(own_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        env(f"WEB_PORT={taken.getsockname()[1]}", "LOG_FORMAT=json")
        told = start(own_folder)
    assert told.returncode == 2
    assert "Set another WEB_PORT, such as 8081" in told.stderr
    assert "Traceback" not in told.stderr
