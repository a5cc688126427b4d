"""A member's own data: what is kept, a copy of it, off the board, erased."""

import json
import re
from enum import StrEnum
from typing import Annotated

from bot.chat import Button, Choices, File, Reply, Style, Text
from bot.commands.visit import Visit
from bot.quiz.nicknames import called
from bot.slash import Audience, Help, UnknownButton, press_reads, press_writes, reads, writes
from bot.store.personal import Summary
from bot.times import day_in_words

FILE = "cardindex-data.json"
NOTHING = "Nothing is kept about you."
NEVER = (
    "Nothing else is kept: no message that you write, no e-mail address, no picture, nothing about your device. "
    "Nothing is passed on to anybody, and no service outside this bot and the chat itself takes part."
)
SOMEBODY_NEW = "If you press Start or answer again after that, you count as somebody new."


class Seen(StrEnum):
    HIDE = "hide"
    SHOW = "show"


@reads(Audience.EVERYONE, "/mydata show")
def mydata_show(visit: Visit) -> Reply:
    """See what is kept about you, since when, for how long, and who sees it."""
    return _card(visit)


def _card(visit: Visit) -> Reply:
    summary = _summary(visit)
    if summary is None:
        begins = "It begins with your first round: your display name, your answers and their times."
        return Reply("Your data", (Text(f"{NOTHING} {begins}"), Text(kept_for(visit)), Text(NEVER)))
    parts = (Text(_kept(visit, summary)), Text(kept_for(visit)), Text(_seen_by(visit, summary)), Text(NEVER))
    return Reply("Your data", (*parts, _on()))


def _summary(visit: Visit) -> Summary | None:
    return visit.ledger.personal.summary(visit.member.platform, visit.member.id)


def _kept(visit: Visit, summary: Summary) -> str:
    since = f", since {day_in_words(summary.since.astimezone(visit.zone).date())}" if summary.since else ""
    listed = [f"• {words}: {count}" for words, count in summary.tally]
    named = f" as “{summary.name}”" if summary.name else ""
    return "\n".join([f"Kept about you{named}{since}:", *listed])


def kept_for(visit: Visit) -> str:
    """Say how long what people leave is kept."""
    days = visit.ledger.personal.days
    if not days:
        return "It is kept until you erase it."
    return f"Answers are deleted {days} days after they were given, and your name with the last of them."


def _seen_by(visit: Visit, summary: Summary) -> str:
    if not summary.on_board:
        board = "Boards do not show you to anybody but yourself: /mydata board show changes that."
    else:
        name = called(visit.group.names, visit.group.id, summary.number or 0, summary.name)
        board = f"The class's boards show your points as “{name}”."
    return f"{board} Your teachers see your answers. Nobody in another class sees anything of you."


def _on() -> Choices:
    return Choices(
        (
            Button("Get a copy", copy_mine.token()),
            Button("Erase everything", ask_to_erase.token(), Style.DANGER),
        )
    )


@reads(Audience.EVERYONE, "/mydata export")
def mydata_export(visit: Visit) -> Reply:
    """Get a copy of everything that is kept about you, as a file."""
    return _copy(visit)


def _copy(visit: Visit) -> Reply:
    who = visit.member
    rows = visit.ledger.personal.copy(who.platform, who.id)
    if not rows:
        return Reply("Your data", (Text(f"{NOTHING} There is nothing to copy."),))
    told = {
        "account": {"platform": who.platform, "id": who.id},
        "made_at": visit.now.isoformat(),
        "kept": rows,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    otherwise = f"Whoever runs the bot can give it to you: cardindex data export {who.platform} {who.id}"
    said = f"Everything that is kept about you: {sum(map(len, rows.values()))} entries."
    return Reply("Your data", (Text(said), File(FILE, text, "application/json", otherwise)))


@writes(Audience.EVERYONE, "/mydata board hide")
def mydata_board(
    visit: Visit, row: Annotated[Seen, Help("hide your row on boards, or show it again")]
) -> Reply:
    """Leave the class's boards, or come back; your own rank you always see."""
    shown = row is Seen.SHOW
    visit.ledger.personal.show_on_boards(visit.student, visit.now, shown=shown)
    if shown:
        return Reply("You are on the board", (Text("Boards show you again, with all your points."),))
    said = "Boards show you to nobody but yourself. Your points go on counting: /leaderboard tells you your rank."
    return Reply("You have left the board", (Text(said), Text("/mydata board show puts you back.")))


@reads(Audience.EVERYONE, "/mydata erase")
def mydata_erase(visit: Visit) -> Reply:
    """Erase everything that is kept about you, after you have confirmed it."""
    return _question(visit)


def _question(visit: Visit) -> Reply:
    summary = _summary(visit)
    if summary is None:
        return Reply("Your data", (Text(NOTHING),))
    said = (
        "Your name, your rounds, your answers and your points are erased, in every class and for good. "
        "Results of the last seven days are drawn again without you; an older message in a channel stays as it was "
        f"posted, and a teacher can delete it. {SOMEBODY_NEW}"
    )
    note = (
        "One thing stays: a scrambled mark that this account was erased, so that a backup put back later cannot "
        "bring you back. It tells nobody your name or id."
    )
    confirm = (
        Button("Erase it all", erase_mine.token(_mark(summary)), Style.DANGER),
        Button("Keep it", show_mine.token()),
    )
    return Reply(
        "Erase everything about you?", (Text(_kept(visit, summary)), Text(said), Text(note), Choices(confirm))
    )


def _mark(summary: Summary) -> str:
    """Give what a confirmation is good for: this person, as long as they are the same one."""
    return f"n{summary.number or 0}"


@press_writes(Audience.EVERYONE)
def erase_mine(visit: Visit, mark: str) -> Reply:
    """Erase what the member has confirmed; what came to be since is asked about anew."""
    if not re.fullmatch(r"n\d{1,9}", mark, re.ASCII):
        raise UnknownButton
    summary = _summary(visit)
    if summary is None:
        return Reply("Your data", (Text(NOTHING),))
    if mark != _mark(summary):
        return _question(visit)
    visit.ledger.erasures.erase(visit.member.platform, visit.member.id, visit.now)
    return Reply("Everything about you is erased", (Text(f"{NOTHING} {SOMEBODY_NEW}"),))


@press_reads(Audience.EVERYONE)
def show_mine(visit: Visit) -> Reply:
    """Show again what is kept."""
    return _card(visit)


@press_reads(Audience.EVERYONE)
def copy_mine(visit: Visit) -> Reply:
    """Give the copy."""
    return _copy(visit)


@press_reads(Audience.EVERYONE)
def ask_to_erase(visit: Visit) -> Reply:
    """Ask for the confirmation."""
    return _question(visit)
