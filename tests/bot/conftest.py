import bot.ready  # noqa: F401  (before the fixtures that touch tables)
from tests.support.builders import content, free_port, http_server  # noqa: F401  (fixtures)
