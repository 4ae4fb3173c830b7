#!/usr/bin/env python3
"""Django's command line, with `--embedded` to bring its own PostgreSQL, Valkey and mail sink."""

import os
import sys

from django.core.management import execute_from_command_line

from momentum_site.embedded import for_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "momentum_site.settings")
    with for_command_line(sys.argv) as argv:
        execute_from_command_line(argv)


if __name__ == "__main__":
    main()
