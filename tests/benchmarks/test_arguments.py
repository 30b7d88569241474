from __future__ import annotations

import pytest

from benchmarks.__main__ import LONG, PARTS, main, parser


def test_parts_run_in_their_own_order_whatever_the_order_asked_for():
    assert parser().parse_args(["--only", "throughput,message"]).only == ["message", "throughput"]


@pytest.mark.parametrize("arguments", [["--only", "speed"], ["--share", "0"], ["--share", "1.5"]])
def test_wrong_argument_is_refused_with_the_choices(arguments, capsys):
    with pytest.raises(SystemExit) as exit:
        parser().parse_args(arguments)

    assert exit.value.code == 2
    assert "error" in capsys.readouterr().err


def test_long_parts_run_only_when_asked_for():
    assert set(parser().parse_args([]).only) == set(PARTS) - set(LONG)


@pytest.mark.parametrize("parts", ["message", "message,stock", "message,peers"])
def test_page_is_written_of_all_our_parts_or_not_at_all(capsys, parts):
    assert main(["--only", parts, "--write"]) == 2
    assert "every part of ours" in capsys.readouterr().err


def test_help_names_every_part(capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["--help"])

    printed = capsys.readouterr().out
    assert all(part in printed for part in PARTS)
