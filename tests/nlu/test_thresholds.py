from __future__ import annotations

import pytest

from nlu.thresholds import LEAST_RIGHT, MOST_WRONG, Outcome, choose_thresholds


def outcome(confidence: float, right: bool, known: bool = True) -> Outcome:
    expected = (("a" if right else "z"),) if known else ()
    return Outcome([("a", confidence), ("b", confidence / 2), ("c", confidence / 3)], expected)


def test_a_clear_gap_puts_sure_between_right_and_wrong():
    outcomes = [outcome(0.9, right=True)] * 50 + [outcome(0.5, right=False)] * 20

    thresholds, held_out = choose_thresholds(outcomes)

    assert 0.5 < thresholds.ask <= thresholds.sure <= 0.9
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

    assert strict["outside_answered"] == 1
    assert thresholds.sure <= 0.9
    assert (held_out["right"], held_out["outside_answered"]) == (1, 0)


def test_any_of_the_expected_entries_is_right():
    outcomes = [Outcome([("a", 0.9), ("b", 0.05)], ("b", "a"))] * 30 + [outcome(0.2, right=False, known=False)] * 10

    _, held_out = choose_thresholds(outcomes)

    assert held_out["right"] == 1


def test_no_more_is_wrong_than_allowed_though_more_would_be_answered():
    wrong = [outcome(0.6, right=False)] * 10
    outcomes = [outcome(0.9, right=True)] * 100 + [outcome(0.5, right=True)] * 100 + wrong

    _, held_out = choose_thresholds(outcomes)

    assert held_out["wrong"] <= MOST_WRONG
    assert held_out["right"] == pytest.approx(100 / 210, abs=1e-3)


def test_enough_is_answered_at_once_though_a_few_are_wrong():
    outcomes = [outcome(0.9, right=True)] * 60 + [outcome(0.5, right=True)] * 39 + [outcome(0.7, right=False)]

    _, held_out = choose_thresholds(outcomes)

    assert held_out["right"] >= LEAST_RIGHT
    assert 0 < held_out["wrong"] <= MOST_WRONG


def test_a_wrong_answer_is_dearer_than_a_question_back_where_both_are_allowed():
    outcomes = [outcome(0.9, right=True)] * 199 + [Outcome([("a", 0.5), ("b", 0.4)], ("b",))]

    thresholds, held_out = choose_thresholds(outcomes)

    assert thresholds.sure > 0.5
    assert held_out["wrong"] == 0
    assert held_out["asked_well"] == pytest.approx(0.005)


def test_if_nothing_can_be_told_apart_nothing_is_answered():
    outcomes = [outcome(0.9, right=number % 2 == 0) for number in range(100)]

    thresholds, held_out = choose_thresholds(outcomes)

    assert thresholds.ask > 0.9
    assert held_out["missed"] == 1


def test_without_messages_in_scope_no_share_is_a_fault():
    _, held_out = choose_thresholds([outcome(0.3, right=False, known=False)] * 5)

    assert held_out["right"] == held_out["wrong"] == held_out["outside_answered"] == 0
