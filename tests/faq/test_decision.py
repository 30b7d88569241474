"""The decision on a ranking: answer, ask back, or fall back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.decision import MOST_OFFERED, Decision, Ranked, Thresholds, decide

SHARES = st.floats(0, 1)
RANKINGS = st.lists(SHARES, max_size=8).map(
    lambda shares: [Ranked(f"entry.{i}", share) for i, share in enumerate(sorted(shares, reverse=True))]
)
THRESHOLDS = st.tuples(SHARES, SHARES).map(lambda pair: Thresholds(sure=max(pair), ask=min(pair)))


def ranking(*shares: float) -> list[Ranked]:
    return [Ranked(f"entry.{letter}", share) for letter, share in zip("abcdef", shares, strict=False)]


@pytest.mark.parametrize(
    ("shares", "kind", "letters"),
    [
        ((0.9, 0.05), "answer", "a"),
        ((0.7, 0.3), "answer", "a"),  # `sure` itself is sure
        ((0.69, 0.3), "clarify", "ab"),
        ((0.5, 0.3, 0.2), "clarify", "abc"),
        ((0.3, 0.2, 0.2, 0.2), "clarify", "abc"),  # `ask` itself is offered; three at most
        ((0.6, 0.1, 0.02), "clarify", "ab"),  # the third is less than a twentieth of the best
        ((0.6, 0.01), "clarify", "ab"),  # one alone is no choice
        ((0.6,), "clarify", "a"),  # nothing beside it, and still not sure
        ((0.29, 0.2), "fallback", ""),
        ((0.0,), "fallback", ""),
        ((), "fallback", ""),
    ],
)
def test_a_ranking_is_decided_by_the_two_thresholds(shares: tuple[float, ...], kind: str, letters: str):
    decision = decide(ranking(*shares), Thresholds(sure=0.7, ask=0.3))

    assert decision == Decision(kind, tuple(f"entry.{each}" for each in letters), shares[0] if shares else 0.0)  # type: ignore[arg-type]


@given(RANKINGS, THRESHOLDS)
def test_each_kind_has_the_number_of_entries_it_promises(ranked: list[Ranked], thresholds: Thresholds):
    decision = decide(ranked, thresholds)

    assert (
        len(decision.entries)
        in {"answer": (1,), "clarify": range(1, MOST_OFFERED + 1), "fallback": (0,)}[decision.kind]
    )


@given(RANKINGS, THRESHOLDS)
def test_the_entries_are_the_best_ones_in_order(ranked: list[Ranked], thresholds: Thresholds):
    entries = decide(ranked, thresholds).entries

    assert entries == tuple(each.entry for each in ranked[: len(entries)])


@given(RANKINGS, THRESHOLDS)
def test_there_is_a_fallback_exactly_below_ask(ranked: list[Ranked], thresholds: Thresholds):
    best = ranked[0].confidence if ranked else -1

    assert (decide(ranked, thresholds).kind == "fallback") is (best < thresholds.ask)


@given(RANKINGS, THRESHOLDS)
def test_a_sure_best_is_answered(ranked: list[Ranked], thresholds: Thresholds):
    sure = bool(ranked) and ranked[0].confidence >= thresholds.sure

    assert not sure or decide(ranked, thresholds).kind == "answer"


@given(RANKINGS.filter(lambda ranked: len(ranked) > 1), THRESHOLDS)
def test_an_unsure_best_among_several_is_never_answered(ranked: list[Ranked], thresholds: Thresholds):
    unsure = ranked[0].confidence < thresholds.sure

    assert not unsure or decide(ranked, thresholds).kind != "answer"


@given(RANKINGS, THRESHOLDS)
def test_the_confidence_is_that_of_the_best(ranked: list[Ranked], thresholds: Thresholds):
    assert decide(ranked, thresholds).confidence == (ranked[0].confidence if ranked else 0.0)


@pytest.mark.parametrize(("sure", "ask"), [(0.3, 0.7), (1.1, 0.5), (0.5, -0.1), (float("nan"), 0.5)])
def test_thresholds_that_contradict_each_other_are_refused(sure: float, ask: float):
    with pytest.raises(ValueError, match=r"0 <= ask <= sure <= 1 must hold"):
        Thresholds(sure, ask)


@pytest.mark.parametrize(("sure", "ask"), [(1, 0), (0.5, 0.5), (0, 0), (1, 1)])
def test_thresholds_may_meet(sure: float, ask: float):
    assert Thresholds(sure, ask).sure == sure
