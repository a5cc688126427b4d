"""The files for several bots over one database: their syntax, what they set, what they say of themselves."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
COMPOSE, KUBERNETES = DEPLOY / "compose.yaml", DEPLOY / "kubernetes.yaml"
SECRET = {"DATABASE_URL": "postgresql+psycopg://cardindex:canary@db.school.example/cardindex"}
LIBPQ = {"PGPASSWORD"}  # read by PostgreSQL's own library
Json = dict[str, Any]


def services() -> Json:
    return dict(yaml.safe_load(COMPOSE.read_text())["services"])


def composed() -> list[Json]:
    """Give compose's bots."""
    return [each for name, each in services().items() if name.startswith("bot-")]


def kinds() -> dict[str, Json]:
    return {each["kind"]: each for each in yaml.safe_load_all(KUBERNETES.read_text())}


def pod() -> Json:
    return dict(kinds()["StatefulSet"]["spec"]["template"]["spec"])


def container() -> Json:
    return dict(pod()["containers"][0])


def of_kubernetes(number: int) -> dict[str, str]:
    """Give a pod's environment as Kubernetes makes it: the secret's, then what the manifest says."""
    given = {each["name"]: each.get("value", str(number)) for each in container()["env"]}
    return {**SECRET, **given}


def of_everyone() -> Iterator[Mapping[str, str]]:
    yield from (each["environment"] for each in composed())
    yield from map(of_kubernetes, range(kinds()["StatefulSet"]["spec"]["replicas"]))


@pytest.mark.parametrize("environment", list(of_everyone()))
def test_what_is_set_is_a_setting_with_a_fitting_value(environment: Mapping[str, str]) -> None:
    assert set(environment) - LIBPQ <= set(Settings.model_fields)
    assert all(isinstance(value, str) for value in environment.values())
    settings = Settings.model_validate({k: v for k, v in environment.items() if k not in LIBPQ})
    assert settings.DATABASE_URL.startswith("postgresql+psycopg://")
    assert (settings.WEB_HOST, settings.WEB_PORT) == ("0.0.0.0", 8080)  # noqa: S104 - a container's own
    assert not settings.has_classroom


@pytest.mark.parametrize("bots", [composed(), kinds()["StatefulSet"]["spec"]["replicas"] * [None]])
def test_there_are_two_bots_or_more(bots: list[object]) -> None:
    assert len(bots) >= 2


def test_every_discord_shard_has_one_bot() -> None:
    for everyone in (
        [each["environment"] for each in composed()],
        [of_kubernetes(number) for number in range(kinds()["StatefulSet"]["spec"]["replicas"])],
    ):
        assert [each["DISCORD_SHARD_IDS"] for each in everyone] == [str(n) for n in range(len(everyone))]
        assert {each["DISCORD_SHARD_COUNT"] for each in everyone} == {str(len(everyone))}


def test_kubernetes_numbers_its_pods_from_nought() -> None:
    [number] = [each for each in container()["env"] if "valueFrom" in each]
    path = number["valueFrom"]["fieldRef"]["fieldPath"]
    assert (number["name"], path) == ("DISCORD_SHARD_IDS", "metadata.labels['apps.kubernetes.io/pod-index']")


def test_kubernetes_asks_whether_it_lives_and_whether_it_serves() -> None:
    ports = {port["name"]: port["containerPort"] for port in container()["ports"]}
    asked = {name: container()[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    assert {name: each["path"] for name, each in asked.items()} == {
        "startup": "/healthz",
        "liveness": "/healthz",
        "readiness": "/readyz",
    }
    assert {ports[each["port"]] for each in asked.values()} == {8080}
    assert kinds()["Service"]["spec"]["ports"][0]["targetPort"] in ports


def test_compose_asks_whether_it_serves() -> None:
    for each in composed():
        assert "127.0.0.1:8080/readyz" in each["healthcheck"]["test"][-1]
        assert each["depends_on"]["database"]["condition"] == "service_healthy"
    assert "pg_isready" in services()["database"]["healthcheck"]["test"]


def test_both_are_given_the_env_file_and_time_to_end() -> None:
    """Fault 28: the bot needs ten seconds at most."""
    for each in composed():
        assert (each["env_file"], each["stop_grace_period"]) == ("../.env", "30s")
    assert container()["envFrom"] == [{"secretRef": {"name": "cardindex"}}]
    assert pod()["terminationGracePeriodSeconds"] == 30
    assert "kubectl create secret generic cardindex --from-env-file=.env" in KUBERNETES.read_text()


def test_every_selector_finds_the_bots() -> None:
    of_pods = kinds()["StatefulSet"]["spec"]["template"]["metadata"]["labels"]
    for kind in ("StatefulSet", "PodDisruptionBudget"):
        assert kinds()[kind]["spec"]["selector"]["matchLabels"] == of_pods
    assert kinds()["Service"]["spec"]["selector"] == of_pods


@pytest.mark.parametrize("file", [COMPOSE, KUBERNETES])
def test_they_run_the_one_image_without_rights_and_say_what_is_untested(file: Path) -> None:
    words = file.read_text()
    assert "image: cardindex\n" in words
    assert "only its syntax and the names and values of its settings are tested" in " ".join(words.split())
    assert words.lower().count("all]") == 1  # every capability is dropped


def test_no_password_stands_in_them() -> None:
    database = services()["database"]["environment"]["POSTGRES_PASSWORD"]
    assert database.startswith("${POSTGRES_PASSWORD:?")
    assert {each["environment"]["PGPASSWORD"] for each in composed()} == {database}
    assert "stringData" not in KUBERNETES.read_text()


def test_all_bots_note_who_was_erased_in_one_file() -> None:
    """Fault 78: on a volume that they share, beside what a backup of the database brings back."""
    assert {Path(each["ERASED_FILE"]).parent for each in of_everyone()} == {Path("/data")}
    assert {tuple(each["volumes"]) for each in composed()} == {("erased:/data",)}
    [mount] = container()["volumeMounts"]
    [volume] = pod()["volumes"]
    assert (mount["name"], mount["mountPath"]) == (volume["name"], "/data")
    claim = kinds()["PersistentVolumeClaim"]
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
