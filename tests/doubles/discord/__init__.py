"""A strict stand-in for Discord's REST v10 and gateway v10, for the real discord.py on loopback.

In process: `async with Discord().running() as discord:`, then `discord.world` makes servers and users,
`discord.people` lets them act and gives what they see, `discord.happenings` changes servers, `discord.gateway`
ends sessions, `discord.fault(...)` scripts what goes wrong, `discord.clock.go_on(...)` moves the time,
`discord.messages()`, `discord.sent()` and `discord.report()` hold all that the bot ever sent. As a process:
`PYTHONPATH=tests python -m doubles.discord --port 8700`, scripted by `control.Remote`.

What discord.py 2.7.1 does, as seen here; an adapter's author must know it:

- `allowed_mentions` of the client goes out with every send, answer, follow-up and edit through an interaction,
  but not with a `Message.edit` without `content`, which is every edit of a LayoutView: give it with the call.
- `send(nonce=...)` always adds `enforce_nonce`, and does not shorten: 26 characters are refused. 500, 502, 504 and
  524 are retried with the same nonce (after 1, 3, 5 ... s), 503 and a dropped connection are not.
- A view with a `DynamicItem` beside an ordinary item takes the item's template out of the whole client when it
  times out, stops or is sent again without it: every old button dies. Views must be made of dynamic items only.
- A view that is sent is kept with a timer task (an ephemeral one for 15 minutes even with `timeout=None`).
  `view.stop()` before sending keeps neither; dynamic items work all the same.
- An error in `DynamicItem.callback` is logged by the library and reaches no handler; nor does `View.on_error` see it.
- A modal is found by its custom id in memory alone: after a restart its submission is dropped without a word.
  `on_interaction` still hears it (and every other act), after the library's own dispatch.
- A modal's fields stand in `ui.Label(text=, component=)`; `defer()` answers a press with "nothing changes yet"
  unless `thinking=True`; a first follow-up takes the place of the "thinking" message and its visibility, later
  ones are public unless `ephemeral=True`.
- `LayoutView` sets the V2 flag by itself on send, answer and edit; `content` beside it is refused.
- A command of a guild is looked up by `data.guild_id`: a tree synced to a guild knows only what was copied there.
- READY waits 2 s (`client._connection.guild_ready_timeout`), a fresh IDENTIFY 5 s (`before_identify_hook`).
- A refused first handshake is an `AttributeError`; 4014 is `PrivilegedIntentsRequired`, the other final codes are
  `ConnectionClosed` with the code. Replies count as JSON only with `Content-Type: application/json` exactly.
- Importing discord warns that audioop is deprecated (Python 3.11 and 3.12).
"""
