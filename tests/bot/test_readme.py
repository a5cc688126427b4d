"""The README tells the truth: its command table is the declared one."""

from pathlib import Path

from bot.commands import COMMANDS

README = (Path(__file__).parent.parent.parent / "README.md").read_text("utf-8")


def table() -> str:
    """Write the command table as the README holds it."""
    rows = (f"| `{c.usage}` | {c.audience} | {c.help.splitlines()[0]} |" for c in COMMANDS)
    return "\n".join(["| command | who | does |", "|---|---|---|", *rows])


def test_the_readme_lists_every_command_as_declared() -> None:
    assert table() in README


def test_the_readme_names_only_tests_that_are_there() -> None:
    root = Path(__file__).parent.parent.parent
    named = {word.strip("`,:;()") for word in README.split() if word.startswith("`tests/")}
    assert named
    assert [name for name in named if not (root / name.rstrip(":")).exists()] == []
