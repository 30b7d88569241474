"""Reads YAML into checked values and notes every fault with its line, instead of stopping at the first.

PyYAML reads YAML 1.1, where the key `no` is false and `12:30` is 750; aliases and tags can hide bombs. So keys and
texts must be strings, and aliases, tags, deep nesting and `${` (which Rasa would expand) are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from faq.faults import Fault

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_DEPTH = 20
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "null", "bool", "int", "float", "timestamp")
}
T = TypeVar("T")


class Value:
    """A node of the file with its place. The `as_…` methods return None after noting a fault."""

    def __init__(self, node: yaml.Node | None, file: str, faults: list[Fault], line: int = 1) -> None:
        self.node = node
        self.file = file
        self.faults = faults
        self.line = node.start_mark.line + 1 if node is not None else line

    def fault(self, text: str) -> None:
        self.faults.append(Fault(self.file, self.line, text))

    @property
    def empty(self) -> bool:
        return self.node is None or self.node.tag.endswith(":null")

    def as_string(self, name: str) -> str | None:
        """A text that is not blank, stripped."""
        if self.node is None or self.empty:
            self.fault(f"`{name}` is empty. Write a text, or remove the line.")
            return None
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.tag.endswith(":str"):
            shown = self.node.value if isinstance(self.node, yaml.ScalarNode) else "a list or mapping"
            self.fault(f"`{name}` is not a text but {shown}. Put it in quotes.")
            return None
        if "${" in self.node.value:
            self.fault(f"`{name}` contains `${{`. Remove it: Rasa would read it as a setting of the machine.")
            return None
        text = str(self.node.value).strip()
        if not text:
            self.fault(f"`{name}` is empty. Write a text, or remove the line.")
            return None
        return text

    def as_date(self, name: str) -> date | None:
        """A day written as 2026-11-20, and in no other way: Python 3.11 reads 2026-W47-5 as well, 3.10 does not."""
        written = self.node.value if isinstance(self.node, yaml.ScalarNode) else ""
        try:
            return date.fromisoformat(written if DAY.fullmatch(written) else "")
        except ValueError:
            self.fault(f"`{name}` is not a day. Write it as 2026-11-20, without quotes.")
            return None

    def as_flag(self, name: str) -> bool:
        if isinstance(self.node, yaml.ScalarNode) and self.node.value in ("true", "false"):
            return bool(self.node.value == "true")
        self.fault(f"`{name}` is neither true nor false. Write one of them.")
        return False

    def items(self, name: str) -> Iterator[Value]:
        """The members of a list; a list that is not one is a fault and has none."""
        if isinstance(self.node, yaml.SequenceNode):
            for node in self.node.value:
                yield Value(node, self.file, self.faults)
        elif not self.empty:
            self.fault(f"`{name}` is not a list. Write it as [one, two] or as lines that begin with a dash.")

    def strings(self, name: str) -> tuple[str, ...]:
        return tuple(text for item in self.items(name) if (text := item.as_string(name)) is not None)

    def mapping(self, name: str) -> Mapping:
        return Mapping(self, name)

    def at(self, *path: str) -> Value:
        """The value under the keys, one below the other, or as far as they go: a place for a fault."""
        value = self
        for key in path:
            pairs = value.node.value if isinstance(value.node, yaml.MappingNode) else []
            found = next(((name, node) for name, node in pairs if name.value == key), None)
            if found is None:
                break
            value = Value(found[1], self.file, self.faults)
            value.line = found[0].start_mark.line + 1
        return value


class Mapping:
    """A mapping read key by key; `close` then reports the keys that nobody asked for."""

    def __init__(self, value: Value, name: str) -> None:
        self.value = value
        self.name = name
        self.members: dict[str, Value] = {}
        self._asked: list[str] = []
        if isinstance(value.node, yaml.MappingNode):
            for key_node, node in value.node.value:
                self._add(Value(key_node, value.file, value.faults), node)
        elif not value.empty:
            value.fault(f"`{name}` is not a mapping. Write `key: value` lines under it.")

    def _add(self, key: Value, node: yaml.Node) -> None:
        text = key.as_string("key")
        if text in self.members:
            key.fault(f"`{text}` stands twice. Remove one.")
        elif text is not None:
            self.members[text] = Value(node, key.file, key.faults, key.line)
            self.members[text].line = key.line

    def fault(self, text: str) -> None:
        self.value.fault(text)

    def get(self, key: str) -> Value | None:
        """The value under the key; None where it is missing or null."""
        self._asked.append(key)
        found = self.members.get(key)
        return None if found is None or found.empty else found

    def need(self, key: str) -> Value | None:
        """Like `get`, but a missing one is a fault."""
        found = self.get(key)
        if found is None:
            self.fault(f"{self.name} has no `{key}`. Add `{key}:` under it.")
        return found

    def string(self, key: str) -> str:
        found = self.need(key)
        return (found.as_string(key) or "") if found else ""

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of the choices; the default where the key is missing."""
        found = self.get(key) if default is not None else self.need(key)
        if found is None:
            return default or choices[0]
        text = found.as_string(key)
        if text is not None and text not in choices:
            found.fault(f"`{key}` is {text}. Choose one of: {', '.join(choices)}.")
        return text if text in choices else choices[0]

    def each(self, key: str, read: Callable[[str, Value], T | None]) -> dict[str, T]:
        """A mapping under the key, member by member; members that read as None are left out."""
        found = self.get(key)
        return found.mapping(key).map(read) if found else {}

    def map(self, read: Callable[[str, Value], T | None]) -> dict[str, T]:
        self._asked.extend(self.members)
        pairs = ((name, read(name, value)) for name, value in self.members.items())
        return {name: result for name, result in pairs if result is not None}

    def close(self) -> None:
        for name, value in self.members.items():
            if name not in self._asked:
                value.fault(f"{self.name} has no key `{name}`. Keys: {', '.join(self._asked)}.")


def read_file(path: Path, shown: str, faults: list[Fault]) -> Value:
    """The file's root. `shown` is the name that faults quote. A file that is no YAML reads as empty, with a fault."""
    try:
        text = path.read_text(encoding="utf-8")
        too_deep = _too_deep(text)
        node = None if too_deep else yaml.compose(text, Loader)
    except UnicodeDecodeError:
        faults.append(Fault(shown, 1, "The file is not UTF-8. Save it with the encoding UTF-8."))
    except OSError as error:
        faults.append(Fault(shown, 1, f"The file cannot be read ({error.strerror}). Check that it exists."))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "cannot be read"
        line = mark.line + 1 if mark else 1
        faults.append(Fault(shown, line, f"This is not valid YAML: {problem}. Check indentation, colons and quotes."))
    else:
        if too_deep:
            faults.append(Fault(shown, too_deep, f"The file nests deeper than {MAX_DEPTH} levels. Flatten it."))
        elif node is not None and _is_plain(node, shown, faults):
            return Value(node, shown, faults)
    return Value(None, shown, faults)


def _too_deep(text: str) -> int | None:
    """The line where lists and mappings nest too deep. Composing recurses in C: 100,000 brackets end the process."""
    depth = 0
    for event in yaml.parse(text, Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return event.start_mark.line + 1 if event.start_mark else 1
    return None


def _is_plain(root: yaml.Node, shown: str, faults: list[Fault]) -> bool:
    """No alias (the same node twice), no tag of its own."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        line = node.start_mark.line + 1
        if node.tag not in PLAIN_TAGS:
            faults.append(Fault(shown, line, f"The tag {node.tag} is not allowed. Remove it."))
        elif id(node) in seen:
            faults.append(Fault(shown, line, "Anchors and aliases (&, *) are not allowed. Write the text out."))
        else:
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                waiting.extend(child for pair in node.value for child in pair)
            elif isinstance(node, yaml.SequenceNode):
                waiting.extend(node.value)
            continue
        return False
    return True
