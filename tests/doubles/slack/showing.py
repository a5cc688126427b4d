"""The methods that show views: modals by a trigger, an App Home at any time."""

from .refusals import Json, Refused
from .state import Call, State
from .surfaces import check_view


def open_view(state: State, call: Call) -> Json:
    body = check_view(call.arguments.get("view"), "modal")
    view = state.views.open(state.triggers.take(call.text("trigger_id")).user, body)
    state.open_view("modal", view)
    return {"view": view.wire()}


def push(state: State, call: Call) -> Json:
    body = check_view(call.arguments.get("view"), "modal")
    view = state.views.push(state.triggers.take(call.text("trigger_id")).user, body)
    state.open_view("modal", view)
    return {"view": view.wire()}


def update(state: State, call: Call) -> Json:
    view = state.views.find(call.text("view_id"), call.text("external_id"))
    body = check_view(call.arguments.get("view"), view.body["type"])
    if call.text("hash") and call.text("hash") != view.hash:
        raise Refused("hash_conflict")
    view.fill(body)
    state.open_view(view.body["type"], view)
    return {"view": view.wire()}


def publish(state: State, call: Call) -> Json:
    user = call.text("user_id")
    if user not in state.world.users:
        raise Refused("user_not_found")
    view = state.views.publish(user, check_view(call.arguments.get("view"), "home"))
    state.open_view("home", view)
    return {"view": view.wire()}
