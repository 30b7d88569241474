"""Stock Rasa beside ours: the same entries, the same texts, one run, ours first and then stock."""

from __future__ import annotations

from benchmarks.figures import Pair, middle
from benchmarks.load import Load, send
from benchmarks.machine import disk_mb, memory_mb
from benchmarks.process import Running
from benchmarks.run import WARM, Run, say
from benchmarks.served import Engine
from benchmarks.stock import answers, environment
from benchmarks.stock.programs import Stock
from benchmarks.talks import EngineTalk, StockTalk
from bot.environment import ROOT

CLIENTS = 8
ROUNDS = 3
EPOCHS = 100  # as `rasa init` writes


def measure(run: Run) -> None:
    run.stop_kilotse()
    epochs = EPOCHS if run.epochs is None else run.epochs
    stock = Stock(run.place, epochs)
    say(f"stock: rasa train, {epochs} epochs (minutes)")
    ours_s, stock_s = run.place.first_training_s, stock.train()
    note = f"{stock.examples:,} examples; ours with an empty cache, stock {epochs} epochs twice"
    run.results.pairs.append(Pair("training", "s", ours_s, stock_s, note))
    say("stock: starting both")
    _compare_starts(run, stock)
    with Engine(run.place) as engine, stock.actions() as actions, stock.server() as server:
        engine.wait()
        stock.wait_for_actions(actions)
        stock.wait_for_server(server)
        _compare_messages(run, engine, stock)
        _compare_memory(run, engine, [actions, server])
        _compare_answers(run, engine, stock)
    disks = disk_mb(ROOT / ".venv-rasa"), disk_mb(environment.FOLDER)
    run.results.pairs.append(Pair("disk of the environment", "MB", *disks, "ours with test tools"))


def _compare_starts(run: Run, stock: Stock) -> None:
    ours_s, rasa_s, actions_s = [], [], []
    for _ in range(run.count(ROUNDS)):
        with Engine(run.place) as engine:
            ours_s.append(engine.wait())
        with stock.actions() as actions:
            actions_s.append(stock.wait_for_actions(actions))
        with stock.server() as server:
            rasa_s.append(stock.wait_for_server(server))
    note = f"stock without its action server, which took {middle(actions_s):.1f} s"
    run.results.pairs.append(Pair("start to ready", "s", middle(ours_s), middle(rasa_s), note))


def _compare_messages(run: Run, engine: Engine, stock: Stock) -> None:
    """The same texts to both, in turns; both REST channels are asked directly."""
    _both(run, engine, stock, WARM, 4)
    say("stock: one message at a time")
    alone = [_both(run, engine, stock, run.count(100, 10), 1) for _ in range(ROUNDS)]
    say(f"stock: {CLIENTS} clients at once")
    crowd = [_both(run, engine, stock, run.count(320, 2 * CLIENTS), CLIENTS) for _ in range(ROUNDS)]
    note = f"median of {ROUNDS} rounds of {len(alone[0][0].times_ms)}"
    many = f"median of {ROUNDS} rounds of {len(crowd[0][0].times_ms)}"
    run.results.pairs += [
        Pair("one at a time, p50", "ms", *_middles([(a.p50, b.p50) for a, b in alone]), note),
        Pair("one at a time, p95", "ms", *_middles([(a.p95, b.p95) for a, b in alone]), note),
        Pair(f"{CLIENTS} clients", "messages/s", *_middles([(a.a_second, b.a_second) for a, b in crowd]), many),
        Pair(f"{CLIENTS} clients, p50", "ms", *_middles([(a.p50, b.p50) for a, b in crowd]), many),
        Pair(f"{CLIENTS} clients, p95", "ms", *_middles([(a.p95, b.p95) for a, b in crowd]), many),
    ]


def _both(run: Run, engine: Engine, stock: Stock, count: int, clients: int) -> tuple[Load, Load]:
    texts = run.new_texts(count)
    ours = send(lambda: EngineTalk(engine.port), texts, clients)
    return ours, send(lambda: StockTalk(stock.port), texts, clients)


def _middles(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    return middle([ours for ours, _ in pairs]), middle([theirs for _, theirs in pairs])


def _compare_memory(run: Run, engine: Running, stock: list[Running]) -> None:
    actions_mb, rasa_mb = (memory_mb(each.family()) for each in stock)
    note = f"resident, after the messages above; stock: Rasa {rasa_mb:.0f}, action server {actions_mb:.0f}"
    run.results.pairs.append(Pair("memory", "MB", memory_mb(engine.family()), rasa_mb + actions_mb, note))


def _compare_answers(run: Run, engine: Engine, stock: Stock) -> None:
    if run.questions is None:
        run.results.skipped.append("stock: no right answers counted, as there are no judged questions (--questions).")
        return
    lines = answers.fitting_lines(run.place, run.questions)
    say(f"stock: {len(lines)} judged questions")
    ours, theirs = answers.ours(run.place, lines, engine.port), answers.stock(lines, stock.port)
    for scope in ("in_scope", "out_of_scope"):
        total = sum(ours[scope].values())
        for verdict in answers.VERDICTS:
            if ours[scope][verdict] or theirs[scope][verdict]:
                what = f"{scope.replace('_', ' ')}: {verdict.replace('_', ' ')}"
                run.results.pairs.append(
                    Pair(what, f"of {total}", ours[scope][verdict], theirs[scope][verdict], run.questions.name)
                )
