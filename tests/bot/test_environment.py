"""Settings from the environment, and secrets that are made once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading

import pytest

from bot import environment
from bot.environment import ROOT, SettingError, read, secret


@pytest.fixture
def variables(monkeypatch):
    """Read the settings with these KILOTSE_ variables and no others."""

    def set_all(**values):
        for name in [name for name in os.environ if name.startswith("KILOTSE_")]:
            monkeypatch.delenv(name)
        for name, value in values.items():
            monkeypatch.setenv(f"KILOTSE_{name}", value)
        return read()

    return set_all


def test_nothing_set_means_this_machine_alone(variables):
    settings = variables()

    assert (settings.host, settings.port, settings.database) == ("127.0.0.1", 8080, "")
    assert settings.engines == ("http://127.0.0.1:5105",)
    assert settings.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert settings.var == ROOT / "var"
    assert settings.content == ROOT / "var/content"


def test_the_content_lives_in_var_unless_it_is_named(variables, tmp_path):
    assert variables(VAR=str(tmp_path)).content == tmp_path / "content"
    assert variables(VAR=str(tmp_path), CONTENT="/srv/faq").content.as_posix() == "/srv/faq"


def test_the_engine_is_asked_at_its_port(variables):
    assert variables(ENGINE_PORT="6000").engines == ("http://127.0.0.1:6000",)


def test_lists_are_parted_by_commas_and_blanks_do_not_count(variables):
    settings = variables(ENGINES=" http://a:1 , http://b:2,", HOSTS="a.de,,b.de")

    assert (settings.engines, settings.hosts) == (("http://a:1", "http://b:2"), ("a.de", "b.de"))


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_setting_is_as_none(variables, blank):
    assert variables(PORT=blank, HOST=blank, ENGINES=blank).port == 8080


@pytest.mark.parametrize("port", ["1", "8081", "65535", " 80 "])
def test_a_port_is_a_number(variables, port):
    assert variables(PORT=port).port == int(port)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "8o8o", "²", "٨٠", "1e3", "0x50", "9" * 5000])
@pytest.mark.parametrize("name", ["PORT", "ENGINE_PORT"])
def test_another_port_is_refused_with_the_remedy(variables, name, port):
    with pytest.raises(SettingError) as error:
        variables(**{name: port})

    assert str(error.value) == f"KILOTSE_{name} is {port}. Set it to a port number from 1 to 65535."


def test_nobody_elses_page_may_call_unless_it_is_named(variables):
    assert variables().origins == ()
    assert variables(ORIGINS="https://www.aachen.de, http://[::1]:8000,").origins == (
        "https://www.aachen.de",
        "http://[::1]:8000",
    )


def test_an_origin_is_compared_as_browsers_write_it(variables):
    assert variables(ORIGINS="https://WWW.Aachen.de").origins == ("https://www.aachen.de",)


ORIGINS = ["*", "null", "www.aachen.de", "https://", "https://aachen.de/", "https://aachen.de/chat", "ftp://aachen.de"]
ORIGINS += [
    "https://*.aachen.de",
    "https://aachen.de:443",
    "http://aachen.de:80",
    "https://a@aachen.de",
    "https://ä.de",
]
ORIGINS += ["https://aachen.de:", "https://aachen.de:0", "https://aachen.de?x", "https://aachen.de\nhttps://b.de"]


@pytest.mark.parametrize("origin", ORIGINS)
def test_what_no_browser_sends_as_an_origin_is_refused(variables, origin):
    with pytest.raises(SettingError) as error:
        variables(ORIGINS=f"https://ok.example,{origin}")

    assert str(error.value).startswith(f"KILOTSE_ORIGINS has {origin}. Write scheme://host, ")


def test_no_proxy_is_believed_unless_it_is_counted(variables):
    assert variables().proxies == 0
    assert variables(PROXIES="2").proxies == 2


@pytest.mark.parametrize("proxies", ["-1", "10", "1.0", "yes", "²"])
def test_another_number_of_proxies_is_refused(variables, proxies):
    with pytest.raises(SettingError) as error:
        variables(PROXIES=proxies)

    assert str(error.value) == f"KILOTSE_PROXIES is {proxies}. Set it to a number from 0 to 9."


@pytest.mark.parametrize("page", ["", "https://www.aachen.de", "https://example.org:8443/a?b=c#d"])
def test_leaving_goes_to_an_https_page(variables, page):
    assert variables(LEAVE=page).leave == page


@pytest.mark.parametrize(
    "page", ["http://a.de", "javascript:alert(1)", "https://", "https://a b", "//a.de", "https://a@b"]
)
def test_leaving_goes_nowhere_else(variables, page):
    with pytest.raises(SettingError, match="KILOTSE_LEAVE is .* Set it to an https address"):
        variables(LEAVE=page)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080/"),
        ("0.0.0.0", "http://127.0.0.1:8080/"),
        ("::", "http://127.0.0.1:8080/"),
        ("::1", "http://[::1]:8080/"),
        ("192.0.2.7", "http://192.0.2.7:8080/"),
    ],
)
def test_the_address_can_be_opened_on_this_machine(variables, host, address):
    assert variables(HOST=host).address == address


def test_a_secret_is_made_once(tmp_path):
    assert secret(tmp_path, "key") == secret(tmp_path, "key")


def test_secrets_differ_by_name_and_place(tmp_path):
    made = {secret(tmp_path, "a"), secret(tmp_path, "b"), secret(tmp_path / "other", "a")}

    assert len(made) == 3


def test_a_secret_has_256_bits(tmp_path):
    assert len(secret(tmp_path, "key")) >= 43  # characters of base64


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_its_owner_can_read_a_secret(tmp_path, umask):
    before = os.umask(umask)
    try:
        secret(tmp_path / "var", "key")
    finally:
        os.umask(before)

    folder = tmp_path / "var/secrets"
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nothing_but_the_secret_is_left_behind(tmp_path):
    secret(tmp_path, "key")

    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["key"]


def test_a_secret_that_an_administrator_wrote_counts(tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/key").write_text("chosen\n")

    assert secret(tmp_path, "key") == "chosen"


@pytest.mark.parametrize("text", ["", "\n", "  \n"])
def test_an_empty_secret_is_refused(tmp_path, text):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/key").write_text(text)

    with pytest.raises(SettingError, match=r"secrets/key is empty\. Remove it"):
        secret(tmp_path, "key")


def test_processes_that_start_together_agree_on_a_secret(tmp_path):
    program = "import sys, pathlib; from bot.environment import secret; input(); print(secret(pathlib.Path(sys.argv[1]), 'key'))"
    command = [sys.executable, "-c", program, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(6)]
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()

    said = [process.communicate(timeout=30) for process in processes]

    assert {error for _, error in said} == {""}
    assert {out.strip() for out, _ in said} == {secret(tmp_path, "key")}


def test_threads_that_start_together_agree_on_a_secret(tmp_path, monkeypatch):
    together = threading.Barrier(4)
    make = environment._make_secret
    made = []

    def all_at_once(path):
        together.wait(10)
        make(path)

    monkeypatch.setattr(environment, "_make_secret", all_at_once)
    threads = [threading.Thread(target=lambda: made.append(secret(tmp_path, "key"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(made) == 4
    assert len(set(made)) == 1


def test_the_seed_is_in_use_until_there_is_a_living_content(tmp_path, monkeypatch):
    monkeypatch.delenv("KILOTSE_CONTENT")
    monkeypatch.setenv("KILOTSE_VAR", str(tmp_path))
    before = environment.read().content_in_use
    (tmp_path / "content").mkdir()

    assert before == environment.SEED
    assert environment.read().content_in_use == tmp_path / "content"


def test_the_desk_has_one_address(variables):
    assert variables(DESK_URL="https://Desk.example.org").desk_url == "https://desk.example.org"
    assert variables().desk_url == ""


@pytest.mark.parametrize("wrong", ["desk.example.org", "https://desk.example.org/desk", "https://a.de,https://b.de"])
def test_what_is_no_address_of_a_desk_is_refused(variables, wrong):
    with pytest.raises(SettingError, match="KILOTSE_DESK_URL"):
        variables(DESK_URL=wrong)
