"""Registers the conversation's tables with Django."""

from django.apps import AppConfig


class ConversationConfig(AppConfig):
    name = "bot.conversation"
    label = "conversation"
