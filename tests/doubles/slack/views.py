"""The views that are open: a stack of modals for a member, and an App Home."""

import secrets
from dataclasses import dataclass, field

from .blocks import numbered
from .refusals import Json, Refused

DEEPEST = 3


@dataclass
class View:
    id: str
    user: str
    body: Json
    hash: str = ""
    state: Json = field(default_factory=dict)

    def fill(self, body: Json) -> None:
        self.body, self.hash = {**body, "blocks": numbered(body["blocks"])}, secrets.token_hex(8)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks

    def wire(self) -> Json:
        own = {"id": self.id, "hash": self.hash, "state": {"values": self.state}}
        defaults = {"private_metadata": "", "callback_id": "", "external_id": ""}
        return {**defaults, **self.body, **own}


@dataclass
class Views:
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    _made: int = 0

    def _new(self, user: str, body: Json) -> View:
        self._made += 1
        made = View(f"V{self._made:06}", user, {})
        made.fill(body)
        return made

    def open(self, user: str, body: Json) -> View:
        """Open a modal of its own; what was open goes."""
        self._external(body)
        self.stacks[user] = [self._new(user, body)]
        return self.stacks[user][-1]

    def push(self, user: str, body: Json) -> View:
        """Put a modal on top of the open ones."""
        self._external(body)
        stack = self.stacks.get(user) or []
        if not stack:
            raise Refused("not_found")
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        stack.append(self._new(user, body))
        return stack[-1]

    def find(self, id_: str, external: str) -> View:
        """Find an open view by its id or the bot's own name for it."""
        for view in [each for stack in self.stacks.values() for each in stack] + list(self.homes.values()):
            if (id_ and view.id == id_) or (external and view.body.get("external_id") == external):
                return view
        raise Refused("not_found")

    def publish(self, user: str, body: Json) -> View:
        if user not in self.homes:
            self.homes[user] = self._new(user, body)
        self.homes[user].fill(body)
        return self.homes[user]

    def top(self, user: str) -> View | None:
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def close(self, user: str, *, everything: bool = False) -> None:
        stack = self.stacks.get(user, [])
        del stack[0 if everything else -1 :]

    def _external(self, body: Json) -> None:
        name = body.get("external_id")
        if name and any(each.body.get("external_id") == name for s in self.stacks.values() for each in s):
            raise Refused("duplicate_external_id")
