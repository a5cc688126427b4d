"""Two processes at one moment, over one PostgreSQL database: what one has begun the other waits for."""

import threading
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from doubles.clock import MONDAY, as_here
from doubles.items import QUESTION
from doubles.postgres import Postgres
from doubles.rows import rows
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from bot.chat import Member, MessageRef, Place, Role
from bot.quiz.rounds import Answer, Reveal, Round
from bot.store.backend import backend
from bot.store.closings import GRACE, Closings
from bot.store.erasures import Erasures
from bot.store.ledger import Ledger
from bot.store.occurrences import Slot
from bot.store.papers import Papers
from bot.store.rounds import ClosedMeanwhile, Rounds

ANSWER = Answer(("A",), "A", 0)


def open_quiz(ledger: Ledger) -> Round:
    """Post a quiz that ends now, and begin Ada's round over it."""
    place = Place("classroom", "local", "class")
    class_id = ledger.classes.open(place, MONDAY).id
    ada = ledger.students.of(Member("classroom", "local", "1", "Ada", Role.STUDENT), MONDAY)
    slot = Slot(class_id, place, MONDAY.date(), MONDAY, MONDAY, 1, "", Reveal.AT_ONCE, 1, "t")
    number = ledger.occurrences.plan(slot) or 0
    ledger.claims.give_papers({number: ledger.papers.save(class_id, [QUESTION], MONDAY)})
    ledger.claims.claim(MONDAY, MONDAY, "me", ["classroom"])
    ledger.claims.record(number, "me", MessageRef(place, "m"), MONDAY)
    posted = ledger.occurrences.in_class(class_id, number)
    assert posted
    found = ledger.rounds.of(ledger.rounds.begin(posted, ada, MONDAY), ada, class_id)
    assert found
    return found


@pytest.fixture
def quiz(postgres: Postgres) -> str:
    return postgres.migrated()


@pytest.fixture
def round_(quiz: str) -> Round:
    engine = backend(quiz).writing_engine(quiz)
    with engine.begin() as connection:
        begun = open_quiz(Ledger(connection, ZoneInfo("UTC"), as_here, {}))
    engine.dispose()
    return begun


@pytest.fixture
def two(quiz: str) -> Iterator[tuple[Engine, Engine]]:
    engines = (backend(quiz).writing_engine(quiz), backend(quiz).writing_engine(quiz))
    yield engines
    for engine in engines:
        engine.dispose()


def rounds_in(connection: Connection) -> Rounds:
    return Rounds(connection, Papers(connection, {}))


def test_a_close_waits_for_an_answer_that_is_being_kept(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 33: the scoreboard includes every answer that was acknowledged."""
    one, other = two
    seen: list[object] = []

    def close() -> None:
        with other.begin() as connection:
            Closings(connection).close_ended(MONDAY + GRACE)
            seen.append(connection.scalar(text("select count(*) from answers")))

    with one.begin() as connection:
        assert rounds_in(connection).keep(round_, 0, ANSWER, (1, 1), MONDAY)
        closing = threading.Thread(target=close)
        closing.start()
        closing.join(0.3)
        assert seen == []
    closing.join()
    assert seen == [1]
    assert rows(quiz, "select status from occurrences") == [("closed",)]


def test_a_close_waits_for_an_erasure_and_counts_what_it_left(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 75: neither sees the other's rows, but the question's figures are those of the answers."""
    one, other = two
    with one.begin() as connection:
        assert rounds_in(connection).keep(round_, 0, ANSWER, (1, 1), MONDAY)

    def close() -> None:
        with other.begin() as connection:
            Closings(connection).close_ended(MONDAY + GRACE)

    with one.begin() as connection:
        connection.execute(text("delete from answers"))
        closing = threading.Thread(target=close)
        closing.start()
        closing.join(0.3)
        assert closing.is_alive()
    closing.join()
    assert rows(quiz, "select status from occurrences") == [("closed",)]
    assert rows(quiz, "select * from item_totals") == []


def test_an_erasure_waits_for_a_close_and_takes_back_what_it_counted(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 75."""
    one, other = two
    with one.begin() as connection:
        assert rounds_in(connection).keep(round_, 0, ANSWER, (1, 1), MONDAY)

    def erase() -> None:
        with other.begin() as connection:
            connection.execute(text("delete from answers"))

    with one.begin() as connection:
        Closings(connection).close_ended(MONDAY + GRACE)
        assert connection.scalar(text("select answered from item_totals")) == 1
        erasing = threading.Thread(target=erase)
        erasing.start()
        erasing.join(0.3)
        assert erasing.is_alive()
    erasing.join()
    assert rows(quiz, "select * from item_totals") == []


def test_of_two_answers_at_once_the_one_kept_first_counts(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 37: the other process waits, meets the first answer, and finds the question settled."""
    one, other = two
    met: list[Answer | None] = []

    def answer(connection: Connection, letter: str) -> None:
        taking = rounds_in(connection)
        found = taking.at((round_.id, 0), 1, 1)
        assert found
        met.append(found.answers.get(0))
        wanted = found.after(0, letter, MONDAY)
        assert wanted == found.answers.get(0) or taking.keep(found, 0, wanted, (1, 1), MONDAY)

    def answer_elsewhere() -> None:
        with other.begin() as connection:
            answer(connection, "B")

    with one.begin() as connection:
        answer(connection, "A")
        answering = threading.Thread(target=answer_elsewhere)
        answering.start()
        answering.join(0.3)
        assert met == [None]
    answering.join()
    assert met == [None, ANSWER]
    assert rows(quiz, "select choice, tried from answers") == [("A", "A")]


def test_an_answer_that_waited_for_a_close_is_not_taken(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 33."""
    one, other = two
    kept: list[bool] = []

    def answer() -> None:
        with other.begin() as connection:
            kept.append(rounds_in(connection).keep(round_, 0, ANSWER, (1, 1), MONDAY))

    with one.begin() as connection:
        Closings(connection).close_ended(MONDAY + GRACE)
        answering = threading.Thread(target=answer)
        answering.start()
        answering.join(0.3)
        assert kept == []
    answering.join()
    assert kept == [False]
    assert rows(quiz, "select count(*) from answers") == [(0,)]


def test_answers_looked_up_before_a_close_are_not_kept_after_it(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 33: answers that come together are looked up together, a moment before they are kept."""
    one, other = two
    with one.begin() as connection:
        taking = rounds_in(connection)
        taking.expect([(round_.id, 0)])
        found = taking.at((round_.id, 0), 1, 1)
        assert found
        with other.begin() as closing:
            Closings(closing).close_ended(MONDAY + GRACE)
        assert taking.keep(found, 0, ANSWER, (1, 1), MONDAY)
        with pytest.raises(ClosedMeanwhile):
            taking.keep_expected()
    assert rows(quiz, "select count(*) from answers") == [(0,)]


def test_an_erasure_waits_for_an_answer_that_is_being_kept_and_takes_it_along(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 75."""
    one, other = two
    done: list[bool] = []

    def erase() -> None:
        with other.begin() as connection:
            done.append(Erasures(connection).erase("classroom", "1", MONDAY))

    with one.begin() as connection:
        assert rounds_in(connection).keep(round_, 0, ANSWER, (1, 1), MONDAY)
        erasing = threading.Thread(target=erase)
        erasing.start()
        erasing.join(0.3)
        assert done == []
    erasing.join()
    assert done == [True]
    assert rows(quiz, "select count(*) from answers") == rows(quiz, "select count(*) from students") == [(0,)]


def test_an_answer_that_waited_for_an_erasure_is_not_kept(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 75: nor is a second erasure one, though it began before the first had ended."""
    one, other = two
    refused: list[object] = []

    def answer() -> None:
        try:
            with other.begin() as connection:
                rounds_in(connection).keep(round_, 0, ANSWER, (1, 1), MONDAY)
        except IntegrityError as error:
            refused.append(type(error))
        with other.begin() as connection:
            refused.append(Erasures(connection).erase("classroom", "1", MONDAY))

    with one.begin() as connection:
        assert Erasures(connection).erase("classroom", "1", MONDAY)
        answering = threading.Thread(target=answer)
        answering.start()
        answering.join(0.3)
        assert refused == []
    answering.join()
    assert refused == [IntegrityError, False]
    assert rows(quiz, "select count(*) from answers") == [(0,)]


def test_an_erasure_waits_for_a_close_and_has_its_results_drawn_anew(
    quiz: str, round_: Round, two: tuple[Engine, Engine]
) -> None:
    """Fault 75: else the results that the close computes would go on naming the student."""
    one, other = two
    with one.begin() as connection:
        assert rounds_in(connection).keep(round_, 0, ANSWER, (1, 1), MONDAY)
    done: list[bool] = []

    def erase() -> None:
        with other.begin() as connection:
            done.append(Erasures(connection).erase("classroom", "1", MONDAY))

    with one.begin() as connection:
        Closings(connection).close_ended(MONDAY + GRACE)
        erasing = threading.Thread(target=erase)
        erasing.start()
        erasing.join(0.3)
        assert done == []
    erasing.join()
    assert done == [True]
    assert rows(quiz, "select status, shown from occurrences") == [("closed", -2)]
