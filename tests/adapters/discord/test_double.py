"""The real discord.py lives on the stand-in: every act of a user reaches it, every answer is seen."""

import asyncio

import discord as client_library
import pytest
from discord import ui
from doubles.discord.published import description
from doubles.discord.refusals import Impossible
from doubles.discord.school import School
from doubles.discord.seen import FAILED, NO_ANSWER, controls, words
from doubles.discord.standin import Discord
from doubles.discord.tiny import SILENT, Card, Tiny
from doubles.discord.tiny_cards import Press
from doubles.discord.world import SEND, THREAD


def place(tiny: Tiny, school: School) -> client_library.TextChannel:
    channel = tiny.get_channel(school.channel)
    assert isinstance(channel, client_library.TextChannel)
    return channel


async def test_a_command_gets_its_typed_options_and_answers_one_user_alone(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    seen = await discord.people.slash(school.ada, school.channel, "ask", {"about": "Lenin", "count": 3})
    assert seen.text.startswith("Lenin 3")
    assert seen.private
    assert [words(each) for each in discord.people.screen(school.ada, school.channel)] == [seen.text]
    assert discord.people.screen(school.ben, school.channel) == []
    assert tiny.user


@pytest.mark.parametrize(
    "options", [{}, {"about": 5}, {"about": "x", "count": 6}, {"about": "x", "other": 1}]
)
async def test_the_client_sends_no_option_that_was_not_registered(
    discord: Discord, school: School, tiny: Tiny, options: dict[str, object]
) -> None:
    assert tiny.user
    with pytest.raises(Impossible):
        await discord.people.slash(school.ada, school.channel, "ask", options)


async def test_autocomplete_suggests_what_fits(discord: Discord, school: School, tiny: Tiny) -> None:
    assert tiny.user
    seen = await discord.people.suggest(school.ada, school.channel, "ask", "about", "len")
    assert [choice["value"] for choice in seen.choices] == ["lenin"]


async def test_a_press_changes_the_card_for_everyone(discord: Discord, school: School, tiny: Tiny) -> None:
    card = await discord.people.slash(school.ada, school.channel, "card")
    seen = await discord.people.press(school.ben, card.id, card.button("Press"))
    assert (seen.kind, seen.id, "Pressed 1" in seen.text) == ("update", card.id, True)
    assert tiny.presses == 1


async def test_a_choice_is_answered_privately(discord: Discord, school: School, tiny: Tiny) -> None:
    assert tiny.user
    card = await discord.people.slash(school.ada, school.channel, "card")
    seen = await discord.people.choose(school.ben, card.id, "pick:one", ["b"])
    assert (seen.text, seen.private) == ("You chose ['b']", True)
    with pytest.raises(Impossible):
        await discord.people.choose(school.ben, card.id, "pick:one", ["c"])


async def test_a_form_is_opened_filled_in_and_sent(discord: Discord, school: School, tiny: Tiny) -> None:
    assert tiny.user
    card = await discord.people.slash(school.ada, school.channel, "card")
    form = await discord.people.press(school.ben, card.id, card.button("Form"))
    assert form.modal
    assert form.modal["title"] == "A form"
    with pytest.raises(Impossible):
        await discord.people.submit(school.ben, form.interaction, {"who": "x" * 21, "hard": "e"})
    seen = await discord.people.submit(school.ben, form.interaction, {"who": "Trotsky", "hard": "e"})
    assert seen.text == "Trotsky e"


async def test_a_message_menu_names_its_message(discord: Discord, school: School, tiny: Tiny) -> None:
    assert tiny.user
    said = discord.people.say(school.ada, school.channel, "Comrade Card Index")
    assert (await discord.people.menu(school.ben, said, "Quiz me")).text == f"About {said}"


async def test_a_deferred_answer_arrives_later_and_stays_private(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    assert tiny.user
    seen = await discord.people.slash(school.ada, school.channel, "slow")
    assert (seen.kind, seen.private) == ("thinking", True)
    told = [(await discord.people.later(seen.interaction)).text for _ in range(2)]
    assert told == ["At last", "And more"]
    assert discord.people.screen(school.ben, school.channel) == []


async def test_old_buttons_work_after_a_restart_of_the_bot(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    await place(tiny, school).send(view=Card("Before"), allowed_mentions=SILENT)
    message = discord.people.screen(school.ada, school.channel)[0]
    tiny._connection._view_store._views.clear()  # noqa: SLF001 - what a new process would not know
    seen = await discord.people.press(school.ada, int(message["id"]), "press:once")
    assert "Pressed 1" in seen.text


async def test_a_silent_bot_fails_after_three_seconds(discord: Discord, school: School, tiny: Tiny) -> None:
    card = await discord.people.slash(school.ada, school.channel, "card")
    waiting = asyncio.create_task(discord.people.press(school.ada, card.id, card.button("Die")))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    discord.clock.go_on(3)
    assert (await waiting).failure == FAILED
    await tiny.close()
    waiting = asyncio.create_task(discord.people.slash(school.ada, school.channel, "card"))
    await asyncio.sleep(0.05)
    discord.clock.go_on(3)
    assert (await waiting).failure == NO_ANSWER


async def test_the_same_nonce_gives_the_same_message_while_the_window_lasts(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    channel = place(tiny, school)
    first, again = [
        await channel.send("Quiz", nonce="occurrence-1", allowed_mentions=SILENT) for _ in range(2)
    ]
    discord.clock.go_on(301)
    late = await channel.send("Quiz", nonce="occurrence-1", allowed_mentions=SILENT)
    assert (first.id == again.id, first.id == late.id) == (True, False)
    assert [each["enforce_nonce"] for each in discord.messages()] == [True] * 3


async def test_a_post_with_a_chart_is_edited_and_deleted(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    view = ui.LayoutView()
    view.add_item(
        ui.MediaGallery(client_library.MediaGalleryItem("attachment://bars.png", description="Bars"))
    )
    file = client_library.File(__file__, "bars.png", description="Bars")
    message = await place(tiny, school).send(view=view, file=file, allowed_mentions=SILENT)
    assert (await message.attachments[0].read()).startswith(b'"""The real discord.py')
    edited = await message.edit(view=Card("After"), attachments=[], allowed_mentions=SILENT)
    assert "After" in words(discord.people.screen(school.ada, school.channel)[0])
    assert edited.attachments == []
    await message.delete()
    assert discord.people.screen(school.ada, school.channel) == []


async def test_history_is_paged_newest_first(discord: Discord, school: School, tiny: Tiny) -> None:
    said = [discord.people.say(school.ada, school.channel, str(number)) for number in range(120)]
    channel = place(tiny, school)
    assert [each.id async for each in channel.history(limit=None)] == said[::-1]
    after = channel.history(after=client_library.Object(said[99]))
    assert [each.id async for each in after] == said[100:]
    around = channel.history(around=client_library.Object(said[50]), limit=5)
    assert [each.id async for each in around] == said[52:47:-1]


async def test_the_teacher_is_written_to_unless_she_does_not_take_messages(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    teacher = await tiny.fetch_user(school.teacher)
    await teacher.send("Nobody may post here.", allowed_mentions=SILENT)
    assert words(discord.people.screen(school.teacher, discord.world.direct(school.teacher).id)[0])
    discord.world.users[school.teacher].takes_messages = False
    with pytest.raises(client_library.Forbidden) as refused:
        await teacher.send("Again")
    assert refused.value.code == 50007


async def test_commands_are_hidden_by_their_default_permissions(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    tiny.tree.get_command("card").default_permissions = client_library.Permissions(manage_guild=True)  # type: ignore[union-attr]
    await tiny.tree.sync()
    assert "card" in discord.people.commands(school.teacher, school.channel)
    assert "card" not in discord.people.commands(school.ada, school.channel)
    with pytest.raises(Impossible):
        await discord.people.slash(school.ada, school.channel, "card")
    discord.happenings.set_roles(school.guild, school.ada, [school.staff])
    assert "card" in discord.people.commands(school.ada, school.channel)
    assert (await discord.people.slash_unseen(school.ben, school.channel, "card")).kind == "message"


async def test_a_synced_tree_keeps_its_ids_and_reads_back_equal(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    first = await tiny.tree.fetch_commands()
    again = await tiny.tree.sync()
    assert [each.id for each in first] == [each.id for each in again]
    assert discord.state.catalogue.writes == 2
    own = await tiny.tree.sync(guild=client_library.Object(school.guild))
    assert own == []


async def test_a_guild_command_is_found_in_its_guild(discord: Discord, school: School, tiny: Tiny) -> None:
    guild = client_library.Object(school.guild)
    tiny.tree.copy_global_to(guild=guild)
    tiny.tree.clear_commands(guild=None)
    await tiny.tree.sync(guild=guild)
    await tiny.tree.sync()
    assert (await discord.people.slash(school.ada, school.channel, "card")).kind == "message"


async def test_the_same_act_delivered_twice_is_answered_once(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    seen = await discord.people.slash(school.ada, school.channel, "slow")
    await discord.people.later(seen.interaction)
    assert discord.people.again(seen.interaction) == 1
    async with asyncio.timeout(5):
        while not any("40060" in each for each in discord.report()["refused"]):
            await asyncio.sleep(0.01)
    assert tiny.user


async def test_whoever_would_have_been_called_is_noted(discord: Discord, school: School, tiny: Tiny) -> None:
    channel = place(tiny, school)
    await channel.send(f"@everyone <@{school.ada}>", allowed_mentions=SILENT)
    assert discord.state.pinged == []
    tiny._connection.allowed_mentions = None  # noqa: SLF001 - as a client without any rule
    await channel.send(f"@everyone <@{school.ada}>")
    assert discord.state.pinged[0].whom == ["everyone", f"user {school.ada}"]


async def test_a_bot_that_may_not_write_is_told_so(discord: Discord, school: School, tiny: Tiny) -> None:
    discord.happenings.deny(school.channel, school.guild, SEND)
    with pytest.raises(client_library.Forbidden) as refused:
        await place(tiny, school).send("Quiz")
    assert refused.value.code == 50013


async def test_options_name_members_roles_and_channels(discord: Discord, school: School, tiny: Tiny) -> None:
    assert tiny.user
    options = {
        "member": school.ben,
        "role": school.staff,
        "channel": school.channel,
        "share": 0.5,
        "late": True,
    }
    seen = await discord.people.slash(school.ada, school.channel, "class add", options)
    assert seen.text == "Ben Staff history 0.5 True"
    for name in ("class", "class none"):
        with pytest.raises(Impossible):
            await discord.people.slash(school.ada, school.channel, name, options)


async def test_users_are_chosen_and_have_a_menu(discord: Discord, school: School, tiny: Tiny) -> None:
    assert tiny.user
    who = await discord.people.slash(school.ada, school.channel, "who")
    custom_id = next(controls(who.shown))["custom_id"]
    seen = await discord.people.choose(school.ada, who.id, custom_id, [str(school.ben), str(school.ada)])
    assert seen.text == "Member Ben, Member Ada"
    with pytest.raises(Impossible):
        await discord.people.choose(school.ben, who.id, custom_id, [str(school.ben)])
    assert (
        await discord.people.user_menu(school.ada, school.channel, school.ben, "Score")
    ).text == "Score of Ben"


async def test_commands_work_in_threads_and_in_direct_messages(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    assert tiny.user
    thread = discord.world.channel(school.guild, "lesson", THREAD, parent=school.channel).id
    for channel in (thread, discord.world.direct(school.ada).id):
        card = await discord.people.slash(school.ada, channel, "card")
        assert (await discord.people.press(school.ada, card.id, "press:once")).kind == "update"


async def test_a_forged_component_reaches_the_bot(discord: Discord, school: School, tiny: Tiny) -> None:
    card = await discord.people.slash(school.ada, school.channel, "card")
    with pytest.raises(Impossible):
        await discord.people.press(school.ada, card.id, "press:forged")
    waiting = asyncio.create_task(discord.people.forge(school.ada, card.id, "press:forged"))
    await asyncio.sleep(0.05)
    discord.clock.go_on(3)
    assert ((await waiting).failure, tiny.presses) == (FAILED, 0)


async def test_a_private_answer_brings_its_file(discord: Discord, school: School, tiny: Tiny) -> None:
    assert tiny.user
    seen = await discord.people.slash(school.ada, school.channel, "file")
    assert (seen.text, [each["filename"] for each in seen.shown["attachments"]]) == (
        "Results",
        ["results.csv"],
    )
    assert discord.state.outgoing[-1].files == {"results.csv": b"name,points"}


async def test_what_is_read_back_of_a_command_leaves_out_what_says_nothing(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    assert tiny.user
    assert school.guild
    ask = next(each for each in discord.state.catalogue.of(None) if each["name"] == "ask")
    about, count = ask["options"]
    assert (about["required"], about["autocomplete"], "choices" in about) == (True, True, False)
    assert ("required" in count, count["min_value"], count["max_value"]) == (False, 1, 5)


async def test_a_crowd_presses_at_once_and_is_timed(discord: Discord, school: School, tiny: Tiny) -> None:
    card = await discord.people.slash(school.ada, school.channel, "card")
    timed = await discord.crowd.burst([(school.ben, card.id, "press:once")] * 20, 0.1)
    assert (len(timed.seconds), timed.failures, tiny.presses) == (20, [], 20)
    discord.clock.go_on(1_000)
    discord.forget()
    assert (discord.state.outgoing, discord.state.interactions.kept) == ([], {})


async def test_a_mixed_view_that_times_out_kills_the_old_buttons(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    card = await discord.people.slash(school.ada, school.channel, "card")
    mixed = ui.LayoutView(timeout=None)
    mixed.add_item(ui.ActionRow(Press("once", "Press"), ui.Button(label="Ordinary", custom_id="ordinary")))
    await place(tiny, school).send(view=mixed, allowed_mentions=SILENT)
    mixed.stop()
    waiting = asyncio.create_task(discord.people.press(school.ada, card.id, "press:once"))
    await asyncio.sleep(0.05)
    discord.clock.go_on(3)
    assert (await waiting).failure == FAILED


async def test_a_view_stopped_before_it_is_sent_is_not_kept_and_still_works(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    view = Card("Stopped")
    view.timeout = 900
    view.stop()
    message = await place(tiny, school).send(view=view, allowed_mentions=SILENT)
    assert not any("timeout" in str(task.get_coro()) for task in asyncio.all_tasks())
    assert (await discord.people.press(school.ada, message.id, "press:once")).kind == "update"


async def test_an_edited_card_names_no_mentions_unless_it_is_told_to(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    message = await place(tiny, school).send(view=Card("x"))
    await message.edit(view=Card("y"))
    await message.edit(view=Card("z"), allowed_mentions=SILENT)
    assert [each.get("allowed_mentions") for each in discord.messages()] == [
        {"parse": []},
        None,
        {"parse": []},
    ]


@pytest.mark.skipif(description() is None, reason="Discord's published description is not here")
async def test_every_body_was_judged_by_the_published_description(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    assert tiny.user
    await discord.people.slash(school.ada, school.channel, "card")
    report = discord.report()
    assert (report["judged"], report["unpublished"]) == (9, 0)  # eight commands, one answer
