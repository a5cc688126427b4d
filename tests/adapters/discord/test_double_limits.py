"""The stand-in refuses every body that Discord would refuse, and says where the fault is."""

import pytest
from doubles.discord.published import description
from doubles.discord.refusals import Json
from doubles.discord.school import Raw, School, faults
from doubles.discord.standin import Discord
from doubles.discord.tiny import Tiny

V2 = 1 << 15


def text(words: str = "x", **more: object) -> Json:
    return {"type": 10, "content": words, **more}


def button(custom_id: str = "a", **more: object) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **more}


def row(*inside: Json) -> Json:
    return {"type": 1, "components": list(inside)}


def select(*options: Json, **more: object) -> Json:
    return {"type": 3, "custom_id": "s", "options": list(options) or [option("a")], **more}


def option(value: str, **more: object) -> Json:
    return {"label": "x", "value": value, **more}


def box(*inside: Json, **more: object) -> Json:
    return {"type": 17, "components": list(inside), **more}


def section(*inside: Json, **more: object) -> Json:
    return {"type": 9, "components": list(inside), "accessory": button(), **more}


def gallery(url: str = "https://example.org/a.png", count: int = 1) -> Json:
    return {"type": 12, "items": [{"media": {"url": url}}] * count}


def card(*components: Json, **more: object) -> Json:
    return {"flags": V2, "components": list(components), **more}


LEGACY, LENGTH = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "BASE_TYPE_BAD_LENGTH"
CHOICES, MISSING, TWICE = "BASE_TYPE_CHOICES", "BASE_TYPE_REQUIRED", "COMPONENT_CUSTOM_ID_DUPLICATED"
MOST = "NUMBER_TYPE_MAX"
FIRST = "components.0"

GOOD_MESSAGES: dict[str, Json] = {
    "plain": {"content": "x" * 2_000},
    "40 components": card(*[text()] * 40),
    "4,000 characters": card(text("x" * 2_000), box(text("x" * 2_000))),
    "a full row": card(row(*[button(str(number), label="x" * 80) for number in range(5)])),
    "25 options": card(row(select(*[option(str(number), description="x" * 100) for number in range(25)]))),
    "a section": card(section(text(), text(), text())),
    "the whole kit": card(box(text(), gallery(), {"type": 14, "spacing": 2}, row(button("x" * 100)))),
    "a link": card(row({"type": 2, "style": 5, "label": "Go", "url": "https://example.org"})),
    "25 characters of nonce": {"content": "x", "nonce": "x" * 25, "enforce_nonce": True},
    "old style": {"content": "x", "components": [row(button())]},
}

BAD_MESSAGES: dict[str, tuple[Json, str, str]] = {
    "content": ({"content": "x" * 2_001}, "content", LENGTH),
    "content type": ({"content": 5}, "content", "STRING_TYPE_CONVERT"),
    "long nonce": ({"content": "x", "nonce": "x" * 26}, "nonce", LENGTH),
    "11 embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds", LENGTH),
    "unknown mention": (
        {"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0", CHOICES
    ),
    "mention twice": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    "101 mentions": (
        {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(101)]}}, "allowed_mentions.users", LENGTH
    ),
    "attachment without file": (
        {"content": "x", "attachments": [{"id": 0}]}, "attachments.0.id", "ATTACHMENT_NOT_FOUND"
    ),
    "flags type": ({"content": "x", "flags": "all"}, "flags", "NUMBER_TYPE_COERCE"),
    "content beside v2": (card(text(), content="x"), "content", LEGACY),
    "embeds beside v2": (card(text(), embeds=[{"title": "x"}]), "embeds", LEGACY),
    "poll beside v2": (card(text(), poll={"question": {"text": "x"}}), "poll", LEGACY),
    "stickers beside v2": (card(text(), sticker_ids=["1"]), "sticker_ids", LEGACY),
    "v2 without its flag": ({"components": [text()]}, f"{FIRST}.type", CHOICES),
    "6 rows": ({"components": [row(button(str(n))) for n in range(6)]}, "components", LENGTH),
    "components type": ({"content": "x", "components": "x"}, "components", "LIST_TYPE_CONVERT"),
    "component type": (card("x"), FIRST, "DICT_TYPE_CONVERT"),  # type: ignore[arg-type]
    "41 components": (card(*[text()] * 41), "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    "41 nested": (card(box(*[text()] * 37, section(text()))), "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    "4,001 characters": (
        card(text("x" * 2_000), box(text("x" * 2_001))), "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"
    ),
    "component ids": (card(text(id=7), text(id=7)), "components.1.id", "COMPONENT_ID_DUPLICATED"),
    "bare button": (card(button()), f"{FIRST}.type", CHOICES),
    "box in a box": (card(box(box(text()))), f"{FIRST}.components.0.type", CHOICES),
    "empty box": (card(box()), f"{FIRST}.components", LENGTH),
    "box colour": (card(box(text(), accent_color=1 << 24)), f"{FIRST}.accent_color", MOST),
    "empty text": (card(text("")), f"{FIRST}.content", LENGTH),
    "no text": (card({"type": 10}), f"{FIRST}.content", MISSING),
    "section of four": (card(section(*[text()] * 4)), f"{FIRST}.components", LENGTH),
    "section of none": (card(section()), f"{FIRST}.components", LENGTH),
    "section of a row": (card(section(row(button("b")))), f"{FIRST}.components.0.type", CHOICES),
    "section alone": (card(section(text(), accessory=None)), f"{FIRST}.accessory", MISSING),
    "section with a select": (card(section(text(), accessory=select())), f"{FIRST}.accessory.type", CHOICES),
    "separator": (card({"type": 14, "spacing": 3}), f"{FIRST}.spacing", MOST),
    "11 pictures": (card(gallery(count=11)), f"{FIRST}.items", LENGTH),
    "no pictures": (card(gallery(count=0)), f"{FIRST}.items", LENGTH),
    "picture of no file": (
        card(gallery("attachment://a.png")), f"{FIRST}.items.0.media.url", "COMPONENT_MEDIA_ATTACHMENT_NOT_FOUND"
    ),
    "picture scheme": (card(gallery("ftp://x")), f"{FIRST}.items.0.media.url", "URL_TYPE_INVALID_SCHEME"),
    "file by url": (card({"type": 13, "file": {"url": "https://x.org"}}), f"{FIRST}.file.url", CHOICES),
    "thumbnail without media": (
        card(section(text(), accessory={"type": 11})), f"{FIRST}.accessory.media.url", MISSING
    ),
    "6 buttons": (card(row(*[button(str(n)) for n in range(6)])), f"{FIRST}.components", LENGTH),
    "empty row": (card(row()), f"{FIRST}.components", LENGTH),
    "2 selects": (card(row(select(), select(custom_id="t"))), f"{FIRST}.components", LENGTH),
    "select and button": (card(row(select(), button())), f"{FIRST}.components.1.type", CHOICES),
    "text in a row": (card(row(text())), f"{FIRST}.components.0.type", CHOICES),
    "no custom id": (card(row(button(custom_id=""))), f"{FIRST}.components.0.custom_id", LENGTH),
    "long custom id": (card(row(button("x" * 101))), f"{FIRST}.components.0.custom_id", LENGTH),
    "same custom id": (card(row(button()), row(button())), "components.1.components.0.custom_id", TWICE),
    "same id in a section": (card(section(text()), row(button())), "components.1.components.0.custom_id", TWICE),
    "button label": (card(row(button(label="x" * 81))), f"{FIRST}.components.0.label", LENGTH),
    "button unlabelled": (card(row(button(label=None))), f"{FIRST}.components.0", "BUTTON_COMPONENT_LABEL_OR_EMOJI"),
    "button style": (card(row(button(style=7))), f"{FIRST}.components.0.style", CHOICES),
    "link without url": (
        card(row({"type": 2, "style": 5, "label": "Go"})), f"{FIRST}.components.0.url", MISSING
    ),
    "link with an id": (
        card(row(button(style=5, url="https://x.org"))),
        f"{FIRST}.components.0.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_AND_URL",
    ),
    "26 options": (card(row(select(*[option(str(n)) for n in range(26)]))), f"{FIRST}.components.0.options", LENGTH),
    "no options": (card(row(select(options=[]))), f"{FIRST}.components.0.options", LENGTH),
    "option label": (
        card(row(select(option("a", label="x" * 101)))), f"{FIRST}.components.0.options.0.label", LENGTH
    ),
    "option value": (card(row(select(option("x" * 101)))), f"{FIRST}.components.0.options.0.value", LENGTH),
    "option description": (
        card(row(select(option("a", description="x" * 101)))), f"{FIRST}.components.0.options.0.description", LENGTH
    ),
    "option twice": (
        card(row(select(option("a"), option("a")))),
        f"{FIRST}.components.0.options.1.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    "two defaults": (
        card(row(select(option("a", default=True), option("b", default=True)))),
        f"{FIRST}.components.0.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    ),
    "more than offered": (
        card(row(select(max_values=2))), f"{FIRST}.components.0.options", "SELECT_COMPONENT_OPTIONS_TOO_FEW"
    ),
    "placeholder": (card(row(select(placeholder="x" * 151))), f"{FIRST}.components.0.placeholder", LENGTH),
    "max_values": (card(row(select(max_values=26))), f"{FIRST}.components.0.max_values", MOST),
    "min over max": (
        card(row(select(option("a"), option("b"), min_values=2))),
        f"{FIRST}.components.0.min_values", "COMPONENT_SELECT_RANGE",
    ),
}  # fmt: skip


def messages(school: School) -> str:
    return f"/channels/{school.channel}/messages"


@pytest.mark.parametrize("name", GOOD_MESSAGES)
async def test_a_message_at_the_limit_is_taken(school: School, raw: Raw, name: str) -> None:
    assert (await raw.ask("POST", messages(school), GOOD_MESSAGES[name]))[0] == 200


@pytest.mark.parametrize("name", BAD_MESSAGES)
async def test_a_message_over_the_limit_is_refused(school: School, raw: Raw, name: str) -> None:
    body, path, code = BAD_MESSAGES[name]
    status, told = await raw.ask("POST", messages(school), body)
    assert (status, told["code"]) == (400, 50035)
    assert faults(told)[path] == code


@pytest.mark.parametrize("body", [{}, {"content": ""}, card(), {"embeds": []}])
async def test_an_empty_message_is_refused(school: School, raw: Raw, body: Json) -> None:
    assert (await raw.ask("POST", messages(school), body))[1]["code"] == 50006


async def test_a_message_of_components_stays_one(school: School, raw: Raw) -> None:
    _, message = await raw.ask("POST", messages(school), card(text()))
    path = f"{messages(school)}/{message['id']}"
    assert faults((await raw.ask("PATCH", path, {"content": "x"}))[1]) == {"content": LEGACY}
    removed = faults((await raw.ask("PATCH", path, {"flags": 0, "components": [text()]}))[1])
    assert removed == {"flags": "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"}
    assert (await raw.ask("PATCH", path, {"components": [text("y")]}))[0] == 200
    assert (await raw.ask("PATCH", path, {"components": []}))[1]["code"] == 50006


async def test_a_message_of_words_becomes_one_of_components_when_it_gives_up_its_words(
    school: School, raw: Raw
) -> None:
    _, message = await raw.ask("POST", messages(school), {"content": "x"})
    path = f"{messages(school)}/{message['id']}"
    assert faults((await raw.ask("PATCH", path, card(text())))[1]) == {"content": LEGACY}
    assert (await raw.ask("PATCH", path, card(text(), content=None)))[0] == 200


@pytest.mark.parametrize("limit", ["0", "101", "x"])
async def test_a_page_of_history_has_1_to_100_messages(school: School, raw: Raw, limit: str) -> None:
    told = await raw.ask("GET", f"{messages(school)}?limit={limit}")
    assert faults(told[1]) == {"limit": MOST}


def command(**more: object) -> Json:
    return {"name": "ask", "description": "Ask", **more}


def choice(name: str = "x", value: object = "x") -> Json:
    return {"name": name, "value": value}


def given(name: str = "about", kind: int = 3, **more: object) -> Json:
    return {"type": kind, "name": name, "description": "x", **more}


BIG = [given(f"o{n}", choices=[choice("x" * 100, f"{m:02}" * 40) for m in range(25)]) for n in range(2)]
INVALID = "APPLICATION_COMMAND_INVALID_NAME"
BAD_COMMANDS: dict[str, tuple[list[Json], str, str]] = {
    "capital": ([command(name="Ask")], "0.name", INVALID),
    "space": ([command(name="a b")], "0.name", INVALID),
    "33 letters": ([command(name="a" * 33)], "0.name", INVALID),
    "no name": ([{"description": "x"}], "0.name", MISSING),
    "no description": ([{"name": "x"}], "0.description", MISSING),
    "description": ([command(description="x" * 101)], "0.description", LENGTH),
    "twice": ([command(), command()], "1.name", "APPLICATION_COMMANDS_DUPLICATE_NAME"),
    "101 commands": ([command(name=f"c{n}") for n in range(101)], "", LENGTH),
    "26 options": ([command(options=[given(f"o{n}") for n in range(26)])], "0.options", LENGTH),
    "option name": ([command(options=[given("About")])], "0.options.0.name", INVALID),
    "option twice": (
        [command(options=[given(), given()])], "0.options.1.name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"
    ),
    "required last": (
        [command(options=[given(), given("b", required=True)])],
        "0.options.1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "option type": ([command(options=[given(kind=12)])], "0.options.0.type", CHOICES),
    "26 choices": ([command(options=[given(choices=[choice()] * 26)])], "0.options.0.choices", LENGTH),
    "choice name": ([command(options=[given(choices=[choice("x" * 101)])])], "0.options.0.choices.0.name", LENGTH),
    "choices suggested": (
        [command(options=[given(choices=[choice()], autocomplete=True)])],
        "0.options.0.autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID",
    ),
    "sub beside option": (
        [command(options=[given(kind=1), given("b")])], "0.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"
    ),
    "group in a group": (
        [command(options=[given(kind=2, options=[given(kind=2)])])], "0.options.0.options.0.type", CHOICES
    ),
    "sub in a sub": (
        [command(options=[given(kind=1, options=[given(kind=1)])])], "0.options.0.options.0.type", CHOICES
    ),
    "8,000 characters": ([command(options=BIG)], "0", "APPLICATION_COMMAND_TOO_LARGE"),
    "menu description": ([command(name="Quiz me", type=3)], "0.description", "APPLICATION_COMMAND_CONTEXT_MENU"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_COMMANDS)
async def test_a_command_against_the_rules_is_refused(discord: Discord, raw: Raw, name: str) -> None:
    commands, path, code = BAD_COMMANDS[name]
    told = await raw.ask("PUT", f"/applications/{discord.world.bot.id}/commands", commands)
    assert told[0] == 400
    assert faults(told[1])[path] == code
    assert discord.state.catalogue.of(None) == []


async def test_two_hundred_commands_a_day_are_enough(discord: Discord, raw: Raw) -> None:
    where = f"/applications/{discord.world.bot.id}/commands"
    for day in range(3):
        told = await raw.ask("PUT", where, [command(name=f"c{day}-{n}") for n in range(80)])
    assert told[1]["code"] == 30034
    discord.clock.go_on(86_401)
    assert (await raw.ask("PUT", where, [command()]))[0] == 200


def label(inside: Json, **more: object) -> Json:
    return {"type": 18, "label": "Who?", "component": inside, **more}


def entry(custom_id: str = "e", **more: object) -> Json:
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def radio(count: int, **more: object) -> Json:
    return {"type": 21, "custom_id": "r", "options": [option(str(n)) for n in range(count)], **more}


def modal(*components: Json, **more: object) -> Json:
    return {"title": "Form", "custom_id": "m", "components": list(components), **more}


ROOT = "data.components"
FIELD = f"{ROOT}.0.component"
BAD_MODALS: dict[str, tuple[Json, str, str]] = {
    "title": (modal(label(entry()), title="x" * 46), "data.title", LENGTH),
    "no custom id": (modal(label(entry()), custom_id=None), "data.custom_id", MISSING),
    "custom id": (modal(label(entry()), custom_id="x" * 101), "data.custom_id", LENGTH),
    "nothing": (modal(), ROOT, LENGTH),
    "six fields": (modal(*[label(entry(str(n))) for n in range(6)]), ROOT, LENGTH),
    "bare field": (modal(entry()), f"{ROOT}.0.type", CHOICES),
    "label": (modal(label(entry(), label="x" * 46)), f"{ROOT}.0.label", LENGTH),
    "label description": (modal(label(entry(), description="x" * 101)), f"{ROOT}.0.description", LENGTH),
    "label of nothing": (modal(label({})), f"{FIELD}.type", CHOICES),
    "button in a label": (modal(label(button())), f"{FIELD}.type", CHOICES),
    "same id": (modal(label(entry()), label(entry())), f"{ROOT}.1.component.custom_id", TWICE),
    "label in a label": (modal(label(entry(label="x"))), f"{FIELD}.label", "COMPONENT_LABEL_IN_LABEL"),
    "entry style": (modal(label(entry(style=3))), f"{FIELD}.style", CHOICES),
    "entry value": (modal(label(entry(value="x" * 4_001))), f"{FIELD}.value", LENGTH),
    "entry placeholder": (modal(label(entry(placeholder="x" * 101))), f"{FIELD}.placeholder", LENGTH),
    "entry length": (modal(label(entry(max_length=4_001))), f"{FIELD}.max_length", MOST),
    "entry range": (
        modal(label(entry(min_length=9, max_length=8))), f"{FIELD}.min_length", "COMPONENT_TEXT_INPUT_RANGE"
    ),
    "one radio": (modal(label(radio(1))), f"{FIELD}.options", LENGTH),
    "eleven radios": (modal(label(radio(11))), f"{FIELD}.options", LENGTH),
    "eleven boxes": (modal(label(radio(11, type=22))), f"{FIELD}.options", LENGTH),
    "no boxes": (modal(label(radio(0, type=22))), f"{FIELD}.options", LENGTH),
    "disabled": (modal(label(select(disabled=True))), f"{FIELD}.disabled", "COMPONENT_DISABLED_IN_MODAL"),
    "none but required": (
        modal(label(select(min_values=0))), f"{FIELD}.min_values", "COMPONENT_REQUIRED_MIN_VALUES"
    ),
    "row of two": (modal(row(entry(label="x"), entry("f", label="y"))), f"{ROOT}.0.components", LENGTH),
    "row without label": (modal(row(entry())), f"{ROOT}.0.components.0.label", MISSING),
}  # fmt: skip
BAD_ANSWERS: dict[str, tuple[Json, str, str]] = {
    "no such type": ({"type": 3}, "type", CHOICES),
    "update of nothing": ({"type": 7, "data": {"content": "x"}}, "type", CHOICES),
    "choices for a command": ({"type": 8, "data": {"choices": []}}, "type", CHOICES),
    "long content": ({"type": 4, "data": {"content": "x" * 2_001}}, "data.content", LENGTH),
}  # fmt: skip
BAD_ANSWERS |= {
    name: ({"type": 9, "data": body}, path, code) for name, (body, path, code) in BAD_MODALS.items()
}


async def waiting(discord: Discord, school: School) -> str:
    """Give the callback of an act that nobody has answered."""
    state = discord.state
    channel = state.world.channels[school.channel]
    made = state.interactions.new(2, state.world.users[school.ada], channel)
    return f"/interactions/{made.id}/{made.token}/callback"


@pytest.mark.parametrize("name", BAD_ANSWERS)
async def test_an_answer_against_the_rules_is_refused(
    discord: Discord, school: School, raw: Raw, name: str
) -> None:
    body, path, code = BAD_ANSWERS[name]
    callback = await waiting(discord, school)
    status, told = await raw.ask("POST", callback, body)
    assert (status, told["code"]) == (400, 50035)
    assert faults(told)[path] == code
    assert (await raw.ask("POST", callback, {"type": 5}))[0] == 204


async def test_a_modal_at_the_limit_is_opened(discord: Discord, school: School, raw: Raw) -> None:
    fields = [
        label(entry(max_length=4_000), label="x" * 45, description="x" * 100),
        label(radio(10)),
        label(radio(10, type=22, custom_id="c", min_values=1, max_values=10)),
        label({"type": 23, "custom_id": "b"}),
        text("Read this"),
    ]
    callback = await waiting(discord, school)
    assert await raw.ask("POST", callback, {"type": 9, "data": modal(*fields, title="x" * 45)}) == (204, {})


@pytest.mark.parametrize(
    ("choices", "path"),
    [
        ([choice()] * 26, "data.choices"),
        ([choice("")], "data.choices.0.name"),
        ([choice("x" * 101)], "data.choices.0.name"),
    ],
)  # fmt: skip
async def test_suggestions_are_25_with_names_of_100(
    discord: Discord, school: School, raw: Raw, choices: list[Json], path: str
) -> None:
    state = discord.state
    made = state.interactions.new(4, state.world.users[school.ada], state.world.channels[school.channel])
    body = {"type": 8, "data": {"choices": choices}}
    told = await raw.ask("POST", f"/interactions/{made.id}/{made.token}/callback", body)
    assert faults(told[1])[path] == LENGTH


@pytest.mark.skipif(description() is None, reason="Discord's published description is not here")
async def test_the_published_description_sees_what_our_own_rules_do_not(
    discord: Discord, school: School, raw: Raw
) -> None:
    told = await raw.ask("POST", messages(school), {"content": "x", "tts": "yes"})
    assert faults(told[1]) == {"tts": "PUBLISHED_SCHEMA"}
    assert discord.report()["unpublished"] == 1


async def test_a_modal_cannot_answer_a_modal(discord: Discord, school: School, raw: Raw, tiny: Tiny) -> None:
    seen = await discord.people.slash(school.ada, school.channel, "card")
    form = await discord.people.press(school.ada, seen.id, "press:modal")
    await tiny.close()
    state = discord.state
    sent = state.interactions.new(5, state.world.users[school.ada], state.world.channels[school.channel])
    body = {"type": 9, "data": form.modal}
    told = await raw.ask("POST", f"/interactions/{sent.id}/{sent.token}/callback", body)
    assert faults(told[1]) == {"type": CHOICES}
