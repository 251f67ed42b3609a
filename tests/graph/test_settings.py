from pathlib import Path

import pytest

from graph.errors import SettingsError
from graph.settings import SETTINGS, Address, Settings, load_settings


def test_every_setting_has_a_variable_and_one_line_of_help() -> None:
    for setting in SETTINGS:
        assert setting.metadata["name"].isupper()
        assert setting.metadata["help"].endswith(".")
        assert "\n" not in setting.metadata["help"]
    assert len({setting.metadata["name"] for setting in SETTINGS}) == len(SETTINGS)


def test_without_variables_the_defaults_hold() -> None:
    assert load_settings({}) == Settings()
    assert load_settings({"PORT": ""}) == Settings()
    assert load_settings({}).neo4j is None


def test_values_are_read_in_their_types() -> None:
    settings = load_settings({"PORT": "0", "PLANGRAPH_RETRY_CAP": "0.5", "PLANGRAPH_DATA_DIR": "somewhere"})
    assert (settings.port, settings.retry_cap, settings.data_dir) == (0, 0.5, Path.cwd() / "somewhere")


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("PORT", "http", "port"),
        ("PORT", "65536", "port"),
        ("PORT", "٣", "port"),
        ("NEO4J_URI", "localhost:7687", "address"),
        ("NEO4J_URI", "http://localhost", "address"),
        ("PLANGRAPH_STATEMENT_LIMIT", "0", "seconds above 0"),
        ("PLANGRAPH_STATEMENT_LIMIT", "-1", "seconds above 0"),
        ("PLANGRAPH_BATCH_SIZE", "1e3", "whole number above 0"),
        ("PLANGRAPH_EMBEDDED_HEAP", "1g -javaagent:x", "amount of memory"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(variable: str, value: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=f"^{variable} is .*{reason}"):
        load_settings({variable: value})


def test_a_neo4j_without_a_password_is_asked_without_login() -> None:
    open_to_all = load_settings({"NEO4J_URI": "bolt://localhost"})
    assert open_to_all.neo4j == Address("bolt://localhost", None, "", "neo4j")


def test_passwords_are_not_printed() -> None:
    settings = load_settings({"NEO4J_URI": "bolt://localhost", "NEO4J_PASSWORD": "geheim"})
    assert "geheim" not in f"{settings} {settings.neo4j}"
