"""A database constraint: an interviewer has one interview slot at a time."""

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint


class NoOverlap(BaseConstraint):
    """Forbids open slots of one interviewer to overlap; a slot may begin when another ends.

    Forms check it on every database. PostgreSQL also enforces it with an exclusion constraint,
    checked at the end of each statement. SQLite has no such constraint: there,
    `slot_one_at_a_time` only refuses two slots with the same start.
    """

    sql = (
        "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s EXCLUDE USING gist "
        "(interviewer_id WITH =, tstzrange(starts, ends) WITH &&) WHERE (is_open) "
        "DEFERRABLE INITIALLY IMMEDIATE"
    )

    def constraint_sql(self, model, schema_editor):
        return None

    def create_sql(self, model, schema_editor):
        return self._on_postgresql(self.sql, model, schema_editor)

    def remove_sql(self, model, schema_editor):
        sql = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"
        return self._on_postgresql(sql, model, schema_editor)

    def _on_postgresql(self, sql, model, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return None
        quote = schema_editor.quote_name
        return Statement(sql, table=Table(model._meta.db_table, quote), name=quote(self.name))

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        starts, ends = instance.starts, instance.ends
        if not (instance.is_open and instance.interviewer_id and starts and ends):
            return
        others = model._default_manager.using(using).exclude(pk=instance.pk)
        clash = {"interviewer": instance.interviewer_id, "starts__lt": ends, "ends__gt": starts}
        if others.filter(is_open=True, **clash).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.name)

    def __eq__(self, other):
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()
