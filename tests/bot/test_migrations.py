from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_tables_are_what_the_models_say(capsys):
    call_command("makemigrations", check=True, dry_run=True)

    assert "No changes detected" in capsys.readouterr().out
