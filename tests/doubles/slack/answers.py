"""What the answer to a sent form does to the modals."""

from .refusals import Json, Refused
from .state import State
from .surfaces import check_view
from .views import View


def obey(state: State, view: View, answer: Json) -> dict[str, str]:
    """Close, change or stack modals as the answer says; give the field errors that it names."""
    action = answer.get("response_action", "close")
    if action == "errors":
        return _errors(view, answer.get("errors") or {})
    if action == "update":
        view.fill(check_view(answer.get("view"), "modal"))
        state.open_view("modal", view)
    elif action == "push":
        pushed = state.views.push(view.user, check_view(answer.get("view"), "modal"))
        state.open_view("modal", pushed)
    elif action in {"close", "clear"}:
        state.views.close(view.user, everything=action == "clear")
        state.open_view("closed", view)
    else:
        raise Refused("invalid_response_action")
    return {}


def _errors(view: View, errors: Json) -> dict[str, str]:
    """Give the field errors; each must be beside an input of the view."""
    fields = {block.get("block_id") for block in view.blocks if block["type"] == "input"}
    if not errors or errors.keys() - fields:
        raise Refused("invalid_errors")
    return {name: str(words) for name, words in errors.items()}
