"""The promise of speed, held by the benchmark itself."""

import pytest

from bench import worktime


@pytest.mark.slow
def test_a_hundred_thousand_due_moments_take_less_than_ten_seconds(capsys):
    assert worktime.main(100_000) == 0


def test_the_benchmark_runs(capsys):
    worktime.main(200)

    assert len(capsys.readouterr().out.splitlines()) == 8
