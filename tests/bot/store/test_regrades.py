"""A corrected key marks what was answered anew: totals are what a fresh computation gives, and the teacher is told."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import Lesson, Talk, buttons, lesson_with, other_key, words, wrong_answer
from doubles.rows import counts, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Place
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Bank, Library
from bot.quiz.points import counted, mark
from bot.quiz.question import Form, Question, thawed
from bot.quiz.regrading import corrected
from bot.store.rounds import read
from bot.store.store import Store
from bot.study import StudyBot

ASKED = ("patronage-1", "fall-of-the-rivals", "steps-of-the-essay", "who-had-what", "favour-in-a-word")
AUDIT = "select question, answers, changed from regrades"


def with_questions(library: Library, *changed: Question) -> Library:
    """Give the pack with these questions in the place of those of their ids."""
    new = {question.id: question for question in changed}
    return Library(library.pack, Bank(tuple(new.get(q.id, q) for q in library.bank.questions), "changed"))


def only(library: Library, *ids: str) -> Library:
    return Library(library.pack, Bank(tuple(library.bank.question[id_] for id_ in ids), "some"))


async def start_again(lesson: Lesson, library: Library) -> None:
    """Have the bot start again over another pack."""
    lesson.bot.library = library
    store = lesson.posting._store  # noqa: SLF001 - the same database
    lesson.posting = Posting(store, library, {"classroom": lesson.channel}, lesson.clock)
    await lesson.posting.begin([])


@pytest.fixture
def lesson(store: Store, every_form: Library, channel: Channel, clock: Clock, place: Place) -> Lesson:
    library = only(every_form, "patronage-1")
    posting = Posting(store, library, {"classroom": channel}, clock)
    return Lesson(StudyBot(store, library, clock), posting, channel, clock, place)


def mended(lesson: Lesson, key: str = "A", **fields: Any) -> Library:  # noqa: ANN401 - fields of a question
    library = lesson.bot.library
    return with_questions(library, replace(library.bank.question["patronage-1"], key=key, **fields))


async def answered(lesson: Lesson) -> tuple[Talk, Talk]:
    """Have one student answer rightly and another wrongly: B is the key, they choose B and A."""
    ada, ben = lesson.students(2)
    card = await lesson.quiz(questions=1)
    for student, letter in ((ada, "B"), (ben, "A")):
        await student.start(card)
        await student.choose(letter)
    return ada, ben


async def test_a_corrected_key_changes_the_points_and_leaves_an_audit_row(
    lesson: Lesson, database: str
) -> None:
    """Fault 67."""
    await answered(lesson)
    await lesson.close()
    await start_again(lesson, mended(lesson))
    assert rows(database, "select choice, points from answers order by id") == [("B", 0), ("A", 10)]
    assert rows(database, AUDIT) == [("patronage-1", 2, 2)]
    assert rows(database, "select student_id, change from regraded order by 1") == [(1, -10), (2, 10)]
    old, new = rows(database, "select old_version, new_version from regrades")[0]
    kept = {
        version: thawed(str(body)).key
        for version, body in rows(database, "select version, body from versions")
    }
    assert (kept[str(old)], kept[str(new)]) == ("B", "A")


async def test_the_teacher_of_the_class_is_told_whose_points_changed(lesson: Lesson) -> None:
    """Fault 67."""
    await answered(lesson)
    await lesson.close()
    assert "was corrected" not in plain(await lesson.teacher.ask("class show"))
    await start_again(lesson, mended(lesson))
    assert (
        "The key of question patronage-1 was corrected on Mon 23 Nov 2026, 08:00: "
        "2 students' points changed: Student 00 (-10), Student 01 (+10)."
    ) in plain(await lesson.teacher.ask("class show"))
    await lesson.later(days=31)
    assert "was corrected" not in plain(await lesson.teacher.ask("class show"))


async def test_a_key_that_changes_nobodys_points_is_told_as_such(lesson: Lesson) -> None:
    (student,) = lesson.students(1)
    await student.start(await lesson.quiz(questions=1))
    await student.choose("A")
    await lesson.close()
    await start_again(lesson, mended(lesson, "C"))
    assert "no student's points changed." in plain(await lesson.teacher.ask("class show"))


async def test_another_classs_teacher_is_told_nothing(lesson: Lesson) -> None:
    await answered(lesson)
    await lesson.close()
    await start_again(lesson, mended(lesson))
    elsewhere = replace(lesson, place=lesson.place._replace(server="other"))
    assert "was corrected" not in plain(await elsewhere.teacher.ask("class show"))


async def test_boards_reviews_and_results_show_the_corrected_key(lesson: Lesson) -> None:
    _, ben = await answered(lesson)
    await lesson.close()
    await start_again(lesson, mended(lesson))
    await lesson.posting.sweep()
    assert "1. Student 01 (you): 10 points" in plain(await ben.ask("leaderboard"))
    assert "The answer: Command the army." in plain(lesson.card)
    await ben.start(lesson.card)
    assert (await ben.press("Look at 1")).title == "Right"


async def test_a_message_of_long_ago_is_left_as_it_is(lesson: Lesson) -> None:
    await answered(lesson)
    before = await lesson.close()
    await lesson.later(days=8)
    await start_again(lesson, mended(lesson))
    await lesson.posting.sweep()
    assert lesson.card == before


async def test_a_new_wording_changes_nothing_that_was_answered(lesson: Lesson, database: str) -> None:
    await answered(lesson)
    await lesson.close()
    before = rows(database, "select * from answers")
    await start_again(lesson, mended(lesson, stem="What did the post allow him?"))
    assert rows(database, "select * from answers") == before
    assert counts(database)["regrades"] == 0


async def test_starting_again_over_the_same_pack_marks_nothing_anew(lesson: Lesson, database: str) -> None:
    await answered(lesson)
    await lesson.close()
    for _ in range(2):
        await start_again(lesson, mended(lesson))
    assert counts(database)["regrades"] == 1


async def test_a_key_corrected_back_gives_the_points_back(lesson: Lesson, database: str) -> None:
    await answered(lesson)
    await lesson.close()
    for key in ("A", "B"):
        await start_again(lesson, mended(lesson, key))
    assert rows(database, "select points from answers order by id") == [(10,), (0,)]
    assert counts(database)["regrades"] == 2


@pytest.mark.parametrize("reveal", ["at-once", "at-close"])
async def test_an_open_quiz_keeps_its_key_until_it_is_closed_and_is_then_marked_by_the_right_one(
    lesson: Lesson, database: str, reveal: str
) -> None:
    """Faults 66 and 67."""
    await lesson.teacher.ask("class set", reveal=reveal)
    _, ben = await answered(lesson)
    await start_again(lesson, mended(lesson))
    assert rows(database, "select points from answers order by id") == [(10,), (0,)]
    assert counts(database)["regrades"] == 0
    await ben.start(lesson.card)
    results = await lesson.close()
    assert rows(database, "select points from answers order by id") == [(0,), (10,)]
    assert "The answer: Command the army." in plain(results)
    assert rows(database, AUDIT) == [("patronage-1", 2, 2)]


async def test_practice_is_marked_anew_too_and_goes_on_with_the_corrected_key(
    lesson: Lesson, database: str
) -> None:
    one, other = lesson.students(2)
    await one.ask("quiz", questions=1)
    await one.choose("A")
    await other.ask("quiz", questions=1)
    await start_again(lesson, mended(lesson))
    assert rows(database, "select points from answers") == [(10,)]
    assert (await other.choose("A")).title == "Right"


async def test_another_accepted_name_gives_the_points_to_who_typed_it(
    lesson: Lesson, every_form: Library, database: str
) -> None:
    await start_again(lesson, only(every_form, "favour-in-a-word"))
    (student,) = lesson.students(1)
    student.bot = lesson.bot
    await student.start(await lesson.quiz(questions=1))
    await student.type("protectionism")
    await lesson.close()
    cloze = every_form.bank.question["favour-in-a-word"]
    also = replace(cloze, aliases=(*cloze.aliases, "protectionism"))
    await start_again(lesson, with_questions(lesson.bot.library, also))
    assert rows(database, "select points from answers") == [(10,)]


# Whatever was answered and whatever was corrected

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("quiz"), st.sampled_from(["at-once", "at-close"]), st.integers(1, 2)),
        st.tuples(st.just("close"), st.just(""), st.just(0)),
        st.tuples(st.just("answer"), st.sampled_from(["key", "other", "wrong"]), st.integers(0, 2)),
        st.tuples(st.just("practice"), st.sampled_from(["key", "other", "wrong"]), st.just(0)),
        st.tuples(st.just("correct"), st.sampled_from(ASKED), st.just(0)),
        st.tuples(st.just("reword"), st.sampled_from(ASKED), st.just(0)),
    ),
    min_size=4,
    max_size=16,
)
AT_PLACE = (
    "select body from rounds join paper_questions using (paper_id) join versions using (version) "
    "where rounds.id = {} and place = {}"
)
LATEST = (
    "select max(id) from rounds where student_id = (select student_id from accounts where user_id = '{}')"
)


async def take(lesson: Lesson, database: str, step: tuple[str, str, int]) -> None:
    """Do one thing of a class's term; what is not possible just now is refused."""
    library, (student, other) = lesson.bot.library, lesson.students(2)
    match step:
        case "quiz", reveal, attempts:
            await words(lesson.teacher.ask("close"))
            await lesson.later(seconds=2)
            await lesson.teacher.ask("class set", reveal=reveal, attempts=attempts)
            await lesson.quiz(questions=3)
        case "close", _, _:
            await words(lesson.teacher.ask("close"))
            await lesson.later(seconds=2)
        case "answer", answer, place if lesson.channel.cards and buttons(lesson.card):
            await words(student.start(lesson.card))
            await give(student, database, answer, place)
        case "practice", answer, place:
            await words(other.ask("quiz", questions=1))
            await give(other, database, answer, place)
        case "correct", id_, _:
            await start_again(lesson, with_questions(library, swapped(library.bank.question[id_])))
        case "reword", id_, _:
            old = library.bank.question[id_]
            await start_again(lesson, with_questions(library, replace(old, stem=f"{old.stem} Say it.")))


async def give(talk: Talk, database: str, answer: str, place: int) -> None:
    """Answer a question of the latest round as it was asked."""
    ((round_id,),) = rows(database, LATEST.format(talk.member.id))
    for (body,) in rows(database, AT_PLACE.format(round_id or 0, place)):
        question = thawed(str(body))
        given_ = {"key": question.key, "other": other_key(question), "wrong": wrong_answer(question)}[answer]
        if question.form is Form.CLOZE:
            sent = talk.bot.submit(f"written:{round_id}:{place}", {"answer": given_}, talk.member, talk.place)
            await words(sent)
        else:
            await words(talk.send(f"pick:{round_id}:{place}:{given_}"))


def swapped(question: Question) -> Question:
    """Give the question with another key; a cloze's key and its near wrong answer change places."""
    key = other_key(question)
    if question.form is not Form.CLOZE:
        return replace(question, key=key)
    return replace(question, key=key, near=(replace(question.near[0], text=question.key), *question.near[1:]))


GIVEN = (
    "select tried, choice, points, body, answers.student_id, coalesce(status, 'closed') from answers "
    "join versions using (version) left join occurrences on occurrences.id = occurrence_id"
)
ON_ITS_PAPER = (
    "select count(*) from answers join rounds on rounds.id = round_id join paper_questions on "
    "paper_questions.paper_id = rounds.paper_id and paper_questions.place = answers.place "
    "where paper_questions.version != answers.version"
)


async def check(lesson: Lesson, database: str) -> None:
    """Compute everything anew from the tries alone, and compare."""
    bank, totals = lesson.bot.library.bank.question, Counter[int]()
    for tried, choice, points, body, student, status in rows(database, GIVEN):
        question = thawed(str(body))
        assert choice == counted(question, read(str(tried)))
        assert points == mark(question, str(choice))
        assert status != "closed" or not corrected(question, bank[question.id])
        totals[int(str(student))] += int(str(points))
    assert rows(database, ON_ITS_PAPER) == [(0,)]
    board = await lesson.posting._store.read(lambda ledger: ledger.boards.totals(1, None, practice=True))  # noqa: SLF001 - what is stored
    open_ = any(status != "closed" for *_, status in rows(database, GIVEN))
    assert open_ or {score.student: score.points for score in board} == totals


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
async def test_whatever_is_answered_and_corrected_the_totals_are_those_of_a_fresh_computation(
    every_form: Library, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    """Fault 67."""
    folder = tmp_path_factory.mktemp("term")
    database = f"sqlite:///{folder}/cardindex.db"
    with lesson_with(only(every_form, *ASKED), folder) as lesson:
        for step in [*steps, ("close", "", 0)]:
            await take(lesson, database, step)
            await check(lesson, database)
