"""The page at /chat as a browser reads it, and the form as a browser sends it."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.database import in_database


class Reading(HTMLParser):
    """The page as a browser's parser finds it: tags with attributes, text, and what the form would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._inside = ""
        self.typed = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._inside = tag

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        self.text += data
        if self._inside == "textarea":
            self.typed += data

    def having(self, **wanted):
        found = [attributes for _, attributes in self.tags]
        return [each for each in found if all(each.get(name) == value for name, value in wanted.items())]

    def buttons(self, name):
        return [attributes["value"] for tag, attributes in self.tags if tag == "button" and attributes["name"] == name]

    def form(self):
        """The fields that go along with whatever is pressed."""
        hidden = {each["name"]: each["value"] for each in self.having(type="hidden")}
        return {**hidden, "text": self.typed.removeprefix("\n")}

    def messages(self, author):
        return [each for each in self.having() if each.get("class") == f"message {author}"]


async def count(model) -> int:
    return await in_database(model.objects.count)
