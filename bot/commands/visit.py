"""What a command or a press is given: who asks, where, when, and what there is to know."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat import Member, Place, Refusal, Role
from bot.essay.lookup import Lookup
from bot.essay.pack import Factor, Pack
from bot.names import clean_name
from bot.quiz.bank import Bank, Library
from bot.slash import Audience
from bot.store.classes import Class
from bot.store.entrance import Known
from bot.store.ledger import Ledger

ALLOWED = {
    Role.STUDENT: frozenset({Audience.EVERYONE}),
    Role.TEACHER: frozenset({Audience.EVERYONE, Audience.TEACHERS}),
}


def authorise(member: Member, audience: Audience) -> None:
    """Raise Refusal unless the member's role, as it is at this moment, is allowed; the default is no."""
    if audience not in ALLOWED.get(member.role, frozenset()):
        raise Refusal("That is for teachers. /guide lists what you can do here.")


def speaking_in(group: Class, member: Member) -> Member:
    """Give the member as this class knows them: who holds its teacher role at this moment is a teacher."""
    name, teaches = clean_name(member.name), holds(member, group.teacher_role)
    if name == member.name and not teaches:  # as nearly everyone is: a copy costs more than all before it
        return member
    return replace(member, name=name, role=Role.TEACHER if teaches else member.role)


def holds(member: Member, role: str) -> bool:
    """Whether the member has this role of the platform's own; one that is not named, nobody has."""
    return bool(role) and role.casefold() in map(str.casefold, member.roles)


@dataclass(slots=True)
class Visit:
    """One request, within one transaction."""

    member: Member
    place: Place
    group: Class
    ledger: Ledger
    library: Library
    now: datetime
    account: Known | None = None  # of whom anything was ever kept

    @property
    def pack(self) -> Pack:
        return self.library.pack

    @property
    def lookup(self) -> Lookup:
        return self.library.lookup

    @property
    def bank(self) -> Bank:
        return self.library.bank

    @property
    def zone(self) -> ZoneInfo:
        return self.group.zone

    @property
    def known(self) -> int | None:
        """The member's number, if anything of theirs was ever kept."""
        return self.account.id if self.account else None

    @property
    def student(self) -> int:
        """The member's number; kept from now on."""
        if self.account is None or self.account.name != self.member.name:
            self.account = Known(self.ledger.students.of(self.member, self.now), self.member.name)
        return self.account.id

    def factor_or_any(self, name: str) -> Factor | None:
        """Find the factor that the member named; None for "any"."""
        return None if name.strip().lower() in {"", "any"} else self.pack.factor_named(name)


def factor_names(library: Library, typed: str) -> list[str]:
    """Offer "any" and the factors whose name has what is typed."""
    names = ["any", *(factor.id for factor in library.pack.factors)]
    return [name for name in names if typed.strip().lower().replace(" ", "-") in name]
