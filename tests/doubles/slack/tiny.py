"""The smallest bot on the real slack_bolt, to try the stand-in with: one command, one modal, one home."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from .refusals import Json
from .standin import HOST, Slack

Body = dict[str, Any]


@dataclass
class Tiny:
    """`heard` are the texts of the commands and events, once for each time that they came."""

    app: AsyncApp
    heard: list[str] = field(default_factory=list)
    slow: float = 0.0

    def listen(self) -> None:
        self.app.command("/echo")(self.echo)
        self.app.command("/form")(self.form)
        self.app.action("more")(self.more)
        self.app.view("sent")(self.sent)
        self.app.event("app_home_opened")(self.home)

    async def echo(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        self.heard.append(body["text"])
        await asyncio.sleep(self.slow)
        await ack()
        await respond(text=body["text"], blocks=[_section(body["text"]), _more()])

    async def form(self, ack: AsyncAck, client: AsyncWebClient, body: Body) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=_form())

    async def more(self, ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="More", replace_original=True)

    async def sent(self, ack: AsyncAck, view: Body) -> None:
        words = view["state"]["values"]["words"]["words"]["value"]
        if words == "no":
            await ack(response_action="errors", errors={"words": "Say yes."})
        else:
            await ack(response_action="update", view=_view([_section(f"You said {words}")]))

    async def home(self, client: AsyncWebClient, event: Body) -> None:
        self.heard.append("home")
        await asyncio.sleep(self.slow)
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [_section("Home")]})


def _section(words: str) -> Json:
    return {"type": "section", "text": {"type": "plain_text", "text": words}}


def _more() -> Json:
    button = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    return {"type": "actions", "elements": [button]}


def _view(blocks: list[Json], **more: object) -> Json:
    title = {"type": "plain_text", "text": "A form"}
    return {"type": "modal", "callback_id": "sent", "title": title, "blocks": blocks, **more}


def _form() -> Json:
    label = {"type": "plain_text", "text": "Words"}
    element = {"type": "plain_text_input", "action_id": "words", "max_length": 10}
    asked = {"type": "input", "block_id": "words", "label": label, "element": element}
    return _view([asked], submit={"type": "plain_text", "text": "Send"})


def _app(slack: Slack) -> AsyncApp:
    app = slack.world.app
    client = AsyncWebClient(app.bot_token, base_url=slack.api)
    return AsyncApp(client=client, signing_secret=app.signing_secret, process_before_response=True)


@asynccontextmanager
async def on_sockets(slack: Slack) -> AsyncIterator[Tiny]:
    """Connect through Socket Mode."""
    tiny = Tiny(_app(slack))
    tiny.listen()
    handler = AsyncSocketModeHandler(tiny.app, slack.world.app.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield tiny
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def on_http(slack: Slack) -> AsyncIterator[Tiny]:
    """Serve the requests that the stand-in signs."""
    tiny = Tiny(_app(slack))
    tiny.listen()
    served = web.Application()
    served.add_routes([web.post("/slack/events", _served(tiny.app))])
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    slack.over_http(f"http://{HOST}:{runner.addresses[0][1]}/slack/events")
    try:
        yield tiny
    finally:
        await runner.cleanup()


def _served(app: AsyncApp) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return answer
