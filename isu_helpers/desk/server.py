"""JupyterLab's server as `isu lab` starts it: our looks, our language, and nothing that asks."""

import json
import logging
import signal
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from jupyterlab.labapp import LabApp
from tornado.web import HTTPError, RequestHandler, authenticated

from ..content import text
from . import CLOSED_BY, LISTED, PACK, SERVED, SWEDISH, warm
from .copies import EXERCISES, as_copied, shipped
from .original import HOME, restore


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """How the server finds the application."""
    return [{"module": __name__, "app": DeskApp}]


@cache
def _pack() -> dict[str, list[str]]:
    return dict(json.loads(text(PACK)))


class SwedishHandler(APIHandler):
    """Answers with our own words at once, where JupyterLab would look among installed packages."""

    @authenticated
    async def get(self, locale: str | None = None) -> None:
        """Write the languages there are, or the words of one."""
        is_ours = locale in (SWEDISH, "default")
        data = {"jupyterlab": _pack()} if is_ours else {SWEDISH: LISTED} if not locale else {}
        self.finish(json.dumps({"data": data, "message": ""}))


class NoServersHandler(APIHandler):
    """Answers that there is no language server, which JupyterLab asks for."""

    @authenticated
    async def get(self) -> None:
        """Write that there is none."""
        self.finish(json.dumps({"version": 2, "sessions": {}, "specs": {}}))


class RestoreHandler(APIHandler):
    """Puts a copy back as it was shipped; what was in its place is kept beside it."""

    @authenticated
    async def post(self) -> None:
        """Restore the notebook that is named."""
        home = Path(self.contents_manager.root_dir)
        name = (self.get_json_body() or {}).get("bok", "")
        found = dict(shipped(for_trainer=True))
        if name not in found:
            raise HTTPError(404)
        answerless = as_copied(name, found[name]) if name.startswith(EXERCISES) else b""
        restore(home / name, f"{HOME}/{name}", content=answerless)
        self.finish(json.dumps({"bok": name}))


class DeskApp(LabApp):  # type: ignore[misc]  # it has no types
    """JupyterLab with one more thing told to its page: what `isu lab` was asked for.

    ``told`` is by which names, ``opened`` is called with the address when it is up.
    """

    load_other_extensions = False
    told: dict[str, str] = {}
    opened: Callable[[str], None] = staticmethod(lambda address: None)

    @classmethod
    def get_extension_package(cls) -> str:
        """The module that `_jupyter_server_extension_points` stands in."""
        return __name__

    def initialize_handlers(self) -> None:
        """Serve our words before those of JupyterLab, and tell the page what it is to be."""
        address = url_path_join(self.translations_api_url, "?(?P<locale>.*)")
        self.handlers += [
            (address, SwedishHandler), ("/lsp/status", NoServersHandler),
            ("/isu/aterstall", RestoreHandler),
        ]  # fmt: skip
        super().initialize_handlers()
        self.serverapp.web_app.settings["page_config_hook"] = self._tell

    def _tell(self, handler: RequestHandler, page_config: dict[str, Any]) -> dict[str, Any]:
        return page_config | self.told


def serve(
    folder: Path,
    arguments: Sequence[str],
    told: dict[str, str],
    hook: Callable[..., None],
    opened: Callable[[str], None],
) -> None:
    """Serve the notebooks of a folder until somebody ends it.

    Parameters
    ----------
    folder
        The copies to work in.
    arguments
        Options of JupyterLab besides ours.
    told
        What the page is to know.
    hook
        Called with what is about to be saved.
    opened
        Called with the address when the server answers.
    """
    from traitlets.config import Config

    DeskApp.told = told
    config = Config()
    config.ServerApp.extra_template_paths = [str(SERVED)]
    config.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": CLOSED_BY}}
    warm.take_over()
    warm.WarmProvisioner.prepare()
    try:
        server = DeskApp.initialize_server(argv=[*_options(folder), *arguments], config=config)
        server.contents_manager.register_pre_save_hook(hook)
        _be_quiet(server)
        server.io_loop.add_callback(lambda: opened(server.connection_url + _key(server)))
        server.start()
    finally:
        warm.WarmProvisioner.dismiss()


def _options(folder: Path) -> list[str]:
    return [
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.allow_root=True",
        "--ServerApp.terminals_enabled=False",
        "--ServerApp.answer_yes=True",
        "--ServerApp.log_level=CRITICAL",
        "--LabApp.log_level=CRITICAL",
        "--LabApp.default_url=/doc/tree/start.ipynb",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--MappingKernelManager.cull_idle_timeout=300",
        "--MappingKernelManager.cull_interval=60",
        "--MappingKernelManager.cull_connected=False",
    ]


def _key(server: ServerApp) -> str:
    return f"?token={server.identity_provider.token}"


def _be_quiet(server: ServerApp) -> None:
    """No English line on the console, and Ctrl+C ends it without a question."""
    logging.disable(logging.CRITICAL)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, server._signal_stop)
