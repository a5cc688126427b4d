"""A replica is killed or frozen at each named point, on both databases; the next one makes good what is left."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from doubles.matrix.perils import CLOSING, POSTING
from doubles.matrix.stage import Stage, staged
from doubles.matrix.troop import Gone, Replica, Troop
from doubles.rows import rows

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLASS = range(8)


async def sweeps(replica: Replica) -> None:
    """Let it sweep, whether or not it lives to tell."""
    with suppress(Gone):
        await replica.ask("sweep")


async def posted(stage: Stage) -> Replica:
    """Have the quiz posted; give the replica that did it."""
    stage.go_on(minutes=3)
    return await stage.swept()


@pytest.mark.parametrize("point", POSTING)
async def test_killed_at_a_point_of_the_posting_the_quiz_is_posted_once(stage: Stage, point: str) -> None:
    """Faults 1, 2, 3, 5 and 6."""
    doomed = await stage.replica(kill=point)
    stage.go_on(minutes=3)
    await sweeps(doomed)
    await stage.dies(doomed)
    stage.lease_ends()
    await stage.swept()
    assert stage.site.kept.made == 1
    assert stage.broken() == {}


async def test_killed_with_the_request_on_its_way_the_message_is_adopted(stage: Stage) -> None:
    """Fault 4."""
    stage.site.fault("post", delay=0.3, accepted=True)
    doomed = await stage.replica()
    stage.go_on(minutes=3)
    asked = asyncio.ensure_future(sweeps(doomed))
    while not stage.site.kept.made:
        await asyncio.sleep(0.01)
    doomed.kill()
    await stage.dies(doomed)
    await asked
    stage.go_on(minutes=10)  # beyond the window in which a nonce helps
    await stage.swept()
    assert (stage.site.kept.made, stage.site.posts()) == (1, 1)
    assert stage.broken() == {}


async def frozen_at(stage: Stage, point: str) -> tuple[Replica, "asyncio.Future[None]"]:
    """Freeze a replica at a point until its lease is long over."""
    slow = await stage.replica(freeze=point)
    stage.go_on(minutes=3)
    asked = asyncio.ensure_future(sweeps(slow))
    await asyncio.wait_for(slow.stands_still(), 30)
    stage.lease_ends()
    stage.lease_ends()
    return slow, asked


async def overtaken(stage: Stage) -> bool:
    """Let another process post meanwhile, where there can be one."""
    if stage.order.database.startswith("sqlite"):
        return False
    await stage.swept()
    return True


async def test_frozen_before_the_fence_it_does_not_post(stage: Stage) -> None:
    """Fault 8: SIGSTOP for two leases, then SIGCONT."""
    slow, asked = await frozen_at(stage, "claim.done")
    taken = await overtaken(stage)
    slow.thaw()
    await asked
    assert stage.site.posts() == taken
    stage.lease_ends()
    slow.kill()
    await slow.ended
    await stage.swept()
    assert stage.site.posts() == 1
    assert stage.broken() == {}


@pytest.mark.parametrize("nonce_window", [300.0, 0.0])
async def test_frozen_after_the_fence_one_message_is_left_and_scores_once(
    replicas: Troop, database: str, tmp_path: Path, nonce_window: float
) -> None:
    """Fault 9: with and without the platform's own de-duplication."""
    async with staged(replicas, database, tmp_path, nonce_window=nonce_window) as stage:
        slow, asked = await frozen_at(stage, "post.before")
        taken = await overtaken(stage)
        if taken:
            await stage.student().answer(stage.start)
        slow.thaw()
        await asked
        assert stage.site.kept.made == 1 + (taken and not nonce_window)
        await stage.student().answer(stage.start)
        assert rows(database, "select count(*) from rounds") == [(1,)]
        assert stage.broken() == {}


async def test_replicas_that_sweep_at_one_instant_post_every_quiz_once(
    replicas: Troop, database: str, tmp_path: Path
) -> None:
    """Fault 10: two processes, forty quizzes of one minute."""
    async with staged(replicas, database, tmp_path, quizzes=40, nonce_window=0) as stage:
        both = [await stage.replica() for _ in range(1 if database.startswith("sqlite") else 2)]
        stage.go_on(minutes=3)
        for _ in range(3):
            await asyncio.gather(*(sweeps(each) for each in both))
        assert stage.site.posts() == 40
        assert stage.broken() == {}


async def test_where_one_process_is_served_a_second_refuses_to_start(stage: Stage) -> None:
    await stage.replica()
    second = await stage.replica()
    assert bool(second.refused) == stage.order.database.startswith("sqlite")


@pytest.mark.parametrize(
    ("point", "kept"),
    [("answer.queued", 0), ("writer.mid", 0), ("writer.commit", 0), ("answer.committed", 1)],
)
async def test_killed_over_an_answer_it_is_whole_or_not_there_and_can_be_given_again(
    stage: Stage, point: str, kept: int
) -> None:
    """Faults 29, 30 and 31: the whole batch is in or out, and nothing was acknowledged."""
    healthy = await posted(stage)
    class_ = [stage.student(f"{number}") for number in CLASS]
    cards = [await student.press(stage.start) for student in class_]
    picks = [next(t for t in card["tokens"] if t.startswith("pick:")) for card in cards]
    healthy.terminate()
    await healthy.ended
    doomed = await stage.replica(kill=point)
    pressed = [asyncio.ensure_future(s.press(pick)) for s, pick in zip(class_, picks, strict=True)]
    await stage.dies(doomed)
    there = rows(stage.order.database, "select count(*) from answers")[0][0]
    assert isinstance(there, int)
    assert bool(there) == kept
    assert not any(each.done() for each in pressed)
    await stage.replica()
    assert not any("refused" in each for each in await asyncio.gather(*pressed))
    assert rows(stage.order.database, "select count(*) from answers") == [(len(CLASS),)]
    assert stage.broken() == {}


@pytest.mark.parametrize("point", CLOSING)
async def test_killed_at_a_point_of_the_close_it_is_closed_once_with_the_same_scores(
    stage: Stage, point: str
) -> None:
    """Fault 32."""
    healthy = await posted(stage)
    await stage.student().answer(stage.start)
    await sweeps(healthy)
    healthy.terminate()
    await healthy.ended
    scores = rows(stage.order.database, "select round_id, place, points from answers")
    doomed = await stage.replica(kill=point)
    stage.go_on(hours=3)
    await sweeps(doomed)
    await stage.dies(doomed)
    await stage.swept()
    assert rows(stage.order.database, "select status, shown from occurrences") == [("closed", -1)]
    assert rows(stage.order.database, "select round_id, place, points from answers") == scores
    assert len(scores) == 2
    assert stage.site.kept.made == 1
    assert "The quiz is closed. 1 took part." in stage.words()
    assert stage.broken() == {}
