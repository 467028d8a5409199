"""Measuring, apart from the portal: how fast its pages answer, beside a view that does nothing (docs/benchmark.md)."""
