"""The addresses of /api/v1: every one declared at the gate, every miss a problem document."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, re_path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.params.models import TModel
from pydantic.json_schema import JsonSchemaMode

from gozinto.access import gate
from gozinto.edges.api import (
    attachments,
    cases,
    events,
    findings,
    keyed,
    label_previews,
    lists,
    masters,
    measures,
    numbering,
    origins,
    print_jobs,
    problems,
    reasons,
    recalls,
    scans,
    suspects,
    tables,
    things,
    traces,
    verbs,
)
from gozinto.edges.api.authentication import Nobody, operations, stamp
from gozinto.errors import Unknown


class Page(OpenAPISchema):
    """django-ninja's OpenAPI page, which describes an answer once, of however many operations.

    Most of the three thousand are refusals that are alike; to describe each took seconds.
    """

    def __init__(self, told_by: NinjaAPI, prefix: str) -> None:
        self._answers: dict[tuple[object, bool], tuple[dict[str, Any], bool]] = {}
        super().__init__(told_by, prefix)

    def _create_schema_from_model(
        self,
        model: TModel,
        by_alias: bool = True,
        remove_level: bool = True,
        mode: JsonSchemaMode = "validation",
    ) -> tuple[dict[str, Any], bool]:
        describe = super()._create_schema_from_model
        if mode != "serialization":
            return describe(model, by_alias, remove_level, mode)
        answer = model.model_fields["response"].annotation, by_alias
        if answer not in self._answers:
            self._answers[answer] = describe(model, by_alias, remove_level, mode)
        return deepcopy(self._answers[answer])


class Api(NinjaAPI):
    """django-ninja's API, whose OpenAPI page also has what it cannot read off its views.

    That errors are problem documents, and the shapes of the verbs' requests.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pages: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The page, made once: it takes seconds, and nothing changes while we run."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._pages:
            self._pages[prefix] = self._page(prefix)
        return self._pages[prefix]

    def _page(self, prefix: str) -> OpenAPISchema:
        for _, operation in operations(self):
            operation.by_alias = True  # what Python calls from_ is "from" in every answer
        page = Page(self, prefix)
        page["components"]["schemas"].update(verbs.schemas())
        for methods in page["paths"].values():
            for told in methods.values():
                for status, answer in told["responses"].items():
                    if int(status) >= 400:
                        (shape,) = answer["content"].values()
                        answer["content"] = {problems.CONTENT_TYPE: shape}
        return page


api = Api(
    title="Gozinto",
    version="1",
    description="Lot and serial traceability: what went into it, and where did it go?",
    docs_url=None,  # its page loads scripts from elsewhere, which the content policy forbids
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
    auth=Nobody(),
)
problems.install(api)
api.add_router("", verbs.router())  # first: addresses are looked through in this order
api.add_router("/trace", traces.router)
api.add_router("/trace", reasons.router)
api.add_router("/trace", origins.router)
api.add_router("", lists.router())
api.add_router("/findings", findings.router)
api.add_router("/cases", recalls.router)
api.add_router("/cases", cases.router)
api.add_router("/objects", things.router)
api.add_router("/events", events.router)
api.add_router("/attachments", attachments.router)
api.add_router("", measures.router)
api.add_router("", suspects.router)
api.add_router("", numbering.router)
api.add_router("", scans.router)
api.add_router("", label_previews.router)
api.add_router("", print_jobs.router)
api.add_router("", tables.router)
api.add_router("", masters.router())
api.add_router("", verbs.questions.router())
keyed.install(api)


@gate.public
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """The problem document for an address that does not exist."""
    return problems.render(
        Unknown(
            "There is nothing at this address.",
            code="unknown_address",
            next_step="See /api/v1/openapi.json for what there is.",
        )
    )


_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if _pattern.callback is not None:
        _pattern.callback = problems.telling_methods(_pattern.callback)
stamp(_patterns, with_mark=gate.checks_itself)

urlpatterns = [
    path("api/v1/", (_patterns, _app, _namespace)),
    re_path(r"^api/(?P<rest>.*)$", nowhere),
]
