"""Cells and notebooks as people leave them, and the servers that show notebooks to a group."""

from pathlib import Path

SERVED = Path(__file__).resolve().parents[1] / "content" / "jupyter" / "server"  # its own pages
CLOSED_BY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "connect-src 'self' ws://127.0.0.1:* data: blob:; frame-ancestors 'self'"
)  # what a page may ask for: nothing of another host

SWEDISH, PACK = "sv_SE", "jupyter/bord/svenska.json"
LISTED = {
    "displayName": "svenska",
    "nativeName": "svenska",
}  # our own words for JupyterLab's menus
