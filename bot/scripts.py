"""What scripts send and get: questions and typed answers, a JSON object a line."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.commands.asking import said_to
from bot.plain import plain
from bot.quiz.bank import Library
from bot.quiz.typed import mark_typed

Line = dict[str, Any]  # as JSON has it: these lines come from scripts, and go back to them


class BadLine(Exception):
    """A line that is not what the script's help asks for."""


def answered_lines(lines: Iterable[str], answer: Callable[[Line], Line]) -> Iterator[str]:
    """Answer each line with a line, as it comes; raise BadLine with its number."""
    for number, line in enumerate(lines, 1):
        try:
            said = answer(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadLine(f"line {number}: is not a JSON object with the fields that --help names") from None
        yield json.dumps(said, ensure_ascii=False)


def asked(library: Library, line: Line) -> Line:
    """Answer `{"id", "q"}`."""
    finding = library.lookup.ask(str(line["q"]))
    first = finding.sentences[:1]
    return {
        "id": line["id"],
        "declined": bool(finding.declined),
        "factor": library.pack.sentence[first[0]].factor if first else "",
        "sentences": list(finding.sentences),
        "text": plain(said_to(library.pack, library.lookup, finding)),
        "score": finding.score,
    }


def marked(line: Line) -> Line:
    """Mark `{"id", "key", "aliases", "typed"}`."""
    verdict = mark_typed(str(line["key"]), map(str, line.get("aliases", [])), str(line["typed"]))
    return {"id": line["id"], "verdict": verdict}
