"""Measurements: one module a subject, whose `run()` gives rows one by one; `make bench` writes `docs/figures.md`.

A row has the keys what, ours, peer, peer_name, aim: seconds (or what the text says) of this program, of a peer or a
baseline measured in the same run, and what was aimed at.
"""
