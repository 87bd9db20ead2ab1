"""The engine room of the CX executive dashboard; see CONTRIBUTING.md for the rooms."""

import os

# Before numpy is loaded: linear algebra is done in small pieces here, and on a busy machine its threads wait for each
# other (a product of two columns of a million numbers: 19 ms with two threads, 0.2 ms with one). Another number that
# stands in the environment already is kept.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
