"""The addresses of the office: those of its rooms, and of the few pages that have none."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office import gallery, search, sign_in
from gozinto.edges.office.accounts import factors
from gozinto.edges.office.accounts import urls as accounts
from gozinto.edges.office.cases import urls as cases
from gozinto.edges.office.documents import urls as documents
from gozinto.edges.office.figures import urls as figures
from gozinto.edges.office.importing import urls as importing
from gozinto.edges.office.inbox import urls as inbox
from gozinto.edges.office.inspections import urls as inspections
from gozinto.edges.office.installing import urls as installing
from gozinto.edges.office.labelling import urls as labelling
from gozinto.edges.office.live import urls as live
from gozinto.edges.office.palette import urls as palette
from gozinto.edges.office.registers import urls as registers
from gozinto.edges.office.risks import urls as risks
from gozinto.edges.office.setup import urls as setup
from gozinto.edges.office.stations import urls as stations
from gozinto.edges.office.suspects import urls as suspects
from gozinto.edges.office.things import urls as things
from gozinto.edges.office.tour import urls as tour
from gozinto.edges.office.tracing import urls as tracing

_patterns = [
    path("", search.home, name="home"),
    *figures.patterns,
    *risks.patterns,
    *suspects.patterns,
    *inbox.patterns,
    *inspections.patterns,
    *live.patterns,
    *things.patterns,
    *documents.patterns,
    *cases.patterns,
    *tracing.patterns,
    *labelling.patterns,
    *registers.patterns,
    *accounts.patterns,
    *setup.patterns,
    *stations.patterns,
    *palette.patterns,
    *installing.patterns,
    *tour.patterns,
    *importing.patterns,
    path("gallery/", gallery.show, name="gallery"),
    path("sign-in/", sign_in.by_name, name="sign-in"),
    path("sign-in/<str:token>/", sign_in.by_link, name="sign-in-link"),
    path("sign-in/<str:token>", sign_in.by_link),
    path("sign-out/", sign_in.out, name="sign-out"),
    path("language/", sign_in.language, name="language"),
]
urlpatterns = [path("", (_patterns, "office", "office")), *factors.entrance]
