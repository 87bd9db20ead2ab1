"""What the tables under the charts call their columns and the codes that stand in no chart; files keep the codes."""

from __future__ import annotations

from cx.language import N_, Words

TITLES: Words[str] = Words(
    {
        "period": N_("period"),
        "split": N_("split"),
        "cohort": N_("cohort"),
        "age": N_("age"),
        "band": N_("band"),
        "score": N_("score"),
        "part": N_("part"),
        "item": N_("item"),
        "outcome": N_("outcome"),
        "value": N_("value"),
        "low": N_("low"),
        "high": N_("high"),
        "n": N_("n"),
        "target": N_("target"),
        "events": N_("events"),
        "currency": N_("currency"),
        "adjusted_p": N_("adjusted_p"),
        "grade": N_("grade"),
        "verdict": N_("verdict"),
        "matures": N_("matures"),
        "reason": N_("reason"),
    }
)
"""Column -> its heading."""
VERDICTS: Words[str] = Words({"real": N_("real"), "within noise": N_("within noise"), "too few": N_("too few")})
UNITS: Words[str] = Words(
    {
        "share": N_("share"),
        "points": N_("points"),
        "score": N_("score"),
        "money": N_("money"),
        "count": N_("count"),
        "days": N_("days"),
        "correlation": N_("correlation"),
        "ratio": N_("ratio"),
    }
)
BETTER: Words[str] = Words({"higher": N_("higher"), "lower": N_("lower"), "neither": N_("neither")})
"""Which direction of a figure is the better one."""
TABLE_PARTS: Words[str] = Words(
    {
        "adjusted": N_("adjusted"),
        "all customers": N_("all customers"),
        "auc": N_("area under the curve"),
        "band": N_("band"),
        "behaviour": N_("behaviour"),
        "begins at": N_("begins at"),
        "break-even": N_("break-even"),
        "brier": N_("Brier score"),
        "by frequency": N_("by frequency"),
        "calibration": N_("calibration"),
        "churn": N_("churn"),
        "coefficient": N_("coefficient"),
        "contribution": N_("contribution"),
        "cumulative": N_("cumulative"),
        "curve": N_("curve"),
        "difference": N_("difference"),
        "downgrade": N_("downgrade"),
        "ending": N_("ending"),
        "error": N_("error"),
        "error per customer": N_("error per customer"),
        "every answer": N_("every answer"),
        "expected purchases": N_("expected purchases"),
        "factor": N_("factor"),
        "gain": N_("gain"),
        "gross churn": N_("gross churn"),
        "guests": N_("guests"),
        "hold-out": N_("hold-out"),
        "independence": N_("independence"),
        "interaction": N_("interaction"),
        "kept": N_("kept"),
        "level": N_("level"),
        "median": N_("median"),
        "mix": N_("mix"),
        "net churn": N_("net churn"),
        "net gain": N_("net gain"),
        "new": N_("new"),
        "non-respondents": N_("non-respondents"),
        "now": N_("now"),
        "observed": N_("observed"),
        "payback": N_("payback"),
        "performance": N_("performance"),
        "projected": N_("projected"),
        "quick ratio": N_("quick ratio"),
        "rate": N_("rate"),
        "ratio": N_("ratio"),
        "raw": N_("raw"),
        "reactivation": N_("reactivation"),
        "relative_weight": N_("relative weight"),
        "repeat buyers": N_("repeat buyers"),
        "residual value": N_("residual value"),
        "respondents": N_("respondents"),
        "reweighted": N_("re-weighted"),
        "risk difference": N_("risk difference"),
        "risk ratio": N_("risk ratio"),
        "r_squared": N_("share explained"),
        "serving": N_("serving"),
        "share": N_("share"),
        "share of customers": N_("share of customers"),
        "share of net revenue": N_("share of net revenue"),
        "standardised difference": N_("standardised difference"),
        "starting": N_("starting"),
        "subscriber churn": N_("subscriber churn"),
        "then": N_("then"),
        "total": N_("total"),
        "upgrade": N_("upgrade"),
        "winning": N_("winning"),
    }
)
"""Parts of an answer that only a table shows."""
