"""Benchmarks: how fast Paidan is beside bots that keep nothing. `make bench`; no part of the tests."""
