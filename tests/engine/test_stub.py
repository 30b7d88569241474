from __future__ import annotations

import importlib
import sys

import pytest

from nlu.engine import tensorflow_stub
from nlu.engine.tensorflow_stub import STUBBED


@pytest.mark.parametrize("package", sorted(STUBBED))
def test_a_stubbed_package_can_be_imported_at_any_depth(package):
    module = importlib.import_module(f"{package}.some.where.deep")

    assert isinstance(module.Anything, type)


def test_what_stands_in_can_be_subclassed_called_and_used_as_a_decorator():
    import tensorflow as tf

    class Layer(tf.keras.layers.Layer):
        @tf.function
        def plain(self) -> str:
            return "plain"

        @tf.function(experimental_relax_shapes=True)
        def configured(self) -> str:
            return "configured"

    assert Layer("any", argument=1).plain() == "plain"
    assert Layer().configured() == "configured"
    assert issubclass(tf.errors.NotFoundError, Exception)


def test_installing_twice_is_once():
    tensorflow_stub.install()
    tensorflow_stub.install()

    assert sum(isinstance(finder, tensorflow_stub.StubFinder) for finder in sys.meta_path) == 1


def test_rasa_registers_all_its_components_without_tensorflow():
    from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS

    assert len(DEFAULT_COMPONENTS) > 20
    assert not hasattr(sys.modules["tensorflow"], "__file__")
