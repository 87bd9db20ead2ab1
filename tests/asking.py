"""An engine that keeps what it is asked."""

from cx.engines.base import Engine


class Asking(Engine):
    """Has another engine answer. asked: the statements, in turn."""

    def __init__(self, engine):
        self._engine, self.asked = engine, []

    def query(self, sql, parameters=None):
        self.asked.append(sql)
        return self._engine.query(sql, parameters)

    def columns(self, schema):
        return self._engine.columns(schema)

    def close(self):
        self._engine.close()
