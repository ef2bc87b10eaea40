"""Runs of suggestions and what people decided on them, recorded, kept and replayed."""
