"""Measurements: one module a subject, whose `run()` gives rows one by one; `make bench` writes `docs/figures.md`.

A row has the keys what, ours, peer, peer_name, aim: a number or words for this program, the same for a peer or a
baseline measured in the same run, and what was aimed at. Numbers are seconds, or in the `unit` of the row ("": none).
"""
