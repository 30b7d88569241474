"""Makes Django ready. A process's main module imports it before anything that touches tables."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")

import django

django.setup()
