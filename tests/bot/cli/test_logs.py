"""The log: structured, and without a word of what anybody typed."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.cli.logs import log_as
from bot.settings import Settings

TYPED = "canary what Ada typed"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leave no handler of ours behind."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.root.handlers, logging.root.level = handlers, level


def written(**settings: str) -> io.StringIO:
    to = io.StringIO()
    log_as(Settings.model_validate(settings), to)
    return to


def trip(typed: str) -> None:
    """Fail as a bug would, what was typed in a message, a cause and a variable."""
    try:
        int(typed)
    except ValueError as error:
        raise KeyError(typed) from error


def fail() -> None:
    try:
        trip(TYPED)
    except KeyError:
        structlog.get_logger().exception("a request failed", incident="0123abcd")


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize("level", ["INFO", "ERROR"])
def test_an_exception_is_logged_by_its_kind_and_its_lines_alone(form: str, level: str) -> None:
    to = written(LOG_FORMAT=form, LOG_LEVEL=level)
    fail()
    assert "canary" not in to.getvalue()
    for words in ("a request failed", "0123abcd", "ValueError", "which led to:", "KeyError", "in trip"):
        assert words in to.getvalue()


def test_at_debug_an_exception_keeps_its_message() -> None:
    to = written(LOG_FORMAT="json", LOG_LEVEL="DEBUG")
    fail()
    assert TYPED in to.getvalue()


def test_each_line_is_json_that_a_machine_reads() -> None:
    to = written(LOG_FORMAT="json")
    log = structlog.get_logger()
    log.info("connected", servers=3)
    fail()
    logging.getLogger("apscheduler").error("Job %s raised an exception", TYPED)
    lines = [json.loads(line) for line in to.getvalue().splitlines()]
    assert [line["level"] for line in lines] == ["info", "error", "error"]
    assert all({"event", "timestamp"} <= set(line) for line in lines)
    assert lines[1]["incident"] == "0123abcd"
    assert lines[1]["exception"].splitlines()[-1] == "KeyError"
    assert lines[2] == lines[2] | {"event": "Job %s raised an exception", "library": "apscheduler"}
    assert "canary" not in to.getvalue()


async def test_a_task_that_nobody_waited_for_is_told_without_its_words() -> None:
    to = written(LOG_FORMAT="json")

    async def stumble() -> None:
        trip(TYPED)

    context = {"message": "Task exception was never retrieved", "task": TYPED}
    try:
        await stumble()
    except KeyError as error:
        asyncio.get_running_loop().call_exception_handler({**context, "exception": error})
    [line] = to.getvalue().splitlines()
    assert json.loads(line)["event"] == "Task exception was never retrieved"
    assert json.loads(line)["library"] == "asyncio"
    assert "canary" not in line


def test_what_is_below_the_level_is_not_logged() -> None:
    to = written(LOG_LEVEL="WARNING")
    structlog.get_logger().info("connected")
    logging.getLogger("alembic").info("running")
    assert to.getvalue() == ""
