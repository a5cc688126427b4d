"""The log: a line for each thing that happened, on standard error, for people or for machines.

What a student typed may stand in the message of an exception or in a variable of its frames, so of an exception the log
keeps its kind and the lines of code that led to it. LOG_LEVEL=DEBUG keeps its message too.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

from bot.settings import Settings

log = structlog.get_logger()


def log_as(settings: Settings, to: TextIO = sys.stderr) -> None:
    """Log as the settings ask for, what the libraries have to say included."""
    level = logging.getLevelNamesMapping()[settings.LOG_LEVEL]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            *_last(in_json=settings.LOG_FORMAT == "json", candid=level <= logging.DEBUG),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(to),
    )
    logging.basicConfig(handlers=[Libraries()], level=logging.WARNING, force=True)


def _last(*, in_json: bool, candid: bool) -> Iterator[Processor]:
    if in_json:
        yield Traced(candid=candid)
        yield structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        return

    def drawn(to: TextIO, failed: ExcInfo) -> None:
        to.write("\n" + _traced(failed[1], candid=candid))

    yield structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=drawn)


class Traced:
    """Puts an exception into words under `exception`."""

    def __init__(self, *, candid: bool) -> None:
        self._candid = candid

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        failed = event.pop("exc_info", None)
        error = failed if isinstance(failed, BaseException) else sys.exc_info()[1] if failed else None
        if error:
            event["exception"] = _traced(error, candid=self._candid)
        return event


def _traced(error: BaseException, *, candid: bool) -> str:
    """Write the lines of code that led to an exception, after those that led to its cause."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{_traced(cause, candid=candid)}\nwhich led to:\n" if cause else ""
    last = f"{type(error).__qualname__}: {error}" if candid else type(error).__qualname__
    frames = traceback.format_tb(error.__traceback__)
    return "".join([before, "Traceback (most recent call last):\n", *frames, last])


class Libraries(logging.Handler):
    """Passes on what the libraries warn of, as lines of ours; their own words may hold what somebody typed."""

    def emit(self, record: logging.LogRecord) -> None:
        more = {"exc_info": record.exc_info[1]} if record.exc_info else {}
        level = max(record.levelno, logging.WARNING)
        log.log(level, str(record.msg).partition("\n")[0], library=record.name, **more)
