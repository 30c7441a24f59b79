"""A kernel that is started before anybody asks for it, so that a notebook opens at once.

A spare process imports what the notebooks need and waits for one line on its standard input. When
a notebook is opened it becomes that notebook's kernel, and later the next spare is started.
Nothing forks, so it works in Windows too.
"""

import asyncio
import json
import os
import subprocess
import sys
from importlib import import_module
from importlib.metadata import EntryPoint
from typing import IO, Any, ClassVar, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.launcher import launch_kernel
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME = "isu-warm"
NEEDED = ("matplotlib.figure", "pandas", "scipy.stats", "ipywidgets", "IPython.core.display")
OWN = ("JPY_PARENT_PID", "JPY_INTERRUPT_EVENT", "IPY_INTERRUPT_EVENT")  # of the spare's process
LAUNCHER = "ipykernel_launcher"
Spare = subprocess.Popen[bytes]
SILENT: dict[str, Any] = dict.fromkeys(("stdout", "stderr"), subprocess.DEVNULL)  # English
CALM = 12  # seconds after a kernel was taken, when the notebook has drawn its first cells


class WarmProvisioner(LocalProvisioner):
    """Takes the spare process where there is one, else starts a kernel as usual."""

    spare: ClassVar[Spare | None] = None

    @classmethod
    def prepare(cls) -> None:
        """Start a spare process, unless one waits already."""
        if cls.spare is None or cls.spare.poll() is not None:
            command = [sys.executable, "-m", __name__]
            cls.spare = launch_kernel(command, stdin=subprocess.PIPE, **SILENT)

    @classmethod
    def dismiss(cls) -> None:
        """End the spare process, which ends by itself when nothing more can be read."""
        spare, cls.spare = cls.spare, None
        if spare is not None and spare.poll() is None:
            _told_to(spare).close()
            spare.terminate()

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """The kernel's connection, as `LocalProvisioner` gives it."""
        cls = type(self)
        spare, cls.spare = cls.spare, None
        if LAUNCHER in cmd and spare is not None and spare.poll() is None:
            told = self._hand_over(spare, cmd[cmd.index(LAUNCHER) + 1 :], kwargs)
        else:
            told = await super().launch_kernel(cmd, **SILENT | kwargs)
        asyncio.get_running_loop().call_later(CALM, cls.prepare)
        return told

    def _hand_over(
        self, spare: Spare, argv: list[str], kwargs: dict[str, Any]
    ) -> KernelConnectionInfo:
        """Let the spare be this kernel."""
        self.cwd = str(kwargs.get("cwd") or os.getcwd())
        order = {"argv": argv, "env": dict(kwargs.get("env") or {}), "cwd": self.cwd}
        with _told_to(spare) as said:
            said.write(json.dumps(order).encode() + b"\n")
        self.process, self.pid = spare, spare.pid
        self.pgid = os.getpgid(spare.pid) if hasattr(os, "getpgid") else None
        return self.connection_info


def take_over() -> None:
    """Let kernels that this process starts be warm ones."""
    factory = KernelProvisionerFactory.instance()
    place = f"{__name__}:{WarmProvisioner.__name__}"
    factory.provisioners[NAME] = EntryPoint(NAME, place, factory.GROUP_NAME)
    factory.default_provisioner_name = NAME


def _told_to(spare: Spare) -> IO[bytes]:
    """Where an order is written."""
    return cast(IO[bytes], spare.stdin)


def wait() -> None:
    """What the spare process does: import, wait for an order, and be a kernel."""
    from ipykernel.kernelapp import IPKernelApp

    for name in NEEDED:
        import_module(name)
    for package in (import_module("isu_helpers"), import_module("isu_helpers.pages")):
        for name in package.__all__:
            getattr(package, name)
    line = sys.stdin.readline()
    if not line:
        return
    order = json.loads(line)
    os.environ.update({k: v for k, v in order["env"].items() if k not in OWN})
    os.chdir(order["cwd"])
    sys.stdin = open(os.devnull)  # noqa: SIM115 - as long as the process lives
    sys.argv = [LAUNCHER, *order["argv"]]
    IPKernelApp.launch_instance()


if __name__ == "__main__":
    wait()
