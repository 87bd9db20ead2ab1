"""The arrays of the statistics by what they hold; where the shape matters, by that too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Numbers, in any shape."""
Vector = Floats
"""(n,): one number per row."""
Matrix = Floats
"""(n, k): one row per case, one column per measure."""
Counts = NDArray[np.int64]
"""Whole numbers: how many."""
Places = NDArray[np.intp]
"""Positions in another array."""
Mask = NDArray[np.bool_]
"""Which rows are meant."""
