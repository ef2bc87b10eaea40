"""How is the app served? On this machine only, with nothing sent anywhere."""

import os
import socket
from pathlib import Path

from workbench.app.guard import LOCAL, Guard, everywhere, names
from workbench.app.routes import routes
from workbench.app.settling import keep_settled
from workbench.model import WorkbenchError


def serve(
    study: str, *, port: int = 8501, host: str = "127.0.0.1", browser: bool = True, coder: str | None = None
) -> None:
    """Run the app on this study until it is stopped (Ctrl+C)."""
    _refuse_busy(host, port)
    os.environ["WORKBENCH_STUDY"] = study if "://" in study else str(Path(study).resolve())
    if coder:
        os.environ["WORKBENCH_CODER"] = coder
    from starlette.middleware import Middleware
    from streamlit.starlette import App

    shown = socket.gethostname() if everywhere(host) else f"[{host}]" if ":" in host else host
    print(f"The study is open at http://{shown}:{port} — Ctrl+C stops it.", flush=True)
    if host not in LOCAL:
        print("Whoever can reach this address can read and change the study: there is no password.", flush=True)
    options = {name.replace("_", "."): value for name, value in settings(host, port, browser=browser).items()}
    main = Path(__file__).parent / "main.py"
    keep_settled(os.environ["WORKBENCH_STUDY"])
    guard = Middleware(Guard, names=names(host))
    App(main, routes=routes(os.environ["WORKBENCH_STUDY"]), middleware=[guard]).run(config=options)


def settings(host: str, port: int, *, browser: bool) -> dict[str, object]:
    """Streamlit's options: no telemetry, no watching of files, no names but the guard's, no tracebacks to users."""
    return {
        "server_address": host,
        "server_port": port,
        "server_headless": not browser,
        "server_fileWatcherType": "none",
        "server_runOnSave": False,
        "server_enableXsrfProtection": True,
        "server_allowedHosts": names(host),
        "server_maxUploadSize": 200,
        "browser_gatherUsageStats": False,
        "browser_serverAddress": "localhost" if everywhere(host) else host,
        "runner_magicEnabled": False,
        # Else all that is loaded is searched through for garbage after each act, longer than the act itself takes.
        "runner_postScriptGC": False,
        "logger_hideWelcomeMessage": True,
        "client_toolbarMode": "minimal",
        "client_showErrorDetails": "none",
        "client_showErrorLinks": False,
        # A colour for each of them, or the app would be light for those whose system is dark.
        "theme_light_primaryColor": "#0B6A9F",
        "theme_dark_primaryColor": "#2E8BC0",
    }


def _refuse_busy(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise WorkbenchError(
                f"Nothing can listen on {host}:{port} ({error.strerror}). Is the app open already? Choose another "
                f"port: --port {port + 1}"
            ) from None
