"""Holdfast with its sample organisation: every part started, the data laid out, the sign-in lines printed."""

import http.client
import os
import time
from dataclasses import dataclass
from pathlib import Path

from config.embedded import EmbeddedError, missing_servers, point_environment_at
from config.instance import remember
from config.supervisor import orphans, parts
from config.supervisor.ports import HOST, free_port
from config.supervisor.programs import Part, Program
from config.supervisor.steps import finish, narrate
from config.supervisor.voice import say
from config.supervisor.watch import Watch

READY_FILE = "ready"  # in a demo /readyz answers 503 until this file is there
SIGN_IN = "Sign in: "
WEB_SECONDS = 60
REMEMBERED = (
    "DATABASE_URL",
    "BROKER_URL",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "HOLDFAST_BASE_URL",
    "HOLDFAST_REHEARSAL",
    "STATIC_ROOT",
)


@dataclass(frozen=True, slots=True)
class Demo:
    """One run of the demo on one data folder."""

    folder: Path
    port: int
    watch: Watch

    def run(self) -> None:
        """Bring everything up and keep it up. Raises StopAskedError when it is time to stop."""
        say("Starting the database and the broker.")
        self.watch.start(missing_servers(self.folder))
        own_mail = self._set_environment()
        say("Preparing the tables and the static files.")
        finish(self.watch, [self._quiet("migrate"), self._quiet("collectstatic")])
        self.watch.start(self._while_loading(own_mail=own_mail))
        sign_in = narrate(self.watch, parts.manage(self.folder, "demo", "--if-empty"), hold_back=SIGN_IN)
        self.watch.start([parts.beat(self.folder)])
        self._wait_for_web()
        self._announce(sign_in)
        for _turn in self.watch.turns():
            continue

    def _set_environment(self) -> bool:
        """Tell the children, and later commands, where everything is; True when mail stays here."""
        own_mail = "EMAIL_HOST" not in os.environ
        point_environment_at(self.folder)
        if own_mail:
            os.environ |= {"EMAIL_HOST": HOST, "EMAIL_PORT": str(free_port())}
        os.environ.setdefault("STATIC_ROOT", str(self.folder / "static"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiling anew costs each start several seconds
        os.environ |= {
            "HOLDFAST_DATA": str(self.folder),
            "HOLDFAST_REHEARSAL": "1",
            "HOLDFAST_BASE_URL": f"http://{HOST}:{self.port}",
            "PYTHONUNBUFFERED": "1",
            orphans.VARIABLE: orphans.new_mark(self.folder),
        }
        remember(self.folder, {name: os.environ[name] for name in REMEMBERED if name in os.environ})
        return own_mail

    def _quiet(self, command: str) -> Program:
        return parts.manage(self.folder, command, "--no-input", "--verbosity", "0")

    def _while_loading(self, *, own_mail: bool) -> list[Part]:
        """Name what starts before the sample data are in. The scheduler waits for them."""
        mail: list[Part] = [parts.mailbox(self.folder)] if own_mail else []
        return [*mail, parts.web(self.folder, self.port), parts.worker(self.folder)]

    def _wait_for_web(self) -> None:
        end = time.monotonic() + WEB_SECONDS
        for _turn in self.watch.turns():
            if self._web_answers():
                return
            if time.monotonic() > end:
                raise EmbeddedError(f"The web server does not answer; see {self.folder / 'logs' / 'web.log'}.")

    def _web_answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=1)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _announce(self, sign_in: list[str]) -> None:
        for line in sign_in:
            say(line)
        self.folder.joinpath(READY_FILE).touch()
        say(f"Ready: http://{HOST}:{self.port}/")
