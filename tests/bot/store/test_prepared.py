"""Prepared statements: what SQLAlchemy would give and raise for them, whoever runs them."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from doubles.clock import MONDAY
from doubles.postgres import Postgres
from sqlalchemy import Connection, Engine, bindparam, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store.backend import backend
from bot.store.prepared import Prepared, among
from bot.store.schema import upgrade
from bot.store.tables.upkeep import deliveries
from bot.store.upsert import insert_in

_NAMED = select(deliveries.c.name, deliveries.c.at, deliveries.c.platform.label("home")).order_by(
    deliveries.c.name
)
SINCE = Prepared(lambda _: _NAMED.where(deliveries.c.at >= bindparam("since", type_=deliveries.c.at.type)))
THESE = Prepared(lambda dialect: _NAMED.where(among(dialect, deliveries.c.name, "these")))
NOTE = Prepared(
    lambda dialect: insert_in(dialect, deliveries).values(
        {name: bindparam(name, type_=deliveries.c[name].type) for name in ("platform", "name", "at")}
    )
)
HOSTILE = "d'; drop table deliveries; --%s?:x"


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    made = backend(database).writing_engine(database)
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as opened:
        yield opened


def noted(name: str, hours: int = 0) -> dict[str, object]:
    return {"platform": "slack", "name": name, "at": MONDAY + timedelta(hours=hours)}


def test_rows_are_those_that_sqlalchemy_gives(connection: Connection) -> None:
    assert NOTE.count(connection, [noted("a"), noted("b", 1), noted(HOSTILE, 2)]) == 3
    assert NOTE.count(connection, [noted("c", 3)]) == 1
    found = SINCE.all(connection, {"since": MONDAY + timedelta(hours=1)})
    usual = connection.execute(_NAMED.where(deliveries.c.at >= MONDAY + timedelta(hours=1))).all()
    assert [tuple(row) for row in found] == [tuple(row) for row in usual]
    assert [(row.name, row.at, row.home) for row in found] == [
        ("b", MONDAY + timedelta(hours=1), "slack"),
        ("c", MONDAY + timedelta(hours=3), "slack"),
        (HOSTILE, MONDAY + timedelta(hours=2), "slack"),
    ]


def test_a_list_is_one_parameter_however_long_it_is(connection: Connection) -> None:
    NOTE.count(connection, [noted(name) for name in ("a", "b", HOSTILE)])
    assert THESE.all(connection, {"these": []}) == []
    found = THESE.all(connection, {"these": [HOSTILE, "a", *(str(n) for n in range(5_000))]})
    assert [row.name for row in found] == ["a", HOSTILE]


def test_an_error_is_sqlalchemys_and_tells_nothing_of_what_was_sent(connection: Connection) -> None:
    secret = uuid.uuid4().hex
    NOTE.count(connection, [noted(secret)])
    with pytest.raises(IntegrityError) as raised:
        NOTE.count(connection, [noted(secret)])
    assert secret not in str(raised.value).partition("DETAIL")[0]
    assert not connection.invalidated


def test_a_connection_that_broke_is_known_to_be_broken(postgres: Postgres) -> None:
    url = postgres.migrated()
    one, other = backend(url).writing_engine(url), backend(url).writing_engine(url)
    with one.connect() as lost, other.connect() as killer:
        pid = lost.scalar(text("select pg_backend_pid()"))
        killer.execute(text("select pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(DBAPIError) as raised:
            SINCE.all(lost, {"since": MONDAY})
        assert raised.value.connection_invalidated
        assert lost.invalidated
    one.dispose()
    other.dispose()
