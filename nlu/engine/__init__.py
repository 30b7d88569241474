"""Assembles Rasa: no TensorFlow, no state, actions in the process, REST on loopback. `python -m nlu.engine`."""
