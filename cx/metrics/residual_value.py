"""What today's subscribers will still bring: mean MRR times the discounted expected residual lifetime."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cx.language import _
from cx.metrics.base import Row
from cx.queries import Scope
from cx.stats import sbg
from cx.stats.arrays import Floats
from cx.stats.critical_values import critical_z
from cx.stats.estimate import bounded, too_few, withheld
from cx.stats.fitting import Fitted, NotFitted

UNIT, PART, OUTCOME = "money", "residual value", "subscriptions"
METHOD = "delta method: parameters and spread over customers"
STEP = 1e-4
MONTHS = 12


def residual_value(fitted: Fitted | NotFitted, tenures: pd.DataFrame, split: str | None, scope: Scope) -> Row:
    """Discounted MRR of a subscriber of today from the next renewal on, on average.

    Formula: sum over subscribers of MRR x DERL(d | k renewals made) / subscribers, d = (1 + discount)^(1/12) - 1.
    tenures: by months, the subscribers that pay, what they pay, and its squares. Unit: money. Interval: the parameters'
    covariance and the spread over customers; it holds if the model goes on holding. Source: Fader & Hardie (2010).
    """
    still = tenures[tenures["paying"] > 0]
    n = int(still["paying"].sum())
    if isinstance(fitted, NotFitted):
        estimate = withheld(_("not projected: {reason}").format(reason=fitted), n=n, unit=UNIT)
    elif float(still["pays"].sum()) <= 0.0:
        estimate = withheld(_("no subscriber of today has an MRR"), n=n, unit=UNIT)
    elif refusal := too_few(n, max(scope.settings.minimum_n, 2), unit=UNIT):
        estimate = refusal
    elif scope.settings.discount_percent == 0 and fitted.parameters[0] <= 1.0:
        estimate = withheld(_("without a discount the value of the most loyal is infinite"), n=n, unit=UNIT)
    else:
        value, error = _value(fitted, still, scope.settings.discount_percent / 100.0, n)
        reach = critical_z() * error
        estimate = bounded(value, value - reach, value + reach, n=n, unit=UNIT, method=METHOD, low_bound=0.0)
    return Row(estimate, split=split, outcome=OUTCOME, part=PART, currency=scope.settings.currency or None)


def _value(fitted: Fitted, still: pd.DataFrame, discount: float, n: int) -> tuple[float, float]:
    """The mean over subscribers, and its standard error."""
    monthly = math.expm1(math.log1p(discount) / MONTHS)
    made = still["age"].to_numpy(dtype=float) + 1.0
    pays, squares = (still[name].to_numpy(dtype=float) for name in ("pays", "pays_squares"))
    logs = np.log(np.asarray(fitted.parameters))

    def mean(at: Floats) -> float:
        a, b = (float(part) for part in np.exp(at))
        return float(pays @ sbg.derl(a, b, monthly, made)) / n

    value = mean(logs)
    slope = np.array([(mean(logs + STEP * unit) - mean(logs - STEP * unit)) / (2.0 * STEP) for unit in np.eye(2)])
    alpha, beta = fitted.parameters
    lifetimes = sbg.derl(alpha, beta, monthly, made)
    spread = max(0.0, float(squares @ lifetimes**2) - n * value * value) / (n - 1)
    return value, math.sqrt(max(0.0, float(slope @ fitted.covariance @ slope)) + spread / n)
