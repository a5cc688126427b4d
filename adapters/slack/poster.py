"""Posts in Slack's channels: marked by metadata, found again by them, edited, deleted."""

import asyncio
import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog

from adapters.slack.blocks import Json
from adapters.slack.calls import DEAD, TIMEOUT, Api, Denied
from adapters.slack.commands import renamed
from adapters.slack.render import EDITED_TEXT, message
from bot.chat import Gone, MessageRef, Place, Reply
from bot.pace import Pace

MARK = "cardindex_post"  # the type of our metadata: any member can read them, so they hold the token alone
GRACE = TIMEOUT + 2.0  # seconds after a try until it must show in the history, if it was taken
PER_SECOND, PER_CHANNEL = (
    5,
    1,
)  # Slack takes several hundred messages a minute, about one a second in a channel
PAGE, PAGES = 100, 3  # of a channel's newest messages are looked through
INVITE = "invite it with /invite @Card Index in the channel, then /schedule resume"
WHY = {
    "not_in_channel": f"the bot is not in the channel: {INVITE}",
    "channel_not_found": f"the channel is gone, or private without the bot: {INVITE}",
    "is_archived": "the channel is archived",
    "message_not_found": "the message was deleted",
    "cant_update_message": "the message is no longer the bot's",
    "restricted_action": "the workspace does not let the bot post in the channel: ask its admins",
    "restricted_action_read_only_channel": "the channel is read-only for the bot: ask its admins",
}

log = structlog.get_logger()


@dataclass
class SlackPoster:
    """The Poster of every channel; `teachers` are told what concerns no single one of them."""

    api: Api
    teachers: Iterable[str] = ()
    prefix: str = ""
    grace: float = GRACE
    pace: Pace = field(default_factory=lambda: Pace(PER_SECOND, PER_CHANNEL))
    _tried: dict[str, float] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
        """Post, and only once: a try without an answer is left for `find` to look for."""
        self._tried[token] = time.monotonic()
        mark = {"event_type": MARK, "event_payload": {"token": token}}
        body = message(renamed(reply, self.prefix))
        try:
            told = await self.api.call("chat.postMessage", channel=place.channel, metadata=mark, **body)
        except Denied as no:
            self._tried.pop(token, None)
            raise gone_for(no) from None
        self._tried.pop(token, None)
        return MessageRef(place, str(told["ts"]))

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Put the reply in the message's place."""
        body = message(renamed(reply, self.prefix), EDITED_TEXT)
        try:
            await self.api.call("chat.update", channel=ref.place.channel, ts=ref.id, **body)
        except Denied as no:
            raise gone_for(no) from None

    async def find(self, place: Place, token: str) -> list[MessageRef]:
        """List the messages with the token, oldest first; raise Gone where the bot may not look.

        A try of this process, or of the one before it, may still be on its way: it gets the time to show.
        """
        shows = max(self._tried.get(token, 0.0), self._began) + self.grace
        await asyncio.sleep(max(0.0, shows - time.monotonic()))
        try:
            found = [each["ts"] for each in await self._newest(place) if _token(each) == token]
        except Denied as no:
            raise gone_for(no) from None
        self._tried.pop(token, None)
        return [MessageRef(place, str(ts)) for ts in sorted(found)]

    async def _newest(self, place: Place) -> list[Json]:
        found: list[Json] = []
        cursor = ""
        for _ in range(PAGES):
            more = {"cursor": cursor} if cursor else {}
            told = await self.api.look(
                "conversations.history",
                channel=place.channel,
                limit=PAGE,
                include_all_metadata="true",
                **more,
            )
            found += told["messages"]
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return found

    async def delete(self, ref: MessageRef) -> None:
        """Take the message away; one that is gone already is fine."""
        with contextlib.suppress(Denied):
            await self.api.call("chat.delete", channel=ref.place.channel, ts=ref.id)

    async def check(self, channel: str) -> None:
        """Raise Gone where nothing could be posted, or what was posted not be found again."""
        try:
            await self.api.look("conversations.history", channel=channel, limit=1)
        except Denied as no:
            raise gone_for(no) from None

    async def tell(self, place: Place, account: str, reply: Reply, token: str) -> None:
        """Write to one member, or to each listed teacher; raise Gone if Slack never lets the bot."""
        del token  # Slack knows no second message by it
        body, link = message(renamed(reply, self.prefix)), f"In <#{place.channel}>"
        body["blocks"].append({"type": "context", "elements": [{"type": "mrkdwn", "text": link}]})
        for teacher in (account,) if account else self.teachers:
            try:
                await self.api.call("chat.postMessage", channel=teacher, **body)
            except Denied as no:
                raise gone_for(no) from None


def gone_for(no: Denied) -> Gone:
    """Say a final no in words for the teacher; a missing scope is named."""
    if no.needed:
        return Gone(f"the app lacks the scope {no.needed}: add it and install the app again")
    if no.error in DEAD:
        return Gone("Slack no longer takes the bot's token: an admin has to set a new one")
    if no.error in WHY:
        return Gone(WHY[no.error])
    log.warning("Slack did not take a message", error=no.error)
    return Gone(f"Slack did not take it ({no.error})")


def _token(each: Json) -> str:
    metadata = each.get("metadata") or {}
    if metadata.get("event_type") != MARK:
        return ""
    return str((metadata.get("event_payload") or {}).get("token", ""))
