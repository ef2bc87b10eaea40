"""Memos as files, the things they stand on, and the links between them."""
