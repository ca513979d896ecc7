import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.fixture
def migrated(request):
    """migrated(fill) runs `fill(apps)` on the schema BEFORE of the module, then migrates."""
    before = request.module.BEFORE
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def migrated(fill):
        executor = MigrationExecutor(connection)
        executor.migrate(before)
        fill(executor.loader.project_state(before).apps)
        MigrationExecutor(connection).migrate(latest)

    yield migrated
    MigrationExecutor(connection).migrate(latest)
