"""What the demo's customers write: short sentences without personal data, two of them awkward on purpose."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from cx.demo.clock import Bools, Ints

COMMENT_SHARE = np.array([0.52, 0.30, 0.34])
"""Share of answers with a comment: detractor, passive, promoter."""

COMMENTS = (
    (
        "Delivery came a week late and nobody told me.",
        "I had to explain the problem three times.",
        "Still waiting for my refund.",
        "The parcel was damaged.",
        "Support passed me from desk to desk.",
        "The page is <b>slow</b> and lost my basket.",
        "Too expensive for what it is.",
        "=SUM(1+1) is about how many answers I got.",
    ),
    (
        "Fine, but delivery could be quicker.",
        "Good products, checkout takes too many steps.",
        "Okay overall.",
        "The price went up again.",
        "Works, though the invoice was hard to find.",
    ),
    (
        "Quick delivery and well packed.",
        "Friendly help, solved at once.",
        "Ordering is so easy.",
        "Great quality, will order again.",
        "Everything arrived as promised.",
        "I tell my friends about you.",
    ),
)
"""By band. The markup and the leading = must come out as plain text everywhere, in pages and in exports."""


def comments(rng: np.random.Generator, band: Ints, answered: Bools) -> pa.Array:
    """One comment per survey row, empty for most."""
    sizes = np.array([len(group) for group in COMMENTS])
    first = np.cumsum(sizes) - sizes
    position = first[band] + (rng.random(len(band)) * sizes[band]).astype(np.int64)
    written = answered & (rng.random(len(band)) < COMMENT_SHARE[band])
    texts = pa.array([text for group in COMMENTS for text in group])
    return texts.take(pa.array(position, mask=~written))
