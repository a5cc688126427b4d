"""A process that has everything loaded, and forks replicas: a start takes milliseconds, not a second.

It reads an order a line; it prints {"born": pid} for each, and {"ended": pid, "status": ...} when one has ended.
"""

import asyncio
import json
import os
import random
import signal
import sys
from functools import partial
from pathlib import Path

import structlog

from bot.quiz.bank import Library, load_library
from doubles.items import one_letter
from doubles.matrix.hurry import HurriedLoop
from doubles.matrix.orders import Order
from doubles.matrix.replica import live

CONTENT = Path(__file__).parent.parent.parent.parent / "content" / "stalin"


def say(told: dict[str, int]) -> None:
    os.write(1, json.dumps(told).encode() + b"\n")


def bury(*_: object) -> None:
    """Tell of every replica that has ended."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        say({"ended": pid, "status": os.waitstatus_to_exitcode(status)})


def become(order: Order, library: Library) -> None:
    """Be a replica from here on."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    null, log = os.open("/dev/null", os.O_RDWR), os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for old, new in ((null, 0), (log, 1), (log, 2)):
        os.dup2(old, new)
    random.seed(order.seed)
    with asyncio.Runner(loop_factory=partial(HurriedLoop, order.times.speed)) as runner:
        code = runner.run(live(order, library))
    sys.stdout.flush()
    os._exit(code)


def main() -> None:
    structlog.configure([structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])
    library = one_letter(load_library(CONTENT))
    signal.signal(signal.SIGCHLD, bury)
    while line := sys.stdin.readline():
        order = Order.read(line)
        pid = os.fork()
        if not pid:
            try:
                become(order, library)
            except BaseException:  # noqa: BLE001 - it is told in the log, and the replica ends
                structlog.get_logger().exception("a replica fell over")
                sys.stdout.flush()
                os._exit(1)
        say({"born": pid})


if __name__ == "__main__":
    main()
