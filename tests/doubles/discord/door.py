"""The class at the stand-in, for the lesson that every door holds."""

from dataclasses import dataclass

from doubles.doors import ADA, BEN, TEACHER, Card, without_marks

from .refusals import Json
from .school import School
from .seen import controls, words
from .standin import Discord


@dataclass
class DiscordDoor:
    discord: Discord
    school: School

    def _user(self, who: str) -> int:
        return {TEACHER: self.school.teacher, ADA: self.school.ada, BEN: self.school.ben}[who]

    async def say(self, who: str, command: str, **options: str | int) -> Card:
        seen = await self.discord.people.slash(self._user(who), self.school.channel, command, dict(options))
        return _card(seen.shown)

    async def press(self, who: str, card: Card, label: str) -> Card:
        seen = await self.discord.people.press(self._user(who), int(card.message), card.buttons[label])
        return _card(seen.shown)

    async def channel(self) -> list[Card]:
        seen = self.discord.people.screen(self.school.teacher, self.school.channel)
        return [_card(message) for message in seen if not message["flags"] & 1 << 6]


def _card(message: Json) -> Card:
    buttons = {str(each.get("label")): str(each["custom_id"]) for each in controls(message)}
    return Card(without_marks(words(message)), buttons, str(message["id"]))
