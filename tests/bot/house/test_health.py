"""What watches the bot sees: that it lives, whether it serves, and figures that name nobody."""

import asyncio
import json
import re
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog
from doubles.clock import Clock
from doubles.discord.desk import until
from prometheus_client.parser import text_string_to_metric_families

from bot.chat import Refusal
from bot.commands import COMMANDS, PRESSES
from bot.house.health import Health, Serves
from bot.house.watch import ALARM
from bot.house.watch import watched as watching
from bot.meter import Meter
from bot.store.store import Store
from bot.study import Repeated

from .conftest import Watched

DEPLOY = Path(__file__).parents[3] / "deploy"


async def test_a_bot_that_serves_says_so(watched: Watched) -> None:
    assert await watched.ready() == (200, {})
    async with watched.session.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"alive": True})


async def test_a_bot_whose_database_takes_no_writes_is_not_ready_until_it_does(watched: Watched) -> None:
    """Fault 13: and it goes on living."""
    file = watched.folder / "cardindex.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin immediate")
        status, why = await watched.ready()
        assert (status, why.get("database")) == (503, "cannot be reached, or takes no changes")
        async with watched.session.get("/healthz") as answer:
            assert answer.status == 200
        other.execute("rollback")
    async with asyncio.timeout(20):
        while (await watched.ready())[0] != 200:
            await asyncio.sleep(0.05)


async def test_a_probe_asks_under_any_name_and_the_page_under_its_own_alone(watched: Watched) -> None:
    stranger = {"Host": "10.1.2.3:8080"}
    told = {}
    for path in ("/healthz", "/readyz", "/metrics", "/", "/api/state"):
        async with watched.session.get(path, headers=stranger) as answer:
            told[path] = answer.status
    assert told == {"/healthz": 200, "/readyz": 200, "/metrics": 200, "/": 403, "/api/state": 403}


async def test_commands_are_counted_by_name_and_outcome(watched: Watched) -> None:
    people, school = watched.discord.people, watched.school
    await people.slash(school.ada, school.channel, "guide", {})
    await people.slash(school.ada, school.channel, "guide", {})
    zoe, room = watched.slack.world.user("Zoe").id, watched.slack.world.channel("maths").id
    await watched.slack.people.slash(zoe, room, "/post")  # Zoe is no teacher
    await until_figure(watched, 1, "cardindex_commands_total", name="/post", outcome="refused")
    assert await watched.figure("cardindex_commands_total", name="/guide", outcome="answered") == 2
    assert await watched.figure("cardindex_acknowledgement_seconds_count") == 3
    assert await watched.figure("cardindex_acknowledgement_seconds_bucket", le="+Inf") == 3
    assert await watched.figure("cardindex_acknowledgement_seconds_bucket", le="0.005") < 3


async def test_posts_are_counted_by_state(watched: Watched) -> None:
    people, school = watched.discord.people, watched.school
    await people.slash(school.teacher, school.channel, "post", {"questions": 2})
    await until_figure(watched, 1, "cardindex_posts", state="posted")
    assert await watched.figure("cardindex_posts", state="failed") == 0
    assert await watched.figure("cardindex_sweep_lag_seconds") == 0
    assert await watched.figure("cardindex_sweeps_total", outcome="done") > 0


async def test_no_figure_names_a_person_a_class_or_a_place(watched: Watched) -> None:
    people, school = watched.discord.people, watched.school
    await people.slash(school.teacher, school.channel, "post", {"questions": 2})
    await people.slash(school.ada, school.channel, "factor", {"question": "canary-0001 and who was vain"})
    text = await watched.scraped()
    ids = (school.guild, school.channel, school.ada, school.teacher, watched.slack.world.team)
    assert [each for each in (*map(str, ids), "canary", "Ada", "Year 12", "history") if each in text] == []
    known = {f"/{command.name}" for command in COMMANDS} | set(PRESSES)
    labelled = [
        sample.labels["name"]
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "name" in sample.labels
    ]
    assert labelled
    assert set(labelled) <= known


async def test_what_the_dashboard_and_the_alerts_ask_for_is_there(watched: Watched) -> None:
    await watched.discord.people.slash(watched.school.ada, watched.school.channel, "guide", {})
    families = list(text_string_to_metric_families(await watched.scraped()))
    there = {sample.name: set(sample.labels) for family in families for sample in family.samples}
    asked = {name: labels for query in queries() for name, labels in read(query).items()}
    assert len(asked) > 15
    assert {name for name in asked if name not in there and name != "up"} == set()
    for name, labels in asked.items():
        assert labels - {"job"} <= there.get(name, set()), name
    ours = {name for name in there if name.startswith("cardindex_")}
    shown = set(asked) | {"cardindex_acknowledgement_seconds_count", "cardindex_acknowledgement_seconds_sum"}
    assert ours - shown == set()  # nothing is counted that nobody sees


def queries() -> list[str]:
    """Read every query of the dashboard and of the alert rules."""
    board = json.loads((DEPLOY / "grafana.json").read_text())
    drawn = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    rules = re.findall(r"^ +expr: '(.+)'$", (DEPLOY / "alerts.yaml").read_text(), re.MULTILINE)
    assert len(rules) == (DEPLOY / "alerts.yaml").read_text().count("- alert: ")
    return [*drawn, *rules]


def read(query: str) -> dict[str, set[str]]:
    """Give the metrics that a query names, with the labels that it chooses by."""
    named = re.findall(r"\b(cardindex_\w+|process_\w+|up)\b(?:\{([^}]*)\})?", query)
    return {name: set(re.findall(r"(\w+)=", chosen)) for name, chosen in named}


# States that are worth an alert


async def test_a_platform_that_is_away_is_named_and_counted(watched: Watched) -> None:
    assert await watched.figure("cardindex_reconnects_total", platform="discord") == 0
    watched.discord.gateway.reconnect()
    await until_figure(watched, 1, "cardindex_reconnects_total", platform="discord")
    assert await watched.figure("cardindex_connected", platform="discord") == 1
    watched.slack.fault("apps.connections.open", drop=True, times=99)
    await watched.slack.sockets.disable()
    async with asyncio.timeout(10):
        while (await watched.ready())[1] != {"slack": "no socket is open"}:
            await asyncio.sleep(0.02)
    assert await watched.figure("cardindex_connected", platform="slack") == 0


async def test_after_a_revoked_token_the_health_is_red_and_the_other_doors_live(watched: Watched) -> None:
    """Fault 70."""
    watched.slack.world.revoke()
    await watched.slack.people.slash(
        watched.slack.world.user("Zoe").id, watched.slack.world.channel("maths").id, "/guide"
    )
    async with asyncio.timeout(10):
        while "slack" not in (await watched.ready())[1]:
            await asyncio.sleep(0.05)
    status, troubles = await watched.ready()
    assert status == 503
    assert troubles["slack"].startswith("SLACK_BOT_TOKEN: Slack does not take this token")
    assert set(troubles) == {"slack"}
    assert await watched.figure("cardindex_connected", platform="discord") == 1


async def test_a_platform_that_asks_for_patience_is_counted(watched: Watched) -> None:
    watched.discord.fault("POST /channels/{channel}/messages", status=429, retry_after=0.1)
    people, school = watched.discord.people, watched.school
    await people.slash(school.teacher, school.channel, "post", {"questions": 2})
    await until_figure(watched, 1, "cardindex_rate_limits_total", platform="discord")


async def until_figure(watched: Watched, value: float, figure: str, /, **labels: str) -> None:
    """Scrape until a figure is there and has the value."""
    async with asyncio.timeout(10):
        while await watched.figures(figure, **labels) != [value]:
            await asyncio.sleep(0.05)


async def well_served() -> bool:
    return True


async def away() -> bool:
    raise Refusal("The class's book cannot be reached just now.")


async def read_only() -> bool:
    return False


async def hangs() -> bool:
    await asyncio.sleep(60)
    return True


@pytest.mark.parametrize(
    ("serves", "words"),
    [
        (away, "cannot be reached"),
        (read_only, "cannot be reached, or takes no changes"),
        (hangs, "does not answer within 0 s"),
    ],
)
async def test_a_database_that_does_not_serve_is_named(
    store: Store, clock: Clock, serves: Serves, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.house.health.PATIENCE", 0.05)
    health = Health(Meter(), store, serves, clock)
    assert (await health.troubles())["database"] == words
    assert b"cardindex_database_up 0.0" in await health.figures()


async def test_a_sweep_that_fails_or_stays_away_is_named(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 26."""

    async def well() -> None:
        return None

    async def raises() -> None:
        raise RuntimeError("the sweep broke")

    meter = Meter()
    health = Health(meter, store, well_served, clock)
    with pytest.raises(RuntimeError):
        await meter.sweeping(raises)()
    assert (await health.troubles())["sweep"] == "no sweep has come to its end yet"
    await meter.sweeping(well)()
    assert await health.troubles() == {}
    assert b'cardindex_sweeps_total{outcome="failed"} 1.0' in meter.text()
    monkeypatch.setattr("bot.house.health.STALE", -1.0)
    assert (await health.troubles())["sweep"] == "the last sweep ended 0 s ago"


async def test_a_clock_astray_is_named(database: str, clock: Clock) -> None:
    """Fault 13."""
    ahead = clock() - timedelta(seconds=90)
    store = Store(database, ZoneInfo("Europe/London"), lambda _, __: ahead)
    health = Health(Meter(), store, well_served, clock)
    try:
        assert (await health.troubles())["database"].startswith("this machine's clock is 90 s ahead")
        assert b"cardindex_clock_offset_seconds 90.0" in await health.figures()
    finally:
        store.close()


async def test_what_blocks_the_loop_is_logged_and_measured() -> None:
    """Fault 26."""
    meter = Meter()
    with structlog.testing.capture_logs() as lines:
        async with watching(meter):
            await asyncio.sleep(0.05)
            time.sleep(ALARM + 0.3)  # noqa: ASYNC251 - the fault itself
            await until(lambda: lines)
    [line] = lines
    assert (line["log_level"], line["event"]) == ("error", "the event loop stood still, and everybody waited")
    assert line["seconds"] >= ALARM
    assert b"cardindex_loop_alarms_total 1.0" in meter.text()


def test_what_another_process_answers_is_not_counted_here() -> None:
    meter = Meter()
    with pytest.raises(Repeated), meter.timing("/guide"):
        raise Repeated
    assert b'outcome="failed"} 0.0' in meter.text()
    assert b"cardindex_acknowledgement_seconds_count 0.0" in meter.text()


def test_two_bots_in_one_process_count_apart() -> None:
    one, other = Meter(), Meter()
    with one.timing("/guide"):
        pass
    assert b'name="/guide"' in one.text()
    assert b"/guide" not in other.text()
