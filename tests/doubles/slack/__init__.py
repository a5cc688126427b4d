"""A strict stand-in for Slack's Web API, Socket Mode and HTTP delivery, for the real slack_bolt on loopback.

In process: `async with Slack().running() as slack:`, then `slack.world` makes members and channels,
`slack.people` lets them act and gives what they see, `slack.sockets` refreshes and cuts connections,
`slack.over_http(...)` delivers signed requests instead, `slack.fault(...)` scripts what goes wrong,
`slack.delivery.copies` delivers more than once, `slack.called(...)` and `slack.sent()` hold all that the bot sent.
As a process: `PYTHONPATH=tests python -m doubles.slack --port 8800`, scripted by `control.Remote`.

What slack_bolt 1.30 and slack_sdk 3.48 do, as seen here; an adapter's author must know it:

- A lazy listener gets a deep copy of the whole request: what an ack function puts on `body` does not reach it.
- The Socket Mode client closes its old socket before it opens the new one: what was sent in between is lost to it.
  Acknowledgements of that time go out on the new connection.
- Its `connect()` tries for ever, also with a token that was revoked, with a traceback each time.
- `connect()` asks for a ticket only when it has no address: after a failure it comes back with the used one.
- The retry handler for rate limits waits as long as Retry-After says, whatever that is.
"""
