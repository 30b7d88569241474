from __future__ import annotations

import pytest

from nlu.thresholds import Outcome, choose_thresholds


def outcome(confidence: float, right: bool, known: bool = True) -> Outcome:
    expected = ("a" if right else "b") if known else None
    return Outcome([("a", confidence), ("b", confidence / 2), ("c", confidence / 3)], expected)


def test_a_clear_gap_puts_sure_between_right_and_wrong():
    outcomes = [outcome(0.9, right=True)] * 50 + [outcome(0.5, right=False)] * 20

    thresholds, held_out = choose_thresholds(outcomes)

    assert 0.5 < thresholds.sure <= 0.9
    assert held_out["wrong"] == 0
    assert held_out["right"] == pytest.approx(50 / 70, abs=1e-3)


def test_messages_out_of_scope_keep_ask_above_them():
    outcomes = [outcome(0.9, right=True)] * 50 + [outcome(0.1, right=False, known=False)] * 50

    thresholds, held_out = choose_thresholds(outcomes)

    assert thresholds.ask > 0.1
    assert held_out["outside_answered"] == held_out["outside_asked"] == 0


def test_the_shares_of_what_is_in_scope_add_up_to_one():
    outcomes = [outcome(number / 20, right=number % 3 > 0) for number in range(1, 20)]

    _, held_out = choose_thresholds(outcomes)

    assert sum(held_out[kind] for kind in ("right", "asked_well", "missed", "wrong")) == pytest.approx(1, abs=1e-3)


def test_an_answer_that_says_no_is_right_for_what_is_out_of_scope():
    outcomes = [outcome(0.9, right=True)] * 50 + [outcome(0.9, right=False, known=False)] * 50

    _, strict = choose_thresholds(outcomes)
    thresholds, held_out = choose_thresholds(outcomes, harmless=["a"])

    assert strict["right"] == 0
    assert thresholds.sure <= 0.9
    assert (held_out["right"], held_out["outside_answered"]) == (1, 0)
