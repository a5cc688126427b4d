"""Many workspaces from one bot: each installs it by itself, has a token of its own, and is forgotten when it leaves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet
from doubles.postgres import Postgres
from doubles.slack import payloads
from doubles.slack.desk import Desk, at_the_desk, connected
from doubles.slack.refusals import Json
from doubles.slack.school import School
from doubles.slack.seen import words
from doubles.slack.signed import EVENT
from doubles.slack.standin import Slack
from yarl import URL

from adapters.slack.installing import BUSY, COOKIE, DECLINED, DONE, FAILED, STALE
from adapters.slack.payload import PLATFORM
from bot.chat import Gone, Place, Reply
from bot.quiz.bank import Library
from bot.study import StudyBot

KEY = Fernet.generate_key().decode()
HERE, THERE = "T1SCHOOL", "T2SCHOOL"


def opened_to_all(
    slack: Slack, school: School, library: Library, folder: Path | str
) -> AbstractAsyncContextManager[Desk]:
    """Run the bot with no workspace of its own."""
    return at_the_desk(slack, school, library, folder, http=True, **unowned(slack))


def unowned(slack: Slack, key: str = KEY) -> dict[str, str]:
    """Give the settings of a bot that workspaces install by themselves."""
    app = slack.world.app
    own = {"SLACK_CLIENT_ID": app.client_id, "SLACK_CLIENT_SECRET": app.client_secret}
    return {"SLACK_BOT_TOKEN": "", "SLACK_TOKEN_KEY": key, **own}


@pytest.fixture
async def many(slack: Slack, school: School, library: Library, tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened_to_all(slack, school, library, tmp_path) as found:
        yield found


@dataclass
class Visitor:
    """An admin's browser at one replica's door."""

    desk: Desk
    address: str
    session: aiohttp.ClientSession

    async def begins(self) -> URL:
        """Ask to install; give where that leads."""
        async with self.session.get(f"{self.address}install", allow_redirects=False) as told:
            assert told.status == 302, await told.text()
            return URL(told.headers["Location"])

    async def comes_back(self, **query: str) -> str:
        async with self.session.get(f"{self.address}oauth_redirect", params=query) as told:
            text = await told.text()
            assert told.status == (200 if text == DONE else 400)
            return text

    async def installs(self, team: str = HERE) -> str:
        state = (await self.begins()).query["state"]
        return await self.comes_back(code=self.desk.slack.world.app.allow(team), state=state)


def visitor(desk: Desk, session: aiohttp.ClientSession) -> Visitor:
    return Visitor(desk, desk.slack.delivery.address.removesuffix("events"), session)


@pytest.fixture
async def admin(many: Desk) -> AsyncIterator[Visitor]:
    jar = aiohttp.CookieJar(unsafe=True)  # of a host that is a number
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield visitor(many, session)


async def sealed(desk: Desk, team: str = HERE) -> str | None:
    return await desk.store.read(lambda ledger: ledger.installations.sealed(PLATFORM, team))


async def open_quizzes(desk: Desk, team: str) -> int:
    place = Place(PLATFORM, team, desk.school.channel)
    group = await desk.store.write(lambda ledger: ledger.classes.open(place, desk.clock()))
    return len(await desk.store.read(lambda ledger: ledger.occurrences.open_in(group.id)))


async def happens(desk: Desk, told: Json, **changed: object) -> None:
    """Deliver an event and wait until it has been worked on."""
    await desk.slack.delivery.deliver(EVENT, {**payloads.event(desk.slack.state, told), **changed})
    await asyncio.sleep(0.1)


async def test_a_workspace_installs_the_bot_and_is_answered(many: Desk, admin: Visitor) -> None:
    asked = await admin.begins()
    assert str(asked).startswith("https://slack.com/oauth/v2/authorize?")
    assert asked.query["client_id"] == "11.22"
    assert asked.query["scope"] == "chat:write,commands,channels:history,groups:history,users:read"
    code = many.slack.world.app.allow(HERE)
    assert await admin.comes_back(code=code, state=asked.query["state"]) == DONE
    assert "Comrade Card Index" in words((await many.line(many.school.ada, "/factor nickname")).message)


async def test_a_token_is_kept_sealed(many: Desk, admin: Visitor, capsys: pytest.CaptureFixture[str]) -> None:
    """Fault 83: neither the database nor the log has it."""
    await admin.installs()
    (token,) = many.slack.world.app.tokens
    kept = str(await sealed(many))
    assert token not in kept
    assert Fernet(KEY).decrypt(kept).decode() == token
    told = capsys.readouterr()
    assert token not in told.out + told.err
    assert many.slack.world.app.client_secret not in told.out + told.err


async def test_before_it_is_installed_nothing_is_answered(many: Desk) -> None:
    assert (await many.slack.people.slash(many.school.ada, many.school.channel, "/guide")).banner == ""
    await asyncio.sleep(0.1)
    assert many.slack.sent() == []


async def test_each_workspace_is_served_with_its_own_token_and_its_own_class(
    many: Desk, admin: Visitor
) -> None:
    for team in (HERE, THERE):
        await admin.installs(team)
        many.slack.world.team = team
        await many.quiz()
    posted = [each for each in many.slack.state.outgoing if each.method == "chat.postMessage"]
    assert [many.slack.world.app.tokens[each.token] for each in posted] == [HERE, THERE]
    assert [await open_quizzes(many, team) for team in (HERE, THERE)] == [1, 1]


async def test_a_state_is_good_once(many: Desk, admin: Visitor) -> None:
    state = (await admin.begins()).query["state"]
    app = many.slack.world.app
    first, again = await asyncio.gather(
        *(admin.comes_back(code=app.allow(team), state=state) for team in (HERE, THERE))
    )
    assert {first, again} == {DONE, STALE}
    assert len(app.tokens) == 1
    assert await admin.comes_back(code=app.allow(HERE), state=state) == STALE


async def test_a_state_is_good_once_across_replicas(
    slack: Slack, school: School, library: Library, postgres: Postgres
) -> None:
    address = postgres.migrated()
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        aiohttp.ClientSession(cookie_jar=jar) as session,
        opened_to_all(slack, school, library, address) as one,
    ):
        here = visitor(one, session)
        async with opened_to_all(slack, school, library, address) as other:
            there = visitor(other, session)
            for _ in range(5):
                state = (await here.begins()).query["state"]
                told = await asyncio.gather(
                    *(
                        each.comes_back(code=slack.world.app.allow(HERE), state=state)
                        for each in (here, there)
                    )
                )
                assert sorted(told) == sorted((DONE, STALE))


async def test_a_state_is_good_for_ten_minutes(many: Desk, admin: Visitor) -> None:
    state = (await admin.begins()).query["state"]
    many.clock.go_on(minutes=10)
    assert await admin.comes_back(code=many.slack.world.app.allow(HERE), state=state) == STALE
    assert await sealed(many) is None


@pytest.mark.parametrize("cookie", ["", "of-another-one"])
async def test_a_state_is_good_for_the_browser_that_began(many: Desk, admin: Visitor, cookie: str) -> None:
    state = (await admin.begins()).query["state"]
    async with aiohttp.ClientSession(cookies={COOKIE: cookie}) as session:
        lured = Visitor(many, admin.address, session)
        assert await lured.comes_back(code=many.slack.world.app.allow(HERE), state=state) == STALE
    assert await admin.comes_back(code=many.slack.world.app.allow(HERE), state=state) == DONE


async def test_a_no_is_said_in_words(many: Desk, admin: Visitor) -> None:
    state = (await admin.begins()).query["state"]
    assert await admin.comes_back(error="access_denied", state=state) == DECLINED
    assert await admin.comes_back() == STALE
    state = (await admin.begins()).query["state"]
    assert await admin.comes_back(code="forged", state=state) == FAILED
    many.slack.world.app.client_secret = "another"  # noqa: S105 - of no worth
    assert await admin.installs() == FAILED


async def test_so_many_that_begin_at_once_are_asked_to_wait(
    many: Desk, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.installations.BEGUN", 2)
    await admin.begins()
    await admin.begins()
    async with admin.session.get(f"{admin.address}install", allow_redirects=False) as told:
        assert (told.status, await told.text()) == (503, BUSY)
    many.clock.go_on(minutes=10)
    await admin.begins()


LEAVING = [
    {"type": "app_uninstalled"},
    {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0001"]}},
]


@pytest.mark.parametrize("told", LEAVING, ids=lambda told: str(told["type"]))
async def test_who_removes_the_bot_is_forgotten_and_their_schedules_rest(
    many: Desk, admin: Visitor, told: Json
) -> None:
    """Fault 73."""
    await admin.installs()
    await many.line(many.school.teacher, "/schedule add 08:30 daily", "ephemeral")
    many.slack.world.app.remove(HERE)
    await happens(many, told)
    assert await sealed(many) is None
    many.clock.go_on(hours=25)
    await many.posting.sweep()
    assert many.slack.called("chat.postMessage") == []
    with pytest.raises(Gone, match="not installed in this workspace"):
        await many.door.poster.post(many.place, Reply("Quiz", ()), "t1")
    await admin.installs()
    listed = words((await many.line(many.school.teacher, "/schedule list", "ephemeral")).message)
    assert "Resting: the bot was removed from the server" in listed


async def test_another_workspaces_leave_is_no_matter(many: Desk, admin: Visitor) -> None:
    await admin.installs()
    await happens(many, {"type": "app_uninstalled"}, team_id=THERE)
    await happens(many, {"type": "tokens_revoked", "tokens": {"oauth": ["U0002"], "bot": []}})
    assert await sealed(many)


async def test_an_old_leave_that_comes_late_does_not_undo_a_new_installation(
    many: Desk, admin: Visitor
) -> None:
    await admin.installs()
    await happens(many, {"type": "app_uninstalled"}, event_time=int(many.clock().timestamp()) - 60)
    assert await sealed(many)


async def test_a_token_that_slack_no_longer_takes_is_forgotten(many: Desk, admin: Visitor) -> None:
    """Fault 70: one workspace's end is not the end of the others."""
    await admin.installs(THERE)
    await admin.installs()
    many.slack.world.app.remove(HERE)
    await many.slack.people.slash(many.school.ada, many.school.channel, "/guide")
    async with asyncio.timeout(5):
        while await sealed(many):
            await asyncio.sleep(0.02)
    many.slack.world.team = THERE
    await many.line(many.school.ada, "/guide", "ephemeral")
    assert many.last_word == []


async def test_a_new_token_is_used_wherever_the_old_one_was(
    many: Desk, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process kept it: this one looks again after a while."""
    monkeypatch.setattr("adapters.slack.workspaces.FRESH", 0.0)
    await admin.installs()
    await many.line(many.school.ada, "/guide", "ephemeral")
    team, token = many.slack.world.app.exchange(many.slack.world.app.allow(HERE))
    new = Fernet(KEY).encrypt(token.encode()).decode()
    await many.store.write(lambda ledger: ledger.installations.keep(PLATFORM, team, new, many.clock()))
    await many.quiz()
    posted = [each for each in many.slack.state.outgoing if each.method == "chat.postMessage"]
    assert [each.token for each in posted] == [token]


async def test_a_lost_key_is_named_and_an_old_one_may_stand_beside_it(
    many: Desk, admin: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    await admin.installs()
    other = Fernet.generate_key().decode()
    bot, said = StudyBot(many.store, many.library, many.clock), "does not open a workspace's token"
    for keys, opens in ((other, False), (f"{other}, {KEY}", True)):
        async with connected(many.slack, bot, many.store, many.clock, http=True, **unowned(many.slack, keys)):
            seen = await many.slack.people.slash(many.school.ada, many.school.channel, "/guide")
            if opens:
                await many.after(seen, "ephemeral")
        assert (said in capsys.readouterr().out) is not opens
