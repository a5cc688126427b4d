"""The turns that one person has: enough for anybody who reads the questions, an end for a script."""

import pytest

from bot.turns import A_SECOND, AT_ONCE, REMEMBERED, Turns


class Stopwatch:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_person_has_so_many_turns_in_one_go_and_no_more() -> None:
    turns = Turns(Stopwatch())
    assert [turns.take("Ada") for _ in range(AT_ONCE + 50)] == [True] * AT_ONCE + [False] * 50


def test_turns_come_back_as_the_seconds_pass_but_are_not_saved_up() -> None:
    turns = Turns(watch := Stopwatch())
    for passed, granted in ((0.0, AT_ONCE), (1.0, A_SECOND), (3_600.0, AT_ONCE)):
        watch.seconds += passed
        assert sum(turns.take("Ada") for _ in range(1_000)) == granted


def test_a_thousand_presses_a_second_leave_the_others_their_turns() -> None:
    """Fault 40."""
    turns = Turns(watch := Stopwatch())
    granted = 0
    for number in range(10_000):
        watch.seconds += 0.001
        granted += turns.take("script")
        if number % 100 == 0:
            assert turns.take("Ben")
    assert granted == pytest.approx(AT_ONCE + 10 * A_SECOND, abs=1)


def test_the_quickest_class_meets_no_limit() -> None:
    """Ten presses a second, without a pause, for a whole lesson."""
    turns = Turns(watch := Stopwatch())
    for _ in range(45 * 60 * 10):
        watch.seconds += 0.1
        assert turns.take("Ada")


def test_however_many_people_ask_so_many_are_remembered() -> None:
    """Memory is bounded; who asks all the time is not forgotten by a crowd that passes."""
    turns = Turns(Stopwatch())
    for _ in range(AT_ONCE):
        turns.take("script")
    for number in range(3 * REMEMBERED):
        assert turns.take(number)
        assert number % 100 or not turns.take("script")
    assert len(turns._left) == REMEMBERED  # noqa: SLF001 - what is bounded
