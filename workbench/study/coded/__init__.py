"""Codings as rows and files: joined where they overlap, placed by their words, hidden in a blind round."""
