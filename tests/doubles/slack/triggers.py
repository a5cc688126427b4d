"""What an act gives the bot for a short time: a trigger for one modal, an address for five answers."""

import secrets
from dataclasses import dataclass, field

from .clock import Clock
from .refusals import Refused

TRIGGER_LIVES, HOOK_LIVES, HOOK_USES = 3.0, 30 * 60.0, 5


@dataclass
class Trigger:
    user: str
    born: float
    view: str = ""  # the modal in which the act was done
    used: bool = False


@dataclass
class Hook:
    """A response address: `message` is the one that the act was done on."""

    user: str
    channel: str
    born: float
    message: str = ""
    uses: int = 0


@dataclass
class Triggers:
    clock: Clock
    kept: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)

    def new(self, user: str, view: str = "") -> str:
        id_ = f"{len(self.kept)}.{secrets.token_hex(8)}"
        self.kept[id_] = Trigger(user, self.clock.now(), view)
        return id_

    def take(self, id_: str) -> Trigger:
        """Use a trigger up."""
        found = self.kept.get(id_)
        if found is None:
            raise Refused("invalid_trigger_id")
        if found.used:
            raise Refused("exchanged_trigger_id")
        if self.clock.now() - found.born > TRIGGER_LIVES:
            raise Refused("expired_trigger_id")
        found.used = True
        return found

    def hook(self, user: str, channel: str, message: str = "") -> str:
        key = secrets.token_hex(8)
        self.hooks[key] = Hook(user, channel, self.clock.now(), message)
        return key

    def answer(self, key: str) -> Hook:
        """Use a response address once more."""
        found = self.hooks.get(key)
        if found is None:
            raise Refused("invalid_url")
        if self.clock.now() - found.born > HOOK_LIVES:
            raise Refused("expired_url")
        if found.uses >= HOOK_USES:
            raise Refused("used_url")
        found.uses += 1
        return found

    def forget(self) -> None:
        self.kept.clear()
        self.hooks.clear()
