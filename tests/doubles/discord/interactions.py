"""What users did and what the bot answered: three seconds for the first word, fifteen minutes for the rest."""

import asyncio
import secrets
from dataclasses import dataclass, field

from .clock import Clock, Snowflakes
from .messages import Message
from .refusals import (
    ALREADY_ACKNOWLEDGED,
    UNKNOWN_INTERACTION,
    UNKNOWN_WEBHOOK,
    WEBHOOK_TOKEN_OVER,
    Json,
    Refused,
)
from .world import Channel, User

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMISSION = 2, 3, 4, 5
FIRST, WHOLE = 3.0, 900.0


@dataclass
class Interaction:
    """One act of one user; `source` is the message whose component was used, `original` the bot's answer."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    created: float
    payload: Json = field(default_factory=dict)
    source: Message | None = None
    answer: int = 0
    original: Message | None = None
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    news: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    refusals: list[Json] = field(default_factory=list)


@dataclass
class Interactions:
    """`first` and `whole` are seconds; both count by the stand-in's clock."""

    clock: Clock
    snowflakes: Snowflakes
    first: float = FIRST
    whole: float = WHOLE
    kept: dict[int, Interaction] = field(default_factory=dict)
    _tokens: dict[str, Interaction] = field(default_factory=dict)

    def new(self, kind: int, user: User, channel: Channel) -> Interaction:
        made = Interaction(
            self.snowflakes.new(), secrets.token_urlsafe(48), kind, user, channel, self.clock.now()
        )  # fmt: skip
        self.kept[made.id] = self._tokens[made.token] = made
        return made

    def unanswered(self, id_: int, token: str) -> Interaction:
        """Give an interaction that still waits for its first answer."""
        found = self.kept.get(id_)
        if found is None or found.token != token:
            raise Refused(*UNKNOWN_INTERACTION)
        if found.answer:
            raise Refused(*ALREADY_ACKNOWLEDGED)
        if self.clock.now() - found.created > self.first:
            raise Refused(*UNKNOWN_INTERACTION)
        return found

    def by_token(self, token: str) -> Interaction:
        """Give an answered interaction whose token is still good."""
        found = self._tokens.get(token)
        if found is None or not found.answer:
            raise Refused(*UNKNOWN_WEBHOOK)
        if self.clock.now() - found.created > self.whole:
            raise Refused(*WEBHOOK_TOKEN_OVER)
        return found

    async def first_answer(self, interaction: Interaction) -> bool:
        """Wait for the bot's first word; tell whether it came in time."""
        return await self.clock.comes(interaction.answered, interaction.created + self.first)

    def forget(self) -> None:
        """Let go of every act whose token is no longer good."""
        over = self.clock.now() - self.whole
        for each in [each for each in self.kept.values() if each.created < over]:
            self.kept.pop(each.id)
            self._tokens.pop(each.token)
