"""The front door: one method is one request is one transaction."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.chat import Form, Member, Place, Refusal, Reply
from bot.commands import COMMANDS, PRESSES, SENDINGS
from bot.commands.visit import Visit, authorise
from bot.line import bind, called, filled, named
from bot.names import clean, clean_name
from bot.quiz.bank import Library
from bot.slash import Command, form_of
from bot.store.ledger import Ledger
from bot.store.store import Store

TOPICS = 25  # choices that a platform's completion shows at most


def utc_now() -> datetime:
    return datetime.now(UTC)


class StudyBot:
    """Takes what members ask, press and send; gives what to say back."""

    def __init__(self, store: Store, library: Library, now: Callable[[], datetime] = utc_now) -> None:
        self.library = library
        self._store = store
        self._now = now
        self._known: set[tuple[str, str]] = set()
        self._tell: Callable[[], None] = lambda: None

    def when_changed(self, tell: Callable[[], None]) -> None:
        """Have `tell` called after each committed change: something may be due for posting or editing."""
        self._tell = tell

    async def answer(
        self, command: str, member: Member, place: Place, options: Mapping[str, str | int]
    ) -> Reply | Form:
        """Answer a slash command; raise Refusal in words for the member."""
        found, rest = named(command.split(), COMMANDS)
        if rest:
            raise Refusal(f"There is no command “/{clean(command, 40)}”. /guide lists what you can do here.")
        authorise(member, found.audience)
        if not options and any(option.required for option in found.options):
            return form_of(found, {})
        values = bind(found, options)
        return await self._visit(lambda visit: found.run(visit, **values), member, place, writes=found.writes)

    async def press(self, token: str, member: Member, place: Place) -> Reply | Form:
        """Answer a pressed button; raise Refusal, the same for every token that leads nowhere."""
        press, ids = called(token, PRESSES)
        authorise(member, press.audience)
        return await self._visit(lambda visit: press.run(visit, *ids), member, place, writes=press.writes)

    async def submit(
        self, token: str, fields: Mapping[str, str], member: Member, place: Place
    ) -> Reply | Form:
        """Answer a filled-in form: a command's, or one that a button opened."""
        if token.partition(":")[0] in SENDINGS:
            sending, ids = called(token, SENDINGS)
            authorise(member, sending.audience)
            return await self._visit(
                lambda visit: sending.run(visit, *ids, fields), member, place, writes=True
            )
        command = filled(token, COMMANDS)
        known = {option.name for option in command.options}
        given = {name: text for name, text in fields.items() if name in known and text.strip()}
        if not given:
            raise Refusal(f"The form is empty. For example: {command.example}")
        return await self.answer(command.name, member, place, given)

    def suggest(self, command: Command, option: str, typed: str) -> list[str]:
        """List what the option may become; at most 25."""
        for known in command.options:
            if known.name == option and known.suggest:
                return list(known.suggest(self.library, clean(typed, 100)))[:TOPICS]
            if known.name == option:
                return [choice for choice in known.choices if choice.startswith(typed.strip().lower())]
        return []

    async def _visit(
        self, run: Callable[[Visit], Reply | Form], member: Member, place: Place, *, writes: bool
    ) -> Reply | Form:
        now = self._now()
        await self._open(place, now)
        job = self._job(run, member, place, now)
        reply = await (self._store.write(job) if writes else self._store.read(job))
        if writes:
            self._tell()
        return reply

    def _job(
        self, run: Callable[[Visit], Reply | Form], member: Member, place: Place, now: datetime
    ) -> Callable[[Ledger], Reply | Form]:
        speaker = Member(member.platform, member.server, member.id, clean_name(member.name), member.role)

        def job(ledger: Ledger) -> Reply | Form:
            group = ledger.classes.open(place, now)
            return run(Visit(speaker, place, group, ledger, self.library, now))

        return job

    async def _open(self, place: Place, now: datetime) -> None:
        """Give a server its class on first use, so that a look-up finds one."""
        home = (place.platform, place.server)
        if home not in self._known:
            await self._store.write(lambda ledger: ledger.classes.open(place, now))
            self._known.add(home)
