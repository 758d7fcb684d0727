"""Measures Paidan beside bots that keep nothing, and writes the table: `make bench`."""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from bench import calls, measures, report
from bench.measures import CLAIMS, Bench
from bench.report import Row
from bench.rig import OTHERS, open_api

PARTS = ("claims", "afar", "presses", "calls", "cards", "workers")
SPREAD_SECONDS = 5.0


def main() -> None:
    """All parts, or some of them."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="five at least, if the figures are to be kept")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--claims", type=int, default=CLAIMS, help=f"a run, {CLAIMS} unless told")
    parser.add_argument("--quick", action="store_true", help="one round of everything, with a smaller large database")
    given = parser.parse_args()
    wanted = [part for part in PARTS if part in given.only.split(",")]
    if not wanted:
        parser.error(f"--only: some of {', '.join(PARTS)}")
    if not OTHERS.exists():
        parser.error("the others are not installed: make bench does it")
    load = os.getloadavg()[0]
    rounds = 1 if given.quick else given.rounds
    figures = measure(wanted, rounds, given.claims, quick=given.quick)
    whole = f"{report.machine(rounds, given.claims, load)}\n\n{figures}"
    print(f"\n{whole}")
    if wanted == list(PARTS) and rounds >= 5:
        report.write(whole)
        print(f"\nWritten to {report.PAGE}.")


def measure(wanted: list[str], rounds: int, claims: int, *, quick: bool) -> str:
    """One run of everything wanted, as text."""
    rows: list[Row] = []
    tables: list[str] = []
    with tempfile.TemporaryDirectory(prefix="paidan-bench-") as folder, open_api() as api:
        bench = Bench(api, Path(folder), rounds, lambda words: print(words, flush=True), quick, claims)
        if "claims" in wanted:
            measured = measures.claims_at_once(bench)
            rows += report.claims_rows(measured)
            tables.append(f"No latency:\n\n{report.sides_table(measured)}")
        if "afar" in wanted:
            measured = measures.claims_from_afar(bench)
            rows += report.afar_rows(measured)
            tables.append(f"50 ms of latency:\n\n{report.sides_table(measured)}")
        if "presses" in wanted:
            rows += [report.presses_row(measures.presses(bench, seconds), seconds) for seconds in (0.0, SPREAD_SECONDS)]
        if "calls" in wanted:
            rows += report.calls_rows(asyncio.run(calls.of_an_order()))
        if "cards" in wanted:
            rows.append(report.cards_row(measures.cards(bench)))
        if "workers" in wanted:
            rows += report.workers_rows(measures.workers(bench))
    return "\n\n".join([report.table(rows), *tables])


if __name__ == "__main__":
    main()
