"""The truths planted in the demo data, so that every estimate can be held against what is so.

How a customer's month runs (see `simulate`): orders -> contacts -> experience -> answers -> band and leaving
in later months. Nothing here is known to the metrics; they have to find it again.
"""

from __future__ import annotations

from datetime import date

# --- the calendar ---------------------------------------------------------------------------------

MONTHS = 36
"""Complete calendar months of data; the shop opens on the first day of the first one, so no cohort is cut
off."""

END = date(2026, 10, 31)
"""Last day of the data (a whole month's end); the first day is 2023-11-01."""

SEASON = (0.93, 0.90, 0.97, 0.98, 1.01, 0.98, 0.94, 0.95, 1.00, 1.03, 1.28, 1.38)
"""Multiplier on every customer's order rate, January to December."""

# --- effort -> leaving, effort -> experience ------------------------------------------------------

HIGH_EFFORT_STEPS = 2
"""A contact's effort steps = transfers + reopens. 0 = low, 1 = medium, 2 or more = high effort."""

LEAVING_HAZARD_RATIO = {"low": 1.0, "medium": 1.5, "high": 5.0}
"""Causal. Multiplier on the monthly probability of leaving for good, for LEAVING_MONTHS months from the
contact's own month on, against the same customer without any contact. With several contacts the worst one
counts; they do not multiply. A leaver orders nothing more, and a subscription ends."""

LEAVING_MONTHS = 3
"""Number of monthly leaving draws a contact acts on, the first at the end of the contact's month."""

EXPERIENCE_SHIFT_HIGH_EFFORT = -1.6
"""Causal. Points on the 0-10 experience scale in the month of the customer's worst contact being a high-
effort one; half of it is left one month later, a quarter after two, and so on."""

EXPERIENCE_SHIFT_MEDIUM_EFFORT = -0.4
"""The same for a medium-effort contact."""

CES_PER_STEP = -1.15
"""Change of the CES agreement (1-7, 7 = very easy) per effort step, before rounding to the scale."""

MONTHLY_LEAVING = 0.018
"""Monthly probability of leaving without any effort, before the plan's factor."""

LEAVING_PLAN_FACTOR = {"Basic": 1.15, "Plus": 0.9, "Premium": 0.7}
"""Multiplier on MONTHLY_LEAVING by plan."""

ONE_TIME_SHARE = {"Basic": 0.36, "Plus": 0.10, "Premium": 0.04}
"""Share of new customers who leave directly after the month of their first order, by plan."""

# --- experience -> later spend --------------------------------------------------------------------

ORDER_RATE_FACTOR = {"detractor": 0.70, "passive": 1.00, "promoter": 1.20}
"""Causal. Multiplier on the number of orders in the months after a month of experience, by the band (0-6,
7-8, 9-10) of the answer the customer would have given in that month, asked or not. It holds until the next
month in which the customer orders, has a contact or is invited to a survey; that month's experience then
takes its place."""

ORDER_VALUE_FACTOR = {"detractor": 0.94, "passive": 1.00, "promoter": 1.05}
"""Causal. Multiplier on the value of each of those orders."""

LATER_SPEND_RATIO = (ORDER_RATE_FACTOR["promoter"] * ORDER_VALUE_FACTOR["promoter"]) / (
    ORDER_RATE_FACTOR["detractor"] * ORDER_VALUE_FACTOR["detractor"]
)
"""Promoter against detractor, same segment and habits, in the month after (1.91). Estimates from answers
come out lower the longer the window, since a band lasts only until the next experience."""

# --- the confounder -------------------------------------------------------------------------------

SEGMENT_SHARE = {"Consumer": 0.72, "Small business": 0.21, "Enterprise": 0.07}
"""Share of customers."""

SEGMENT_ORDER_RATE = {"Consumer": 0.44, "Small business": 0.575, "Enterprise": 0.79}
"""Mean orders per month of a customer who has not left (gamma distributed across customers, shape
RATE_SHAPE)."""

SEGMENT_ORDER_VALUE = {"Consumer": 46.0, "Small business": 81.0, "Enterprise": 168.0}
"""Median order value in EUR."""

SEGMENT_EXPERIENCE = {"Consumer": 0.06, "Small business": -0.06, "Enterprise": -0.40}
"""Points on the experience scale. Enterprise customers are stricter and spend more whatever they say: the
raw promoter-detractor ratio is therefore too low, the ratio within segments is nearer the truth."""

RATE_SHAPE = 1.15
"""Shape of the gamma distribution of purchase rates (as in NBD models)."""

# --- how scores come about ------------------------------------------------------------------------

EXPERIENCE_MEAN = 8.38
"""Mean of the experience scale; an NPS answer is the experience rounded and held within 0-10."""

EXPERIENCE_SPREAD_BETWEEN = 1.75
"""Standard deviation between customers (the lasting part)."""

EXPERIENCE_SPREAD_WITHIN = 1.05
"""Standard deviation between months of one customer."""

RESPONSE_RATE = {"detractor": 0.285, "passive": 0.275, "promoter": 0.340}
"""Probability that an invitation is answered. The pleased answer more often: measured NPS is about 6
points too high."""

DRIVER_LOADING = {"ease": 0.62, "delivery": 0.55, "product_quality": 0.48, "staff": 0.32, "price_value": 0.22}
"""Correlation of each driver rating with experience before rounding: the true order of importance."""

DRIVER_MEAN = {"ease": 3.75, "delivery": 3.60, "product_quality": 4.25, "staff": 4.30, "price_value": 3.45}
"""Mean of each driver rating (1-5) before rounding: ease and delivery matter most and do badly."""

# --- what happened --------------------------------------------------------------------------------

INCIDENT_FIRST_DAY, INCIDENT_LAST_DAY = date(2026, 3, 9), date(2026, 3, 22)
"""A carrier failure: deliveries of the INCIDENT_REGIONS fail for two weeks."""

INCIDENT_REGIONS = ("North", "East")

INCIDENT_EXPERIENCE_SHIFT = -0.85
"""Points of experience, in March 2026, of customers who ordered in the incident's days and regions."""

INCIDENT_NPS_DROP = 14.0
"""What that does to NPS: points by which NPS of INCIDENT_REGIONS in March 2026 lies below their six months
before (expected value; a single run of 8,000 customers varies by some 6 points)."""

INCIDENT_AFTERMATH_SHIFT, INCIDENT_AFTERMATH_LAST_DAY = -0.20, date(2026, 7, 31)
"""Points of experience of everybody in INCIDENT_REGIONS from April 2026 until the carrier is replaced."""

INCIDENT_REFUND_SHARE = 0.22
"""Share of the incident's orders that are refunded (else REFUND_SHARE)."""

REFUND_SHARE = 0.035

RECOVERY_FIRST_DAY, RECOVERY_EXPERIENCE_SHIFT = date(2026, 8, 1), 0.20
"""A new carrier and a shorter contact form: points of experience, everywhere, in the last three months."""

DECLINE_REGION, DECLINE_FIRST_DAY, DECLINE_ORDER_RATE_FACTOR = "West", date(2026, 8, 1), 0.70
"""A competitor opens: multiplier on the order rate in one region, in the last three months. Scores there do
not move."""

NO_EFFECT = ("channel of the order", "acquisition_channel", "loyalty_tier", "delivery_method")
"""Dimensions that change neither scores nor leaving nor the rate of ordering; what a metric finds there is
noise."""
