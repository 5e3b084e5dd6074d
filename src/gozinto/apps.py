"""The one Django app; its rooms are plain packages."""

from django.apps import AppConfig


class GozintoConfig(AppConfig):
    """Gathers the models of all rooms under one label, so that a model can move house."""

    name = "gozinto"
    default_auto_field = "django.db.models.BigAutoField"
