import bot.ready  # noqa: F401  (before the fixtures that touch tables)
from tests.support.builders import content, free_port, http_server  # noqa: F401  (fixtures)
from tests.support.flush import _audit_log_can_be_emptied  # noqa: F401  (fixture)
