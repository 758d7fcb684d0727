"""What Prometheus may ask for: counted as it happens, and, of what waits, measured when it is asked."""

import math
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from rules.alarms import Kind
from storage.backlog import Backlog

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """One registry a process; names and meanings stand in docs/operating.md."""

    def __init__(self, version: str) -> None:
        self._registry = own = CollectorRegistry()
        ProcessCollector(registry=own)
        Gauge("paidan_build_info", "The version that runs.", ["version"], registry=own).labels(version).set(1)
        self._updates = Counter(
            "paidan_updates", "Updates that were handled, by what came of it.", ["kind", "result"], registry=own
        )
        self._handling = Histogram(
            "paidan_handling_seconds", "From taking up an update to its end.", buckets=SECONDS, registry=own
        )
        self._update = Histogram(
            "paidan_update_seconds", "From keeping an update to its end.", buckets=SECONDS, registry=own
        )
        self._moves = Counter("paidan_moves", "Moves of orders and wishes, by verb.", ["verb"], registry=own)
        self._refusals = Counter("paidan_refusals", "What was refused, by its key.", ["key"], registry=own)
        self._sends = Counter("paidan_sends", "Rows of the outbox, by how each try ended.", ["result"], registry=own)
        self._waiting = Gauge("paidan_waiting_rows", "Rows that wait to be handled or sent.", ["box"], registry=own)
        self._oldest = Gauge("paidan_oldest_waiting_seconds", "How long the oldest waits.", ["box"], registry=own)
        self._aside = Gauge("paidan_set_aside_rows", "Updates that failed five times.", registry=own)
        self._dead = Gauge("paidan_dead_rows", "Messages that can never be sent.", registry=own)
        self._alarms = Gauge("paidan_alarms", "1 while it is wrong.", ["kind"], registry=own)
        self._database = Gauge("paidan_database_up", "Whether the database answers.", registry=own)
        self._errors = Gauge("paidan_database_errors", "Database errors since the start.", registry=own)
        self._leading = Gauge("paidan_leading", "1 in the process that sends and keeps the time.", registry=own)
        self._heartbeat = Gauge("paidan_heartbeat_age_seconds", "Since the last beat was done.", registry=own)
        self._intake = Gauge("paidan_intake_failing_seconds", "Since no updates can be fetched.", registry=own)

    def handled(self, kind: str, result: str, refusal: str, seconds: float, since_kept: float) -> None:
        """One update has come to its end, or to the end of one attempt; `refusal` is the key of the word no."""
        self._updates.labels(kind, result).inc()
        if refusal:
            self._refusals.labels(refusal).inc()
        self._handling.observe(seconds)
        if result != "failed":
            self._update.observe(max(0.0, since_kept))

    def moved(self, verb: str) -> None:
        """An order was moved, and it is kept."""
        self._moves.labels(verb).inc()

    def sent(self, result: str) -> None:
        """One try to bring a row of the outbox to its chat has ended so."""
        self._sends.labels(result).inc()

    def show(self, *, heartbeat_age: float | None, intake_failing: float, database_errors: int) -> None:
        """What this process knows by itself; None where no heartbeat is meant to be in it, for another leads."""
        self._leading.set(heartbeat_age is not None)
        self._heartbeat.set(math.nan if heartbeat_age is None else heartbeat_age)
        self._intake.set(intake_failing)
        self._errors.set(database_errors)

    def show_backlog(self, waits: Backlog | None, alarms: set[Kind], now: datetime) -> None:
        """What the database says; None when it does not answer: then nothing is shown rather than what was."""
        self._database.set(waits is not None)
        for gauge in (self._waiting, self._oldest, self._alarms):
            gauge.clear()
        if waits is None:
            return
        boxes = (
            ("inbox", waits.updates, waits.oldest_update_at), ("outbox", waits.messages, waits.oldest_message_at),
        )  # fmt: skip
        for box, rows, oldest in boxes:
            self._waiting.labels(box).set(rows)
            self._oldest.labels(box).set(max(0.0, (now - oldest).total_seconds()) if oldest else 0)
        self._aside.set(waits.set_aside)
        self._dead.set(waits.dead)
        for kind in Kind:
            self._alarms.labels(kind.value).set(kind in alarms)

    def page(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self._registry)
