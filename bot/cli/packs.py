"""Commands that look after packs."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from bot.cli import given
from bot.essay.index import FILE, keep
from bot.essay.load import load_pack
from bot.essay.source import BadContent
from bot.quiz.founding import new_pack
from bot.quiz.inspection import inspected


@click.group()
def content() -> None:
    """Look after packs: essays and their questions."""


@content.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def content_check(folder: Path | None, *, as_json: bool) -> None:
    """Check a pack: every complaint with file, line and cure; then what is still a draft."""
    where = folder or given.folder(given.settings())
    found = inspected(where)
    click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2) if as_json else found.told(where))
    sys.exit(1 if found.complaints else 0)


@content.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("essay", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def content_new(folder: Path, essay: Path) -> None:
    """Make a pack in FOLDER from the text of an ESSAY, for a teacher to finish: nothing of it is asked before."""
    try:
        made = new_pack(folder, essay)
    except BadContent as bad:
        given.stop([str(bad)])
    click.echo(made)


@content.command("index")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
def content_index(folder: Path | None) -> None:
    """Learn how students ask from a pack's asked.txt and keep it beside it, so that the bot starts at once."""
    where = folder or given.folder(given.settings())
    (where / FILE).unlink(missing_ok=True)
    try:
        index = load_pack(where).index
    except BadContent as bad:
        given.stop([str(bad)])
    keep(index, where)
    click.echo(f"{where / FILE}: learnt from {len(index.likeness.features):,} features of how students ask.")
