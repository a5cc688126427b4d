"""Every slash command and button as a plain typed function, by subject."""

from bot.commands import (
    asking,
    classes,
    home,
    mydata,
    playing,
    practising,
    quizzes,
    results,
    schedules,
    student,
)
from bot.slash import Command, Press, Sending

_ROOMS = (student, mydata, schedules, quizzes, results, classes, asking, practising, playing, home)

COMMANDS: tuple[Command, ...] = tuple(
    c for room in _ROOMS for c in vars(room).values() if isinstance(c, Command)
)
PRESSES: dict[str, Press] = {p.verb: p for room in _ROOMS for p in vars(room).values() if type(p) is Press}
SENDINGS: dict[str, Sending] = {
    p.verb: p for room in _ROOMS for p in vars(room).values() if isinstance(p, Sending)
}
