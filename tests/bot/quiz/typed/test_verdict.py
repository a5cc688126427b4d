"""A typed answer is right when it says the key, all of it, and nothing else."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz.marking import Verdict
from bot.quiz.typed import mark_typed

EVAL = Path(__file__).parents[3] / "eval"
KEYS = (
    "Fifteenth Party Congress",
    "Lenin's Testament",
    "Leon Trotsky",
    "E.H. Carr",
    "New Economic Policy",
    "Workers' and Peasants' Inspectorate",
    "patronage",
    "26,000",
    "less than 1 %",
    "October 1927",
    "Treaty of Versailles",
    "Nicholas II",
)
OTHERS = ("Zinoviev", "1953", "terror", "the Cheka", "sixteenth", "nobody")


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("grey blur", ["Grey Blur!", "'grey blur'", "the famous gray blur", "they called him the grey blur"]),
        ("naïve", ["naive", "nai\u0308ve", "NAÏVE"]),
        ("Orgburo", ["\uff2frgburo", "org-buro", "Orgbureau"]),
        ("Fifteenth", ["15th", "XV", "xvth", "15", "the 15th one", "fiftenth", "no. 15"]),
        ("26,000", ["26k", "26 000", "26.000", "twenty-six thousand", "over 26,000", "26,000 people"]),
        ("250,000", ["a quarter of a million", "250k", "1/4 million", "¼ million", "0.25m"]),
        ("1,500,000", ["one and a half million", "1.5m", "1.5 milion"]),
        ("over 26,000", ["26k", "more than 26,000", "26,000+"]),
        ("less than 1 %", ["under one percent", "<1%", "fewer than one per cent"]),
        ("1917", ["in 1917", "1917 onwards", "nineteen seventeen", "'17", "c. 1917"]),
        ("Waterloo", ["Waterlooo"]),
        ("August 1914", ["Augut 1914"]),
        ("1920s", ["the 1920's", "the twenties", "nineteen twenties"]),
        ("1924-1929", ["1924–29", "from 1924 to 1929", "between 1924 and 1929"]),
        ("7 November 1917", ["November 7th, 1917", "7/11/1917", "the 7th of Nov 1917", "1917-11-07"]),
        ("13 years", ["thirteen years", "13"]),
        ("one third", ["a third", "1/3", "⅓"]),
        ("Socialism in One Country", ["socialism in 1 country", "socalism in one country"]),
    ],
)
def test_numbers_dates_and_marks_may_be_written_in_any_way(key: str, answers: list[str]) -> None:
    assert {answer: mark_typed(key, (), answer) for answer in answers} == dict.fromkeys(answers, "right")


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("Dzerzhinsky", ["Dzerzhinskii", "Dzherzhinsky", "Felix Dzerjinski"]),
        ("Leon Trotsky", ["Trotzky", "Comrade Trotsky", "L.D. Trotskiy", "Lev Trotsky", "Trotsky, Leon"]),
        ("Trotsky", ["Leon Trotsky", "LD Trotsky", "Lev Davidovich Trotsky"]),
        ("Khrushchev", ["Khruschev", "Chrushchev", "Krushchev"]),
        ("E.H. Carr", ["EH Carr", "E H Carr", "carr", "Edward Carr"]),
        ("Tsar Nicholas II", ["Nicholas the Second", "czar nicholas 2"]),
        ("Nicholas II", ["Tsar Nicholas II"]),
        ("Sergei Kirov", ["S.M. Kirov", "Kirov"]),
        ("New Economic Policy", ["NEP", "N.E.P.", "NEP (New Economic Policy)", "New Econ Policy"]),
        ("New Economic Policy (NEP)", ["New Economic Policy", "the NEP"]),
        ("World War II", ["WW2", "WWII", "World War Two"]),
        (
            "General Secretary",
            ["Gen. Sec.", "his post as general secretary", "General Secretary of the party"],
        ),
        ("Workers' and Peasants' Inspectorate", ["peasants & workers inspectorate"]),
        ("Kamenev and Zinoviev", ["Zinoviev, Kameneff", "Kamenev/Zinoviev"]),
        ("Lenin's Testament", ["Lenins testament", "the testament of Lenin"]),
        ("Treaty of Versailles", ["Versailles Treaty", "Treaty Versailles"]),
        ("Ban on Factions", ["ban of factions", "faction ban"]),
        ("Lenin Enrolment", ["lenin enrollment"]),
        ("centralisation", ["centralization", "centralising"]),
        ("through patronage", ["patronage"]),
        ("the policy of terror", ["terror"]),
        ("patronage", ["patronige", "I think it was patronage lol"]),
    ],
)
def test_names_and_terms_may_be_written_in_any_way(key: str, answers: list[str]) -> None:
    assert {answer: mark_typed(key, (), answer) for answer in answers} == dict.fromkeys(answers, "right")


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("Fifteenth", ["14th", "XVI", "fiftieth", "fifth", "fourteenth or fifteenth"]),
        ("26,000", ["36,000", "2,600", "26 million", "under 26,000", "26,000 or one", "26"]),
        ("over 26,000", ["nearly 26,000", "no more than 26,000"]),
        ("less than 1 %", ["over 1 %", "1 %", "less than 1 million", "no less than 1%"]),
        ("1917", ["1918", "before 1917", "1917-1918", "'18", "1917 BC", "BC 1917"]),
        ("7 November 1917", ["7 October 1917", "11/7/1917", "November 1917"]),
        ("five-year plans", ["fifth year plan", "four year plans"]),
        ("one third", ["3", "two thirds", "third"]),
        ("World War II", ["World War I", "WWI", "WW1", "World War"]),
        (
            "Trotsky",
            ["not Trotsky", "anyone but Trotsky", "Trotsky/Kamenev", "theory of Trotsky", "Trotskaya"],
        ),
        ("Leon Trotsky", ["Leon", "Joseph Trotsky", "maybe trotsky maybe lenin", "Trotsky, Bukharin"]),
        ("E.H. Carr", ["Car", "A.J.P. Carr", "everyone except Carr", "E.H."]),
        ("Communist Party", ["Party", "Communist", "Communist Parts", "anti-Communist Party"]),
        ("Lenin", ["Levin", "Lenino", "Leninism", "Lenin's wife"]),
        ("Stalin", ["Stalina", "Svetlana Stalin", "Stabin"]),
        ("Hitler", ["Hiller", "Himmler"]),
        ("causal", ["casual", "a-causal"]),
        ("Leninism", ["Leninist"]),
        ("patronage", ["personage", "the opposite of patronage", "it wasn't patronage", "non-patronage"]),
        ("New Economic Policy", ["Economic Policy", "NKVD", "New Economic Police"]),
        ("XXXVIII", ["XXXVII"]),
        ("grey blur", ["", "   ", "...", "\0", "idk", "grey", "blur grey", "grey blur or red", "gray blob"]),
    ],
)
def test_another_number_a_denial_a_list_or_a_part_is_wrong(key: str, answers: list[str]) -> None:
    assert {answer: mark_typed(key, (), answer) for answer in answers} == dict.fromkeys(answers, "wrong")


@pytest.mark.parametrize(
    ("key", "typed"),
    [("bureaucracy", "bureoucrasey"), ("Bukharin", "Bukherren"), ("Lenin's Testament", "Lenin's Testemant")],
)
def test_the_right_answer_badly_spelt_is_close(key: str, typed: str) -> None:
    assert mark_typed(key, (), typed) is Verdict.CLOSE


def test_a_slip_in_each_of_many_words_is_close() -> None:
    assert (
        mark_typed("secret personal loyalty network", (), "secrat persnal loyelty network") is Verdict.CLOSE
    )


def test_another_name_of_the_key_is_right_too() -> None:
    assert mark_typed("factionalism", ["factions", "faction"], "Factions") is Verdict.RIGHT


def test_a_compound_is_not_cut_to_its_last_word() -> None:
    for key, part in (
        ("means of production", "production"),
        ("born leader", "leader"),
        ("Lord Protector", "Protector"),
    ):
        assert mark_typed(key, (), part) is Verdict.WRONG


def test_another_owner_is_wrong_where_the_key_has_one() -> None:
    assert mark_typed("patronage", (), "Stalin's patronage") is Verdict.RIGHT
    assert mark_typed("patronage", ["political patronage"], "Stalin's patronage") is Verdict.RIGHT
    assert mark_typed("Lenin's Testament", ["Testament"], "Stalin's Testament") is Verdict.WRONG
    assert mark_typed("Left Opposition", ["Opposition"], "the Worker's Opposition") is Verdict.WRONG


def test_people_in_a_list_may_have_their_given_names() -> None:
    full, short = "Lev Kamenev and Grigory Zinoviev", "Zinoviev and Kamenev"
    assert mark_typed(full, (), short) is mark_typed(short, (), full) is Verdict.RIGHT
    assert mark_typed(full, (), "Joseph Zinoviev and Lev Kamenev") is Verdict.WRONG


def test_an_empty_other_name_is_no_answer() -> None:
    assert mark_typed("grey blur", ["", "the", "?"], "...") is Verdict.WRONG


def test_an_essay_around_the_key_is_wrong() -> None:
    assert mark_typed("patronage", (), "it was patronage " + "please " * 30) is Verdict.WRONG
    assert mark_typed("patronage", (), "it was " * 7 + "patronage") is Verdict.WRONG
    assert mark_typed("patronage", (), "it was " * 6 + "patronage") is Verdict.RIGHT


@given(key=st.sampled_from(KEYS), before=st.sampled_from(["", "the ", " It was the ", "because of "]))
def test_the_key_is_right_in_any_case_and_after_a_lead_in(key: str, before: str) -> None:
    for same in (key, key.upper(), key.lower(), key.replace(" ", "   "), f"{key}.", f"“{key}”"):
        assert mark_typed("something else", [key], before + same) is Verdict.RIGHT


@given(key=st.sampled_from(KEYS), other=st.sampled_from(OTHERS))
def test_a_denied_key_and_one_of_two_guesses_are_wrong(key: str, other: str) -> None:
    for answer in (f"not {key}", f"{key} or {other}", f"{other} / {key}", f"anything but {key}", other):
        assert mark_typed(key, (), answer) is Verdict.WRONG


DENIALS = (
    "the opposite of K", "K's enemies", "opponents of K", "before K", "he ended K", "K's successor", "anti-K",
    "never K", "critics of K", "instead of K", "they rejected K", "after K", "without K", "K's wife", "deputy K",
    "lack of K", "definitely not K", "neo-K", "ex-K", "he had no K", "everything but K", "unlike K", "K vs Smith",
    "replaced by K", "against K", "resistance to K", "Stalin opposed K", "someone else's K", "nobody used K",
    "not sure it's K", "gave up K", "let go of K", "friend of K", "king of K", "vice K", "and not K", "K but no",
)  # fmt: skip


@pytest.mark.parametrize("denial", DENIALS)
def test_what_turns_the_key_is_wrong(denial: str) -> None:
    for key in (*KEYS, "Nelson Mandela", "Prussia", "nationalism", "NATO"):
        assert mark_typed(key, (), denial.replace("K", key)) is Verdict.WRONG, key


@pytest.mark.parametrize(
    "hedged",
    ["not sure, K?", "K (not sure)", "im not 100% sure but K", "yeah K ofc", "it has to be K, right?"],
)
def test_a_shrug_around_the_key_is_right(hedged: str) -> None:
    for key in (*KEYS, "Nelson Mandela", "Prussia", "nationalism", "NATO"):
        assert mark_typed(key, (), hedged.replace("K", key)) is Verdict.RIGHT, key


@given(number=st.integers(1, 10**7), other=st.integers(1, 10**7))
def test_a_number_is_right_and_any_other_is_wrong(number: int, other: int) -> None:
    right = Verdict.RIGHT if number == other else Verdict.WRONG
    assert mark_typed(f"{number:,}", (), str(other)) is right
    assert mark_typed(f"the {number}th congress", (), f"{other}th congress") is right


@given(
    key=st.text(max_size=40), aliases=st.lists(st.text(max_size=20), max_size=2), typed=st.text(max_size=40)
)
@settings(deadline=None)
def test_whatever_is_typed_gets_a_verdict(key: str, aliases: list[str], typed: str) -> None:
    assert mark_typed(key, aliases, typed) in Verdict
    assert mark_typed(key, aliases, "") is Verdict.WRONG


@pytest.mark.parametrize(
    "scrap", ["it is ", "x ", "9", "(", "1/2 of a ", "nineteen ", "£1 ", "a,b ", "tsch", "or/"]
)
def test_a_long_text_is_marked_at_once(scrap: str) -> None:
    began = time.process_time()
    for length in (200, 4000):
        mark_typed((scrap * length)[:200], [(scrap * length)[:4000]], (scrap * length)[:length])
    assert time.process_time() - began < 1


@pytest.mark.parametrize("name", ["probes.jsonl", "probes-2.jsonl"])
def test_the_probes_are_marked_as_a_teacher_would(name: str) -> None:
    rows = [json.loads(line) for line in (EVAL / name).read_text("utf-8").splitlines()]
    given = [
        (row["good"], mark_typed(row["key"], row["aliases"], row["typed"]), row["typed"]) for row in rows
    ]
    assert [typed for good, verdict, typed in given if not good and verdict is not Verdict.WRONG] == []
    refused = [typed for good, verdict, typed in given if good and verdict is not Verdict.RIGHT]
    assert len(refused) <= 0.04 * sum(row["good"] for row in rows), refused
