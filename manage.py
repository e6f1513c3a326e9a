#!/usr/bin/env python
"""Runs one command. The embedded servers of HOLDFAST_DATA are up while it runs, unless the environment
brings others."""

import os
import sys
from contextlib import nullcontext

from django.core.management import execute_from_command_line

from config.embedded import EmbeddedError, data_folder, ensure, point_environment_at
from config.instance import recall
from config.supervisor import orphans

WITHOUT_SERVERS = {"help", "version", "collectstatic", "spectacular", "check", "startapp", "diffsettings"}
ASKS_FOR_HELP = {"-h", "--help", "--version"}


def needs_servers(arguments: list[str]) -> bool:
    """Tell whether a command talks to servers that nobody else looks after."""
    if not arguments or orphans.VARIABLE in os.environ:
        return False
    return arguments[0] not in WITHOUT_SERVERS and not ASKS_FOR_HELP & set(arguments)


def main() -> None:
    folder = data_folder()
    recall(folder)
    point_environment_at(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        with ensure(folder) if needs_servers(sys.argv[1:]) else nullcontext():
            execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
