"""Measurements: one module a figure, each with `run() -> list[dict]`; `make bench` writes the README's table.

A row has the keys what, ours, peer, peer_name, aim: seconds (or what the text says) of this program, of a peer or a
baseline measured in the same run, and what was aimed at.
"""
