"""What must hold before anything starts: the content is there and whole, the database has its tables."""

from __future__ import annotations

import os

from bot import environment
from faq.living import follow_seed
from faq.model import Content
from faq.store import load_content


def prepare_content() -> Content:
    """Fill or update the living content from the seed, and read it. FaqError: it has faults.

    A content directory that was named by KILOTSE_CONTENT is used as it is.
    """
    settings = environment.read()
    if "KILOTSE_CONTENT" not in os.environ:
        followed = follow_seed(environment.SEED, settings.content)
        for name in followed.kept:
            print(f"content: {name} was changed here and in the new version; yours is kept. Compare them.")
    content = load_content(settings.content)
    languages = {code for entry in content.entries.values() for code in entry.wordings}
    print(f"content: {len(content.entries)} entries in {len(languages)} languages ({settings.content})")
    return content


def prepare_database() -> None:
    """Create or update the tables. SettingError: the database cannot be reached."""
    from django.core.management import call_command
    from django.db import OperationalError, connection

    import bot.ready  # noqa: F401  (needs a settings file that a plain check of the content must not need)

    environment.read().var.mkdir(parents=True, exist_ok=True)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise environment.SettingError(f"The database cannot be used: {reason}. See KILOTSE_DATABASE.") from None
    finally:
        connection.close()
    print(f"database: ready ({connection.vendor})")
