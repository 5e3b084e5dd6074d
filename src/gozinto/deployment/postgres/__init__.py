"""PostgreSQL as a part of this program: started when a command needs it, stopped after the last."""

from gozinto.deployment.postgres.attachment import Server, running

__all__ = ["Server", "running"]
