"""`gozinto labels`: print, print again, make void, and look at the queue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from gozinto.cli.exits import plain
from gozinto.cli.plant.asking import AsJson, By, Demo, console, table, who
from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from gozinto.labels.jobs.models import PrintJob

Printer = Annotated[str, typer.Option("--printer", metavar="CODE", help="Which printer.")]
Job = Annotated[int, typer.Argument(metavar="JOB", help="The number of a print job.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.")]
Copies = Annotated[int, typer.Option("--copies", help="How many of each.")]


def register(app: typer.Typer) -> None:
    """Adds the command group."""
    group = typer.Typer(no_args_is_help=True, help="Labels: printed, printed again, void.")
    group.command("print")(print_labels)
    for command in (reprint, retry, confirm, void, queue):
        group.command()(command)
    app.add_typer(group, name="labels")

    @group.callback()
    def _group() -> None:
        """Labels: what is printed, what waits, and what is in doubt."""


def print_labels(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="What to label: number or code.")],
    printer: Printer,
    purpose: Annotated[
        str, typer.Option("--purpose", help="lot, location, badge, …; a lot is known by itself.")
    ] = "",
    layout: Annotated[str, typer.Option("--layout", metavar="CODE", help="Another layout.")] = "",
    copies: Copies = 1,
    why: Why = "",
    by: By = "",
    demo: Demo = False,
) -> None:
    """Queue a label of each of these. What has one already needs a reason (--why)."""
    with attached(demo=demo):
        from gozinto.labels.jobs import subjects

        jobs = subjects.ask(
            ids,
            purpose=purpose,
            printer=printer,
            layout=layout,
            copies=copies,
            reason=why,
            by=who(by),
        )
        for job in jobs:
            _say(job)


def reprint(
    job: Job,
    why: Why = "",
    printer: Printer = "",
    copies: Copies = 0,
    by: By = "",
    demo: Demo = False,
) -> None:
    """Print a label again, with the reason. Of one in doubt that settles the doubt."""
    with attached(demo=demo):
        from gozinto.labels.jobs import asking

        _say(asking.reprint(job, reason=why, printer=printer, copies=copies, by=who(by)))


def retry(job: Job, printer: Printer = "", by: By = "", demo: Demo = False) -> None:
    """Try a failed job again, at another printer where one is named."""
    with attached(demo=demo):
        from gozinto.labels.jobs import asking

        _say(asking.retry(job, printer=printer, by=who(by)))


def confirm(job: Job, why: Why = "", by: By = "", demo: Demo = False) -> None:
    """Say of a job in doubt that its label is there."""
    with attached(demo=demo):
        from gozinto.labels.jobs import asking

        _say(asking.confirm(job, reason=why, by=who(by)))


def void(job: Job, why: Why = "", by: By = "", demo: Demo = False) -> None:
    """End a job that is not printed; of a printed one say that nothing may carry its label."""
    with attached(demo=demo):
        from gozinto.labels.jobs import asking

        told = asking.void(job, reason=why, by=who(by))
        if told.state == "printed":
            typer.echo(f"The label of print job {job} is void.")
        else:
            _say(told)


def queue(
    state: Annotated[
        list[str] | None, typer.Option("--state", help="queued, in_doubt, …; may be repeated.")
    ] = None,
    printer: Printer = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
    as_json: AsJson = False,
    demo: Demo = False,
) -> None:
    """What waits, is printed, failed or is in doubt; the newest first."""
    with attached(demo=demo):
        from gozinto.labels.jobs.listing import JOBS
        from gozinto.record import listing

        where = {"state": state or [], "printer": [printer] if printer else []}
        asked = {name: values for name, values in where.items() if values}
        rows = listing.page(JOBS, where=asked, limit=limit).rows
    if as_json:
        typer.echo(json.dumps(rows, default=str, ensure_ascii=False))
        return
    if not rows:
        typer.echo("Nothing is to be printed.")
        return
    cells = [
        (
            str(row["id"]),
            row["state"],
            row.get("printer", ""),
            row["purpose"],
            row.get("number", row["subject"]),
            " ".join(row[name] for name in ("problem", "next_step") if row.get(name)),
        )
        for row in rows
    ]
    columns = ("job", "state", "printer", "for", "number", "what is wrong")
    console().print(table(columns, cells, whole=("job", "state")))


def _say(job: PrintJob) -> None:
    typer.echo(f"{job.pk} {job.state} {plain(job.number or job.subject)} at {plain(job.printer)}")
