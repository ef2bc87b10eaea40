"""What coders are compared on, and what they settled, as files."""
