"""Where is the recording of an interview? It stays a file of its own beside the study; the study never holds it."""

from collections.abc import Iterator
from pathlib import Path

from workbench.store.engine import is_url

SOUND = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "audio/mp4",
    ".aac": "audio/aac",
    ".wav": "audio/wav",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".webm": "audio/webm",
}
"""Endings of files that browsers play, with their media types."""
MOST_FOLDERS = 50


def recording(location: str, *names: str) -> Path | None:
    """The sound file called like one of the names (a transcript's, or that of its original file without ending), in the
    study's folder or a folder in it, such as `audio`; None where there is none, or the study is on a server."""
    if is_url(location):
        return None
    wanted = {name.casefold() for name in names}
    return next((file for file in _sounds(Path(location).resolve().parent) if file.stem.casefold() in wanted), None)


def _sounds(home: Path) -> Iterator[Path]:
    """Sound files, those in the folder itself first."""
    try:
        inside = sorted(home.iterdir())
    except OSError:
        return
    folders = [one for one in inside if one.is_dir() and not one.name.startswith(".")][:MOST_FOLDERS]
    yield from (one for one in inside if one.suffix.lower() in SOUND and one.is_file())
    for folder in folders:
        try:
            yield from (one for one in sorted(folder.iterdir()) if one.suffix.lower() in SOUND and one.is_file())
        except OSError:
            continue
