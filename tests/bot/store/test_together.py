"""Answers that come together are kept as if each had come alone."""

import asyncio
import random
import threading
from collections.abc import Sequence
from itertools import product

import pytest
from doubles.channel import Channel
from doubles.dialogue import buttons, options, reply
from doubles.rows import rows, run

from bot.chat import Member, Place, Role
from bot.posting import Posting
from bot.slash import UnknownButton
from bot.store.ledger import Ledger
from bot.store.store import Store
from bot.study import StudyBot

CLASS = [Member("classroom", "local", str(n), f"Student {n}", Role.STUDENT) for n in range(1, 7)]
TEACHER = Member("classroom", "local", "99", "Ms Hall", Role.TEACHER)
TOTALS = "select * from item_totals order by 1, 2, 3, 4"
KEPT = "select student_id, round_id, place, choice, tried, points, settled from answers order by 1, 2, 3"

Press = tuple[Member, str]


async def rounds_of(bot: StudyBot, posting: Posting, channel: Channel, place: Place) -> dict[str, str]:
    """Have the class open a quiz of three questions; give each one's round."""
    await bot.answer("post", TEACHER, place, {"questions": "3"})
    await posting.sweep()
    start = buttons(channel.cards[-1])[0].token
    opened = {member.id: reply(await bot.press(start, member, place)) for member in CLASS}
    return {user: options(card)[0].token.split(":")[1] for user, card in opened.items()}


async def together(store: Store, bot: StudyBot, place: Place, presses: Sequence[Press]) -> list[object]:
    """Press so that all share one commit; give what each is told."""
    reached, go = threading.Event(), threading.Event()

    def gate(_: Ledger) -> None:
        reached.set()
        go.wait(30)

    held = asyncio.create_task(store.write(gate))
    await asyncio.to_thread(reached.wait, 30)
    asked = [asyncio.create_task(bot.press(token, member, place)) for member, token in presses]
    while store.waiting < len(presses):
        await asyncio.sleep(0.001)
    go.set()
    await held
    return await asyncio.gather(*asked, return_exceptions=True)


def drawn(rounds: dict[str, str], seed: int) -> list[Press]:
    """Draw sixty presses: many by the same student, some on the same question."""
    chance = random.Random(seed)  # noqa: S311 - the same presses every time
    who = [chance.choice(CLASS) for _ in range(60)]
    return [(each, f"pick:{rounds[each.id]}:{chance.randrange(3)}:{chance.choice('ABC')}") for each in who]


@pytest.mark.parametrize("reveal", ["at-once", "at-close"])
@pytest.mark.parametrize("seed", [1, 2])
async def test_what_is_kept_and_told_is_what_it_would_be_one_by_one(
    store: Store, bot: StudyBot, posting: Posting, channel: Channel, place: Place, database: str,
    reveal: str, seed: int,
) -> None:  # fmt: skip
    await bot.answer("class set", TEACHER, place, {"reveal": reveal, "attempts": "2"})
    presses = drawn(await rounds_of(bot, posting, channel, place), seed)
    told, kept, added_up = (
        await together(store, bot, place, presses),
        rows(database, KEPT),
        rows(database, TOTALS),
    )
    run(database, "delete from answers")
    assert [await bot.press(token, member, place) for member, token in presses] == told
    assert rows(database, KEPT) == kept
    assert rows(database, TOTALS) == added_up
    assert len(kept) > 12


async def test_one_who_presses_what_is_not_theirs_is_refused_and_no_other(
    store: Store, bot: StudyBot, posting: Posting, channel: Channel, place: Place, database: str
) -> None:
    rounds = await rounds_of(bot, posting, channel, place)
    ada, bea, cy, *_ = CLASS
    theirs = [(member, f"pick:{rounds[member.id]}:0:A") for member in (ada, bea)]
    foreign = [
        (cy, f"pick:{rounds[ada.id]}:1:A"),
        (cy, "pick:999999:0:A"),
        (TEACHER, f"pick:{rounds[cy.id]}:0:A"),
    ]
    told = await together(store, bot, place, [theirs[0], *foreign, theirs[1]])
    assert [isinstance(each, UnknownButton) for each in told] == [False, True, True, True, False]
    assert [str(round_id) for _, round_id, *_ in rows(database, KEPT)] == [rounds[ada.id], rounds[bea.id]]


async def test_two_thousand_answers_at_once_are_all_kept_and_each_once(
    bot: StudyBot, posting: Posting, channel: Channel, place: Place, database: str
) -> None:
    """Fault 39, without the clock: how soon they are told is for the bench."""
    await bot.answer("post", TEACHER, place, {"questions": "10"})
    await posting.sweep()
    start = buttons(channel.cards[-1])[0].token
    crowd = [Member("classroom", "local", str(n), f"Student {n}", Role.STUDENT) for n in range(100, 300)]
    opened = await asyncio.gather(*(bot.press(start, member, place) for member in crowd))
    rounds = [options(reply(card))[0].token.split(":")[1] for card in opened]
    pairs = list(product(range(10), zip(crowd, rounds, strict=True)))
    told = await asyncio.gather(*(bot.press(f"pick:{mine}:{n}:B", who, place) for n, (who, mine) in pairs))
    assert len(told) == 2_000
    found = rows(database, "select round_id, place, choice from answers")
    assert sorted(found) == sorted((int(mine), n, "B") for n, (_, mine) in pairs)
