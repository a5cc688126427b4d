"""A new pack's folder: what an essay becomes before its teacher has touched it, written once and never over."""

from pathlib import Path

from bot.essay.load import load_pack
from bot.essay.source import BadContent, Complaint
from bot.essay.splitting import Paragraphs, essay_in
from bot.quiz.leaflets import ASKED, ASKING, PACK, QUESTIONS
from bot.quiz.skeleton import Table, asked_about, drafted_from, pack_of, questions_of
from bot.settings import PACK_NAME


def new_pack(folder: Path, essay: Path) -> str:
    """Write a pack for the essay into a new folder; give the next steps in words; raise BadContent with the cure."""
    if complaint := _refused(folder):
        raise BadContent([Complaint(str(folder), 1, complaint)])
    found = essay_in(essay)
    files = _files(found)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    pack = load_pack(folder)
    return (
        f"{folder}: {len(pack.sentences)} sentences, {len(pack.factors)} factors, {len(pack.drafts)} drafts.\n"
        f"To serve it: CONTENT_DIR={folder.parent} and PACK={folder.name} in .env.\n"
        f"To finish it: cardindex content check {folder}"
    )


def _refused(folder: Path) -> str:
    if not PACK_NAME.fullmatch(folder.name):
        return "is no name for a pack: use small letters, digits and hyphens, 41 at most"
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        return "is there already, and nothing is overwritten: choose another folder"
    return ""


def _files(found: Paragraphs) -> dict[str, str]:
    drafted = list(drafted_from(found))
    return {
        "essay.txt": "\n\n".join("\n".join(paragraph) for paragraph in found) + "\n",
        "pack.toml": _toml(PACK, pack_of(found, drafted)),
        "questions.toml": _toml(QUESTIONS, questions_of(drafted)),
        "asked.txt": ASKED + "".join(map(asked_about, drafted)),
        "asking.toml": ASKING,
    }


def _toml(leaflet: str, tables: Table) -> str:
    from tomlkit import dumps  # noqa: PLC0415 - needed for a new pack alone

    return f"{leaflet}\n{dumps(tables)}"
