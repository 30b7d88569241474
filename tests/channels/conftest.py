from tests.support.builders import content, free_port, http_server  # noqa: F401  (fixtures)
