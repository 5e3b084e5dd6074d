"""Where cases are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.cases import (
    answers,
    claims,
    complaints,
    drill,
    drill_report,
    drill_trend,
    eightd,
    page,
    pareto,
    recall,
    recall_files,
    steps,
)
from gozinto.edges.office.cases.listing import CASES
from gozinto.edges.office.lists import urls as lists

patterns = [
    *lists.of_list(CASES),
    path("cases/open/", steps.choose, name="case-open"),
    path("cases/open/<slug:of>/", steps.new, name="case-new"),
    path("cases/about/", steps.about, name="cases-about"),
    path("cases/claims/", claims.show, name="claims"),
    path("cases/claims.csv", claims.template, name="claims-template"),
    path("cases/pareto/", pareto.show, name="pareto"),
    path("cases/pareto.csv", pareto.as_csv, name="pareto-csv"),
    path("cases/drills/", drill_trend.show, name="drills"),
    path("cases/drills.csv", drill_trend.as_csv, name="drills-csv"),
    path("cases/<slug:number>/", page.show, name="case"),
    path("cases/<slug:number>/draw/", drill.draw, name="drill-draw"),
    path("cases/<slug:number>/drill.pdf", drill_report.save, name="drill-pdf"),
    path("cases/<slug:number>/unit/", complaints.unit, name="complaint-unit"),
    path("cases/<slug:number>/sisters/", complaints.sisters, name="complaint-sisters"),
    path("cases/<slug:number>/candidates/", complaints.candidates, name="complaint-candidates"),
    path("cases/<slug:number>/8d.pdf", eightd.save, name="case-8d"),
    path("cases/<slug:number>/step/", steps.take, name="case-step"),
    path("cases/<slug:number>/scope/", recall.scope, name="recall-scope"),
    path("cases/<slug:number>/why/", recall.why, name="recall-why"),
    path("cases/<slug:number>/joiners/", recall.joiners, name="recall-joiners"),
    path("cases/<slug:number>/hold/", recall.progress, name="recall-hold"),
    path("cases/<slug:number>/report.pdf", recall_files.pdf, name="recall-pdf"),
    path("cases/<slug:number>/report.xlsx", recall_files.xlsx, name="recall-xlsx"),
    path("cases/<slug:number>/report.epcis.json", recall_files.epcis, name="recall-epcis"),
    path("a/<str:code>/", answers.show, name="answer"),
    path("cases/<slug:number>/letters/<int:notice>.pdf", recall_files.letter, name="recall-letter"),
]
"""The words before the number of a case are no numbers, which have a year in them."""
