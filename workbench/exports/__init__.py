"""Results as a researcher needs them outside: values in, bytes and figures out. Nothing here reads the study."""
