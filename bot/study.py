"""The front door: one method is one request is one transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from bot.chat import Form, Member, Place, Refusal, Reply
from bot.commands import COMMANDS, PRESSES, SENDINGS
from bot.commands.practising import practise
from bot.commands.visit import Visit, authorise, speaking_in
from bot.line import bind, called, filled, named
from bot.meter import Meter, Uncounted
from bot.names import clean
from bot.quiz.bank import Library
from bot.slash import FREE_TEXT, Audience, Command, Press, form_of
from bot.store.ledger import Ledger
from bot.store.rounds import Spot
from bot.store.store import Store
from bot.store.together import Coming
from bot.turns import Turns

TOPICS = 25  # choices that a platform's completion shows at most
TOO_QUICK = "That was too many at once, so nothing was done about this one. Wait a second, then try again."


class Repeated(Uncounted):
    """Another process does, or has done, what was delivered to this one too: it is the one to answer."""


class Asked(NamedTuple):
    """A command or press, what is to be run for it, and the ids that its token carries."""

    what: Command | Press
    run: Callable[[Visit], Reply | Form]
    ids: Sequence[int | str] = ()

    @property
    def name(self) -> str:
        return f"/{self.what.name}" if isinstance(self.what, Command) else self.what.verb

    @property
    def spot(self) -> Spot | None:
        """The question that it answers, if it does, and its round."""
        if not (isinstance(self.what, Press) and self.what.answers):
            return None
        round_, place, *_ = self.ids
        return int(round_), int(place)


def utc_now() -> datetime:
    return datetime.now(UTC)


class StudyBot:
    """Takes what members ask, press and send; gives what to say back.

    `delivery` is the platform's own name for what was done, given where two processes may hear of it: whatever it
    changes is then changed once, and Repeated is raised in the other process. What changes nothing both may answer.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        now: Callable[[], datetime] = utc_now,
        turns: Turns | None = None,
    ) -> None:
        self.library = library
        self._store = store
        self._now = now
        self._turns = turns or Turns()
        self._known: set[tuple[str, str]] = set()
        self.meter = Meter()
        self._tell: Callable[[], None] = lambda: None
        self._tell_of_own = self._tell

    def when_changed(self, tell: Callable[[], None], own: Callable[[], None] | None = None) -> None:
        """Have `tell` called after each committed change: something may be due for posting or editing.

        `own` is called instead after what a member changed of their own, an answer above all: at most a count is old.
        """
        self._tell, self._tell_of_own = tell, own or tell

    async def answer(
        self,
        command: str,
        member: Member,
        place: Place,
        options: Mapping[str, str | int],
        delivery: str = "",
    ) -> Reply | Form:
        """Answer a slash command; raise Refusal in words for the member."""
        found, rest = named(command.split(), COMMANDS)
        if rest:
            raise Refusal(f"There is no command “/{clean(command, 40)}”. /guide lists what you can do here.")

        def run(visit: Visit) -> Reply | Form:
            if not options and any(option.required for option in found.options):
                return form_of(found, {})
            return found.run(visit, **bind(found, options))

        return await self._visit(Asked(found, run), member, place, delivery)

    async def press(self, token: str, member: Member, place: Place, delivery: str = "") -> Reply | Form:
        """Answer a pressed button; raise Refusal, the same for every token that leads nowhere."""
        press, ids = called(token, PRESSES)
        asked = Asked(press, lambda visit: press.run(visit, *ids), ids)
        return await self._visit(asked, member, place, delivery)

    async def quiz_on(self, words: str, member: Member, place: Place, delivery: str = "") -> Reply | Form:
        """Begin a practice round on what a message is about."""
        point = self.library.lookup.ask(clean(words, FREE_TEXT)).point
        if not point:
            raise Refusal(
                "The essay says nothing on this message, so there is nothing to ask. /quiz asks on any factor."
            )
        return await self.press(practise.token(point), member, place, delivery)

    async def submit(
        self, token: str, fields: Mapping[str, str], member: Member, place: Place, delivery: str = ""
    ) -> Reply | Form:
        """Answer a filled-in form: a command's, or one that a button opened."""
        if token.partition(":")[0] in SENDINGS:
            sending, ids = called(token, SENDINGS)

            def run(visit: Visit) -> Reply | Form:
                return sending.run(visit, *ids, fields)

            return await self._visit(Asked(sending, run, ids), member, place, delivery)
        command = filled(token, COMMANDS)
        known = {option.name for option in command.options}
        given = {name: text for name, text in fields.items() if name in known and text.strip()}
        if not given:
            raise Refusal(f"The form is empty. For example: {command.example}")
        return await self.answer(command.name, member, place, given, delivery)

    async def did(self, platform: str, delivery: str) -> bool:
        """Whether what was delivered has changed something, and that is noted: the process that did it may say so."""
        return await self._store.read(lambda ledger: ledger.deliveries.noted(platform, delivery))

    async def sent_away(self, platform: str, server: str) -> None:
        """Let the schedules of a server rest from which the bot was removed; a teacher resumes them.

        What is stored of the server is forgotten after 30 days, unless the bot is let in again.
        """
        reason, now = "the bot was removed from the server", self._now()

        def job(ledger: Ledger) -> None:
            ledger.schedules.pause_server(platform, server, reason)
            ledger.departures.note(platform, server, now)

        await self._store.write(job)

    async def is_in(self, platform: str, servers: Collection[str], mine: Callable[[str], bool]) -> None:
        """Take note of all servers that the bot is in, of those that are this process's: the others it has left."""

        def seen(ledger: Ledger) -> tuple[list[str], set[str]]:
            left = set(ledger.departures.of(platform))
            known = set(filter(mine, ledger.departures.known(platform)))
            return sorted(left & set(servers)), known - set(servers) - left

        back, gone = await self._store.read(seen)
        if back:
            await self._store.write(lambda ledger: ledger.departures.undo(platform, back))
        for server in sorted(gone):
            await self.sent_away(platform, server)

    async def tidy(self) -> None:
        """Forget what is kept for a time only: deliveries, and servers left long ago; a bounded step at a time."""
        now = self._now()
        await self._store.write(lambda ledger: ledger.deliveries.forget(now))
        while await self._store.write(lambda ledger: ledger.departures.purge(now)):
            pass

    def suggest(self, command: Command, option: str, typed: str) -> list[str]:
        """List what the option may become; at most 25."""
        for known in command.options:
            if known.name == option and known.suggest:
                return list(known.suggest(self.library, clean(typed, 100)))[:TOPICS]
            if known.name == option:
                return [choice for choice in known.choices if choice.startswith(typed.strip().lower())]
        return []

    async def _visit(self, asked: Asked, member: Member, place: Place, delivery: str) -> Reply | Form:
        """Do what was asked, counted and timed."""
        with self.meter.timing(asked.name):
            return await self._visited(asked, member, place, delivery)

    async def _visited(self, asked: Asked, member: Member, place: Place, delivery: str) -> Reply | Form:
        if not self._turns.take((member.platform, member.id)):
            raise Refusal(TOO_QUICK)
        now, what = self._now(), asked.what
        if (place.platform, place.server) not in self._known:
            await self._open(place, now)

        def job(ledger: Ledger) -> Reply | Form:
            if delivery and what.writes and not ledger.deliveries.takes(member.platform, delivery, now):
                raise Repeated
            group, account = ledger.entrance.enter(member, place, now)
            speaker = speaking_in(group, member)
            authorise(speaker, what.audience)
            return asked.run(Visit(speaker, place, group, ledger, self.library, now, account))

        if not what.writes:
            return await self._store.read(job)
        coming = Coming(member, place, asked.spot) if asked.spot else None
        reply = await self._store.write(job, coming)
        tell = self._tell_of_own if what.audience is Audience.EVERYONE else self._tell
        tell()
        return reply

    async def _open(self, place: Place, now: datetime) -> None:
        """Give a server its class on first use, so that a look-up finds one."""
        await self._store.write(lambda ledger: ledger.classes.open(place, now))
        self._known.add((place.platform, place.server))
