"""`kilotse widget release`: freezes the widget as it stands under the version in pyproject.toml."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from channels.web.assets import AssetError, widget
from channels.web.release import freeze, present_version, script_tag, versions

ORIGIN = "https://YOUR-HOST"


class Command(BaseCommand):
    """Writes channels/web/releases/<version>.zip and prints the tag that pins it."""

    help = __doc__ or ""
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--list", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """CommandError: the sources have a fault, or the version is taken."""
        try:
            shown = versions() if options["list"] else [self._freeze()]
            for version in shown:
                self.stdout.write(script_tag(version, ORIGIN))
        except AssetError as error:
            raise CommandError(str(error)) from None

    def _freeze(self) -> str:
        path = freeze(widget(), present_version())
        self.stdout.write(f"frozen: {path.name}. Commit it; its bytes must never change. Pages pin it with:")
        return path.stem
