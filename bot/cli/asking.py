"""Commands that answer questions and mark answers, for scripts and the curious."""

import sys
from collections.abc import Iterable
from functools import partial

import click

from bot.cli import given
from bot.commands.asking import said_to
from bot.plain import plain
from bot.scripts import BadLine, answered_lines, asked, marked


@click.command()
@click.argument("question", required=False)
@click.option(
    "--jsonl", is_flag=True, help="Read questions from standard input, a JSON object a line: {id, q}."
)
def ask(question: str | None, *, jsonl: bool) -> None:
    """Answer a question from the essay."""
    library = given.library(given.settings())
    if question:
        click.echo(plain(said_to(library.pack, library.lookup, library.lookup.ask(question))))
    elif jsonl:
        _say(answered_lines(sys.stdin, partial(asked, library)))
    else:
        raise click.UsageError('Give a question, for example: cardindex ask "who called him a grey blur"')


@click.command()
@click.option(
    "--jsonl",
    is_flag=True,
    required=True,
    help="Read typed answers, a JSON object a line: {id, key, aliases, typed}.",
)
def mark(*, jsonl: bool) -> None:
    """Mark typed answers."""
    del jsonl  # the one way there is
    _say(answered_lines(sys.stdin, marked))


def _say(lines: Iterable[str]) -> None:
    """Print the lines as they come; a bad one ends it."""
    try:
        for line in lines:
            click.echo(line)
    except BadLine as bad:
        given.stop([str(bad)])
