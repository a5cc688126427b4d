"""The import contracts watch every room."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


def rooms() -> set[str]:
    inside = {path.parent if path.name == "__init__.py" else path for path in (ROOT / "bot").glob("**/*.py")}
    here = {path.stem for path in inside if path.parent == ROOT / "bot"}
    return {f"bot.{name}" for name in here - {"__main__"}}


def test_no_room_but_the_house_may_know_an_adapter_or_a_platform() -> None:
    for name in ("Only the house knows the adapters", "The core speaks to no platform"):
        contract = next(each for each in CONTRACTS if each["name"] == name)
        assert set(contract["source_modules"]) == rooms() - {"bot.cli", "bot.house"}


def test_every_room_but_the_store_and_its_front_door_is_kept_from_sql() -> None:
    contract = next(each for each in CONTRACTS if each["name"] == "SQL is spoken in the store alone")
    assert set(contract["source_modules"]) == rooms() - {"bot.store", "bot.study"} | {"adapters"}
