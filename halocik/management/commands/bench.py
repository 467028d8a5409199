"""`manage.py bench`: what the pages cost beside a bare view, with 1,000 and with 100,000 tickets (docs/benchmark.md)."""

import sys

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Measures the pages on PostgreSQL beside a bare Django view, with 1,000 and with 100,000 tickets. Drops and fills databases named *_bench."

    def add_arguments(self, parser):
        parser.add_argument("--tickets", default="1000,100000", help="Numbers of tickets, with commas between them.")
        parser.add_argument("--requests", type=int, default=300, help="Requests per page, size and number of connections.")
        parser.add_argument("--quick", action="store_true", help="60 requests each: a first look.")
        parser.add_argument("--only", default="", help="Measure pages whose name contains this.")
        parser.add_argument("--keep", action="store_true", help="Keep the databases, and use those an earlier run kept.")
        parser.add_argument("--json", action="store_true", help="Print JSON instead of tables; progress goes to the error stream.")

    def handle(self, *args, tickets, requests, quick, only, keep, json, **options):
        try:
            from bench import databases, fill, load, measure, report, server
        except ImportError as error:
            raise CommandError(f"The benchmark is part of the checkout, not of an installation: {error}") from None
        databases.require_own_database()
        sizes = _sizes(tickets)
        self.say_to = self.stderr if json else self.stdout
        names = fill.prepare(sizes, keep=keep, say=self.say)
        results = []
        try:
            server.collect_static()
            about = report.machine()
            self.say(f"\n{', '.join(f'{name} {value}' for name, value in about.items())}\n\n{report.HEAD}")
            for result in measure.measure(names, 60 if quick else requests, only):
                results.append(result)
                self.say(report.line(result))
        except load.Unexpected as error:
            raise CommandError(str(error)) from None
        finally:
            if not keep:
                fill.remove(sizes)
        if json:
            self.stdout.write(report.as_json(results, about))
        else:
            self.say("\npage                           conn  largest against smallest (ratios)\n" + "\n".join(report.growth_lines(results)))
            self.say("\n" + "\n".join(report.verdict_lines(results)))
        if not all(kept for _sentence, kept in measure.verdicts(results)):
            sys.exit(1)

    def say(self, text):
        self.say_to.write(text)
        self.say_to.flush()


def _sizes(text):
    try:
        sizes = sorted({int(part) for part in text.replace(".", "").split(",")})
    except ValueError:
        raise CommandError(f"--tickets {text}: numbers with commas between them, for example 1000,100000.") from None
    if sizes[0] < 100:
        raise CommandError("--tickets: at least 100.")
    return sizes
