"""The database itself refuses to change the audit log, and to delete from it before the retention ends."""

from typing import Any

from django.db import migrations

KEPT_DAYS = 365  # settings.RETENTION_DAYS["audit"]; a shorter one needs another migration

SQLITE = [
    """CREATE TRIGGER IF NOT EXISTS audit_update BEFORE UPDATE ON staff_auditentry
    BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS audit_delete BEFORE DELETE ON staff_auditentry
    WHEN julianday('now') - julianday(OLD.created_at) < {KEPT_DAYS}
    BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END""",
]
SQLITE_BACK = ["DROP TRIGGER IF EXISTS audit_update", "DROP TRIGGER IF EXISTS audit_delete"]

POSTGRESQL = [
    f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' AND OLD.created_at <= now() - interval '{KEPT_DAYS} days' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the audit log cannot be changed'; END $$""",
    """CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON staff_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
]
POSTGRESQL_BACK = ["DROP TRIGGER audit_refuse ON staff_auditentry", "DROP FUNCTION audit_refuse()"]


def _run(sqlite: list[str], postgresql: list[str]) -> Any:
    def run(apps: Any, editor: Any) -> None:
        for statement in sqlite if editor.connection.vendor == "sqlite" else postgresql:
            editor.execute(statement, None)  # no parameters: a percent sign is one

    return run


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(_run(SQLITE, POSTGRESQL), _run(SQLITE_BACK, POSTGRESQL_BACK))]
