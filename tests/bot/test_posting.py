"""Due exactly once: planned, claimed, posted, closed, over crashes, lost answers and clock changes."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from doubles.channel import Channel
from doubles.clock import Clock, as_here
from doubles.dialogue import RIGHT, Talk
from doubles.rows import lay_out, rows

from bot.chat import Chart, Gone, Member, MessageRef, Place, Ranking, Reply, Role, Text
from bot.plain import plain
from bot.posting import Posting
from bot.posting.asking import Asking
from bot.posting.planning import plan
from bot.quiz.bank import Library
from bot.store.schedules import Order
from bot.store.store import Store
from bot.study import StudyBot

HALF_NINE = time(9, 30)
LONDON = ZoneInfo("Europe/London")


def daily(place: Place, at: time = HALF_NINE, window: float = 8) -> Order:
    return Order(place, at, "mon,tue,wed,thu,fri", 3, "", timedelta(hours=window))


async def test_a_daily_quiz_is_posted_at_its_minute_and_once(
    posting: Posting, channel: Channel, clock: Clock, place: Place
) -> None:
    await posting.begin([daily(place)])
    assert await posting.sweep() == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    clock.go_on(minutes=89)
    await posting.sweep()
    assert channel.cards == []
    clock.go_on(minutes=1)
    await posting.sweep()
    await posting.sweep()
    assert [card.title for card in channel.cards] == ["Daily quiz: Mon 23 Nov 2026"]


async def test_a_restart_with_the_same_settings_posts_nothing_again(
    store: Store, library: Library, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 6."""
    clock.go_on(minutes=80)
    for _ in range(3):
        posting = Posting(store, library, {"classroom": channel}, clock)
        await posting.begin([daily(place)])
        clock.go_on(minutes=20)
        await posting.sweep()
    assert channel.posted == 1


async def test_a_changed_time_makes_no_second_post_today(
    posting: Posting, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 22."""
    await posting.begin([daily(place)])
    clock.go_on(minutes=91)
    await posting.sweep()
    await posting.begin([daily(place, time(11, 0))])
    clock.go_on(hours=3)
    await posting.sweep()
    assert channel.posted == 1
    clock.go_on(hours=24)
    await posting.sweep()
    assert channel.posted == 2


async def test_settings_without_a_time_end_the_daily_quiz(
    posting: Posting, channel: Channel, clock: Clock, place: Place
) -> None:
    await posting.begin([daily(place)])
    await posting.begin([])
    clock.go_on(days=3)
    await posting.sweep()
    assert channel.posted == 0


async def test_a_lost_answer_is_looked_for_and_adopted(
    posting: Posting, channel: Channel, clock: Clock, place: Place, database: str
) -> None:
    """Faults 4 and 5: the message was accepted, its answer never came."""
    await posting.begin([daily(place)])
    clock.go_on(minutes=90)
    channel.loses_answers = 1
    await posting.sweep()
    assert rows(database, "select status from occurrences") == [("sending",)]
    clock.go_on(seconds=61)
    await posting.sweep()
    assert channel.posted == 1
    assert rows(database, "select status, message from occurrences") == [("posted", "1")]


async def test_a_platform_that_was_down_gets_the_post_later(
    posting: Posting, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 46."""
    await posting.begin([daily(place)])
    channel.down = True
    clock.go_on(minutes=90)
    await posting.sweep()
    channel.down = False
    clock.go_on(seconds=61)
    await posting.sweep()
    assert channel.posted == 1


async def test_a_process_frozen_beyond_its_lease_does_not_post(
    store: Store, library: Library, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 8."""

    def freeze(step: str) -> None:
        if step == "claimed" and not frozen:
            frozen.append(clock.go_on(minutes=2))

    frozen: list[datetime] = []
    slow = Posting(store, library, {"classroom": channel}, clock, freeze)
    await slow.begin([daily(place)])
    clock.go_on(minutes=90)
    await slow.sweep()
    assert channel.posted == 0
    await Posting(store, library, {"classroom": channel}, clock).sweep()
    assert channel.posted == 1


async def test_the_one_that_lost_its_claim_deletes_its_own_message(
    store: Store, library: Library, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 9: frozen between the post and the record, while another took over."""
    other = Posting(store, library, {"classroom": channel}, clock)

    class Frozen(Channel):
        async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
            ref = await channel.post(place, reply, token)
            clock.go_on(minutes=2)
            kept, channel.messages = channel.messages, {}  # the look-up lags behind
            await other.sweep()
            channel.messages = {**kept, **channel.messages}
            return ref

        async def delete(self, ref: MessageRef) -> None:
            await channel.delete(ref)

    slow = Posting(store, library, {"classroom": Frozen()}, clock)
    await slow.begin([daily(place)])
    clock.go_on(minutes=90)
    await slow.sweep()
    assert list(channel.messages) == ["2"]


class Overtaken(Channel):
    """Another process takes over while this one's request is on its way."""

    def __init__(self, channel: Channel, other: Posting, clock: Clock) -> None:
        super().__init__()
        self.channel, self.other, self.clock = channel, other, clock

    async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
        self.clock.go_on(minutes=2)
        await self.other.sweep()
        found = await self.channel.find(place, token)  # the platform takes the nonce for the same message
        return found[0] if found else await self.channel.post(place, reply, token)

    async def delete(self, ref: MessageRef) -> None:
        await self.channel.delete(ref)


async def test_the_one_that_lost_its_claim_leaves_the_message_that_both_were_given(
    store: Store, library: Library, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 9, where the platform makes one message of both posts."""
    other = Posting(store, library, {"classroom": channel}, clock)
    slow = Posting(store, library, {"classroom": Overtaken(channel, other, clock)}, clock)
    await slow.begin([daily(place)])
    clock.go_on(minutes=90)
    await slow.sweep()
    assert list(channel.messages) == ["1"]


async def test_the_one_that_lost_its_claim_leaves_what_the_other_may_be_finding(
    store: Store, library: Library, channel: Channel, clock: Clock, place: Place, database: str
) -> None:
    """Fault 9, where the other has claimed and nothing more."""
    cut_off = Posting(store, library, {"classroom": Channel(down=True)}, clock)
    slow = Posting(store, library, {"classroom": Overtaken(channel, cut_off, clock)}, clock)
    await slow.begin([daily(place)])
    clock.go_on(minutes=90)
    await slow.sweep()
    assert rows(database, "select status, attempt from occurrences") == [("sending", 2)]
    clock.go_on(minutes=2)
    await Posting(store, library, {"classroom": channel}, clock).sweep()
    assert rows(database, "select status, message from occurrences") == [("posted", "1")]
    assert list(channel.messages) == ["1"]


@pytest.mark.parametrize("chosen_before", [False, True])
async def test_the_questions_that_another_process_has_fixed_stay(
    posting: Posting, store: Store, clock: Clock, place: Place, database: str, *, chosen_before: bool
) -> None:
    """Fault 9: a process that was frozen after its claim fixes no questions any more, had it chosen them or not."""
    asking = Asking(posting._office)  # noqa: SLF001 - stopped between two of its steps
    owner = posting._office.owner  # noqa: SLF001 - likewise
    await posting.begin([daily(place)])
    clock.go_on(minutes=90)
    await store.write(lambda ledger: plan(ledger, clock()))
    few = await store.write(lambda ledger: ledger.claims.claim(clock(), clock(), owner, ["classroom"]))
    ids = [claim.id for claim in few]
    held, chosen = await store.read(lambda ledger: asking._chosen(ledger, ids))  # noqa: SLF001 - likewise
    clock.go_on(minutes=3)  # its lease is over
    await Posting(store, posting._office.library, posting._office.posters, clock).sweep()  # noqa: SLF001 - likewise
    fixed = rows(database, "select paper_id from occurrences")
    if chosen_before:
        await store.write(lambda ledger: asking._keep(ledger, held, chosen))  # noqa: SLF001 - likewise
    else:
        assert await asking.ready(few, clock()) == []
    assert rows(database, "select paper_id from occurrences") == fixed != [(None,)]
    assert rows(database, "select count(*) from papers") == [(1,)]


async def test_what_another_has_posted_is_not_given_up(
    store: Store, library: Library, channel: Channel, clock: Clock, place: Place, database: str
) -> None:
    """Fault 9, where the last word that the place takes no posts came to the one that lost its claim."""
    other = Posting(store, library, {"classroom": channel}, clock)

    class Refused(Overtaken):
        async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
            await super().post(place, reply, token)
            raise Gone("the channel was hidden")

    slow = Posting(store, library, {"classroom": Refused(channel, other, clock)}, clock)
    await slow.begin([daily(place)])
    clock.go_on(minutes=90)
    await slow.sweep()
    assert rows(database, "select status from occurrences") == [("posted",)]
    assert rows(database, "select status from schedules") == [("active",)]


async def test_duplicates_are_swept_once_some_minutes_later(
    posting: Posting, channel: Channel, clock: Clock, place: Place, database: str
) -> None:
    """Fault 49: the history lagged, so a second message stands there."""
    await posting.begin([daily(place)])
    clock.go_on(minutes=90)
    await posting.sweep()
    token = rows(database, "select token from occurrences")[0][0]
    await channel.post(place, channel.cards[0], str(token))
    clock.go_on(minutes=4)
    await posting.sweep()
    assert list(channel.messages) == ["1"]
    assert rows(database, "select swept from occurrences") == [(1,)]


async def test_down_over_a_slot_posts_late_and_says_so(
    posting: Posting, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 24."""
    await posting.begin([daily(place)])
    clock.go_on(minutes=90, hours=2)
    await posting.sweep()
    assert "Late: it was due at Mon 23 Nov 2026, 09:30." in plain(channel.cards[0])


async def test_a_late_quiz_with_a_short_window_still_stays_open_for_it(
    posting: Posting, clock: Clock, place: Place, database: str
) -> None:
    await posting.begin([daily(place, window=0.5)])
    clock.go_on(minutes=90, hours=2)
    await posting.sweep()
    [(closes_at,)] = rows(database, "select closes_at from occurrences")
    assert str(closes_at).startswith("2026-11-23 12:00:00")


async def test_down_for_five_days_posts_the_newest_alone(
    posting: Posting,
    bot: StudyBot,
    channel: Channel,
    clock: Clock,
    place: Place,
    database: str,
    teacher: Member,
) -> None:
    """Fault 25."""
    await posting.begin([daily(place)])
    clock.go_on(days=4, minutes=100)
    await posting.sweep()
    assert [card.title for card in channel.cards] == ["Daily quiz: Fri 27 Nov 2026"]
    assert rows(database, "select count(*) from occurrences where status = 'skipped'") == [(4,)]
    told = await bot.answer("schedule list", teacher, place, {})
    assert plain(told).count("the bot was not running at that time") == 4  # type: ignore[arg-type]
    await posting.sweep()
    [(account, notice)] = channel.told
    assert account == ""
    assert "schedule 1 left out 4 quizzes:\n• Mon 23 Nov 2026" in plain(notice)


async def test_beyond_the_catch_up_window_nothing_is_posted(
    posting: Posting, channel: Channel, clock: Clock, place: Place, database: str
) -> None:
    await posting.begin([daily(place)])
    clock.go_on(hours=8, seconds=2)
    await posting.sweep()
    assert channel.posted == 0
    assert rows(database, "select status from occurrences") == [("skipped",)]


async def test_a_clock_set_back_makes_no_second_post(
    posting: Posting, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 19."""
    await posting.begin([daily(place)])
    clock.go_on(minutes=90)
    await posting.sweep()
    clock.go_on(hours=-1)
    await posting.sweep()
    clock.go_on(hours=1, minutes=1)
    await posting.sweep()
    assert channel.posted == 1


async def test_a_holiday_is_left_out(
    posting: Posting, bot: StudyBot, channel: Channel, clock: Clock, place: Place, teacher: Member
) -> None:
    await posting.begin([daily(place)])
    await bot.answer(
        "schedule skip", teacher, place, {"number": 1, "date": "2026-11-23", "until": "2026-11-24"}
    )
    clock.go_on(minutes=90)
    for _ in range(3):
        await posting.sweep()
        clock.go_on(hours=24)
    assert [card.title for card in channel.cards] == ["Daily quiz: Wed 25 Nov 2026"]


async def test_a_place_that_takes_no_posts_pauses_its_schedule_and_says_why(
    posting: Posting, bot: StudyBot, channel: Channel, clock: Clock, place: Place, teacher: Member
) -> None:
    """Fault 71."""
    await posting.begin([daily(place)])
    channel.closed_for_good = "the channel is gone"
    clock.go_on(minutes=90)
    await posting.sweep()
    told = plain(await bot.answer("schedule list", teacher, place, {}))  # type: ignore[arg-type]
    assert "Resting: the channel is gone." in told
    assert "Mon 23 Nov 2026: the channel is gone" in told


@pytest.mark.parametrize("asked_for", ["a schedule", "a quiz at once"])
async def test_the_teacher_who_asked_is_told_once_why_a_quiz_was_not_posted(
    posting: Posting,
    bot: StudyBot,
    channel: Channel,
    clock: Clock,
    place: Place,
    teacher: Member,
    asked_for: str,
) -> None:
    """Fault 71."""
    channel.closed_for_good = "the channel is gone"
    if asked_for == "a schedule":
        await bot.answer("schedule add", teacher, place, {"time": "8:30"})
    else:
        await bot.answer("post", teacher, place, {})
    for hours in (2, 24, 24):
        clock.go_on(hours=hours)
        await posting.sweep()
    [(account, notice)] = channel.told
    assert account == teacher.id
    assert "could not be posted: the channel is gone." in plain(notice)
    assert ("/schedule resume 1 lets it run again" in plain(notice)) == (asked_for == "a schedule")


async def test_a_notice_that_does_not_arrive_is_tried_thrice_and_let_go(
    posting: Posting, bot: StudyBot, channel: Channel, place: Place, teacher: Member, database: str
) -> None:
    channel.closed_for_good = "the channel is gone"
    await bot.answer("post", teacher, place, {})
    channel.tells_nobody = True
    left = []
    for _ in range(4):
        await posting.sweep()
        left.append(rows(database, "select tries from notices"))
    assert left == [[(1,)], [(2,)], [], []]
    assert channel.told == []


async def test_two_replicas_tell_a_teacher_once(
    posting: Posting, store: Store, library: Library, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 25."""
    other = Posting(store, library, {"classroom": channel}, clock)
    await posting.begin([daily(place)])
    clock.go_on(days=4, minutes=100)
    await asyncio.gather(posting.sweep(), other.sweep())
    await asyncio.gather(posting.sweep(), other.sweep())
    assert len(channel.told) == 1


async def test_a_factor_that_the_pack_lost_stops_no_other_post(
    posting: Posting, bot: StudyBot, channel: Channel, clock: Clock, place: Place, teacher: Member
) -> None:
    """The admin chose another PACK: the schedule on one of the old factors rests, and says why."""
    await posting.begin([daily(place), replace(daily(Place("classroom", "other", "class")), factor="of-old")])
    clock.go_on(minutes=90)
    await posting.sweep()
    assert [card.title for card in channel.cards] == ["Daily quiz: Mon 23 Nov 2026"]
    elsewhere = Place("classroom", "other", "class")
    told = plain(await bot.answer("schedule list", teacher, elsewhere, {}))  # type: ignore[arg-type]
    assert "Resting: the pack has no question on this factor." in told


async def test_a_closed_quiz_turns_into_its_results(
    posting: Posting, bot: StudyBot, channel: Channel, clock: Clock, place: Place, ada: Member
) -> None:
    await posting.begin([daily(place)])
    clock.go_on(minutes=90)
    await posting.sweep()
    await bot.press("start:1", ada, place)
    await bot.press("pick:1:0:A", ada, place)
    clock.go_on(hours=8, seconds=2)
    await posting.sweep()
    results = channel.cards[0]
    assert results.title == "Daily quiz: Mon 23 Nov 2026 - results"
    assert {type(part) for part in results.parts} >= {Chart, Ranking, Text}


async def test_quizzes_that_end_at_the_same_minute_are_closed_in_one_sweep(
    posting: Posting, channel: Channel, clock: Clock, database: str
) -> None:
    await posting.begin([daily(Place("classroom", f"s{number}", "class")) for number in range(60)])
    for passed in ({"minutes": 90}, {"hours": 8, "seconds": 2}):
        clock.go_on(**passed)
        await posting.sweep()
    assert rows(database, "select status, count(*) from occurrences group by 1") == [("closed", 60)]
    assert all("results" in card.title for card in channel.cards)


async def test_results_wait_for_a_platform_that_is_down(
    posting: Posting, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 32: closing resumes."""
    await posting.begin([daily(place)])
    clock.go_on(minutes=90)
    await posting.sweep()
    channel.down = True
    clock.go_on(hours=8, seconds=2)
    await posting.sweep()
    channel.down = False
    await posting.sweep()
    assert plain(channel.cards[0]).endswith("Nobody answered this time.")


async def test_the_message_counts_who_has_answered(
    posting: Posting, bot: StudyBot, channel: Channel, clock: Clock, place: Place, ada: Member, ben: Member
) -> None:
    await posting.begin([daily(place)])
    clock.go_on(minutes=90)
    await posting.sweep()
    for number, student in enumerate((ada, ben), 1):
        await bot.press("start:1", student, place)
        await bot.press(f"pick:{number}:0:A", student, place)
    await posting.sweep()
    assert "2 people have answered." in plain(channel.cards[0])


@pytest.mark.parametrize(
    ("zone", "change", "missing"),
    [
        ("Europe/London", date(2026, 3, 29), None),
        ("America/New_York", date(2026, 3, 8), None),
        ("Australia/Lord_Howe", date(2026, 10, 4), None),
        ("Pacific/Apia", date(2011, 12, 31), date(2011, 12, 30)),
    ],
)
async def test_clock_changes_neither_skip_nor_double(
    library: Library, channel: Channel, database: str, zone: str, change: date, missing: date | None
) -> None:
    """Faults 20 and 21, through the store: five days around the change, a sweep every quarter of an hour."""
    where = ZoneInfo(zone)
    clock = Clock(datetime.combine(change, time(0, 0), where).astimezone(UTC) - timedelta(days=2))
    lay_out(database)
    store = Store(database, where, as_here)
    posting = Posting(store, library, {"classroom": channel}, clock)
    await posting.begin(
        [
            Order(
                Place("classroom", "local", "class"),
                time(2, 15),
                "mon,tue,wed,thu,fri,sat,sun",
                1,
                "",
                timedelta(hours=1),
            )
        ]
    )
    for _ in range(5 * 96):
        clock.go_on(minutes=15)
        await posting.sweep()
    store.close()
    assert channel.posted == 5
    days = [change + timedelta(days=step) for step in range(-3, 4)]
    there = [day for day in days if day != missing]
    first = there.index(change) - 2
    posted = [str(day) for (day,) in rows(database, "select local_date from occurrences order by 1")]
    assert posted == list(map(str, there[first : first + 5]))


# Several processes


@pytest.fixture
def replicas(
    database: str, library: Library, channel: Channel, clock: Clock, database_kind: str
) -> Iterator[list[Posting]]:
    """Three processes' worth of posting over one database, each with connections of its own."""
    if database_kind == "sqlite":
        pytest.skip("SQLite serves one process at a time")
    stores = [Store(database, LONDON, as_here) for _ in range(3)]
    yield [Posting(each, library, {"classroom": channel}, clock) for each in stores]
    for each in stores:
        each.close()


async def test_replicas_that_plan_and_claim_at_one_instant_post_once(
    replicas: list[Posting], channel: Channel, clock: Clock, place: Place, database: str
) -> None:
    """Fault 10."""
    for each in replicas:
        await each.begin([daily(place)])
    assert rows(database, "select count(*) from schedules") == [(1,)]
    for day in range(1, 41):
        clock.go_on(minutes=90) if day == 1 else clock.go_on(days=1)
        await asyncio.gather(*(each.sweep() for each in replicas))
    weekdays = [day for day in range(40) if day % 7 < 5]
    assert channel.posted == len(weekdays)
    assert rows(database, "select count(*) from occurrences") == [(len(weekdays),)]


async def test_replicas_that_begin_at_one_instant_keep_one_schedule(
    replicas: list[Posting], place: Place, database: str
) -> None:
    await asyncio.gather(*(each.begin([daily(place)]) for each in replicas))
    assert rows(database, "select count(*) from schedules") == [(1,)]


async def test_a_clock_that_is_astray_posts_nothing_until_it_is_right(
    database: str, library: Library, channel: Channel, clock: Clock, place: Place
) -> None:
    """Faults 18 and 19: a day ahead of the database, tomorrow's quiz is not posted."""
    truth = Clock()
    store = Store(database, LONDON, lambda _, __: truth())
    posting = Posting(store, library, {"classroom": channel}, clock)
    await posting.begin([daily(place)])
    clock.go_on(hours=25)
    await posting.sweep()
    assert channel.posted == 0
    clock.now = truth.go_on(minutes=90)
    await posting.sweep()
    assert channel.posted == 1
    clock.go_on(hours=-1)
    await posting.sweep()
    assert channel.posted == 1
    store.close()


async def test_counts_that_have_to_wait_are_shown_later(
    bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few at a time are drawn, until something is due or the process ends; none is forgotten."""
    monkeypatch.setattr("bot.posting.closing.FEW", 1)
    places = [Place("classroom", f"school-{n}", "class") for n in range(2)]
    await posting.begin([daily(place) for place in places])
    clock.go_on(minutes=90)
    await posting.sweep()
    for number, place in enumerate(places, 1):
        ada = Member("classroom", place.server, f"{number}", "Ada", Role.STUDENT)
        await Talk(bot, ada, place).play(channel.cards[number - 1], RIGHT)
    posting._office.ending.set()  # noqa: SLF001 - it ends while the counts are drawn
    closing, before = posting._closing, posting._closing.counted  # noqa: SLF001 - likewise
    await closing.refresh(1_000)
    assert [("1 person has answered" in plain(card)) for card in channel.cards].count(True) == 1
    assert closing.counted == before
    posting._office.ending.clear()  # noqa: SLF001 - likewise
    await closing.refresh(1_000)
    assert closing.counted == 1_000
