"""The short form of the fuzzing of the reader: the same inputs every time, a few seconds."""

import random
from pathlib import Path

from tests.fuzz.reader import Reader, mutated, seeds

INPUTS = 400


def test_every_seed_is_a_table(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    assert min(reader.read(seed) for seed in seeds()) >= 1
    reader.close()


def test_changed_inputs_end_in_tables_or_in_our_own_errors(tmp_path: Path) -> None:
    reader, chance, known = Reader(tmp_path), random.Random(20240607), seeds()
    staged = [reader.read(mutated(chance, known)) for _n in range(INPUTS)]
    assert INPUTS / 2 < sum(n > 0 for n in staged) < INPUTS
    reader.close()
