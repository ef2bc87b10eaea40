"""A study as a REFI-QDA project of other tools, and the other way."""
