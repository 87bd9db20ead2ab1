-- One row per contact, with its person, what made it an effort, and how likely its customer would call it one.
WITH fixed AS (
    SELECT
        INTERVAL 7 DAYS AS repeat_within,
        -- An answer without a contact number is about the last contact up to so many days before.
        7 AS answer_days,
        -- What is expected of a combination weighs as much as so many answers to it.
        20 AS prior_answers,
        -- With fewer answers nothing is calibrated.
        100 AS fewest_answers,
        10 AS folds
),
found AS (
    SELECT k.*, p.person_no, p.person, nullif(lower(trim(k."own:channel")), '') AS way
    FROM latest_contacts AS k
    LEFT JOIN latest_by_customer AS c ON c.customer_id = k.customer_id
    LEFT JOIN latest_by_email AS e ON k.customer_id IS NULL AND e.email_hash = k.email_hash
    LEFT JOIN latest_people AS p ON p.person_no = coalesce(c.person_no, e.person_no)
),
-- How late is late differs by channel: a call is answered in minutes, an e-mail in hours.
waits AS (
    SELECT way, quantile_cont(first_reply_minutes, 0.75) AS slow_after
    FROM found
    GROUP BY way
),
previous AS (
    SELECT
        contact_id,
        lag(opened_at) OVER by_person AS previous_at,
        lag(way) OVER by_person AS previous_way
    FROM found
    WHERE person_no IS NOT NULL
    WINDOW by_person AS (PARTITION BY person_no ORDER BY opened_at, contact_id)
),
repeated AS (
    SELECT
        found.*,
        CAST(found.opened_at AS DATE) AS contact_date,
        -- Of a stranger nobody knows whether he asked before.
        CASE
            WHEN found.person_no IS NULL THEN NULL
            WHEN found.opened_at - previous.previous_at <= fixed.repeat_within THEN 1
            ELSE 0
        END AS repeat_within_7_days,
        previous.previous_way,
        CAST(previous.previous_at AS DATE) AS earlier_contact_date,
        CASE
            WHEN found.first_reply_minutes > waits.slow_after THEN 1 WHEN found.first_reply_minutes IS NOT NULL THEN 0
        END AS slow_first_reply
    FROM found
    CROSS JOIN fixed
    LEFT JOIN previous ON previous.contact_id = found.contact_id
    LEFT JOIN waits ON waits.way IS NOT DISTINCT FROM found.way
),
switched AS (
    SELECT
        *,
        CASE
            WHEN repeat_within_7_days = 0 AND way IS NOT NULL THEN 0
            WHEN way = previous_way THEN 0
            WHEN way <> previous_way THEN 1
        END AS channel_switched
    FROM repeated
),
-- A cell is a combination of behaviours, a digit for each: asked again (1, by another channel 2), transfers, reopens,
-- slow reply. What is not in the file did not happen as far as anybody knows.
behaved AS (
    SELECT
        *,
        CASE
            WHEN coalesce(repeat_within_7_days, transfers, reopens, slow_first_reply) IS NOT NULL
                THEN (coalesce(repeat_within_7_days, 0) + coalesce(channel_switched, 0)) * 1000
                    + CAST(floor(greatest(0, least(2, coalesce(transfers, 0)))) AS INTEGER) * 100
                    + CAST(floor(greatest(0, least(2, coalesce(reopens, 0)))) AS INTEGER) * 10
                    + coalesce(slow_first_reply, 0)
        END AS cell,
        -- A customer's contacts stay together, so that no fold is judged by what it was told elsewhere.
        hash(coalesce(person, contact_id)) % (SELECT folds FROM fixed) AS fold
    FROM switched
),
-- Where each behaviour's digit stands in a cell.
behaviours AS (SELECT * FROM (VALUES (1000), (100), (10), (1)) AS b (place)),
-- Answers about effort: of the contact they name; without a contact or an order to name, of the person's last contact.
answers AS (
    SELECT response_id, response_date, person_no, order_id, contact_id, ces_seven
    FROM mart.responses
    WHERE answered = 1 AND ces_seven IS NOT NULL
),
last_of_day AS (
    SELECT person_no, contact_date, arg_max(contact_id, (opened_at, contact_id)) AS contact_id
    FROM behaved
    WHERE person_no IN (SELECT person_no FROM answers WHERE contact_id IS NULL AND order_id IS NULL)
    GROUP BY person_no, contact_date
),
linked AS (
    SELECT contact_id, response_date, response_id, ces_seven, 0 AS guessed
    FROM answers
    WHERE contact_id IS NOT NULL
    UNION ALL
    SELECT last_of_day.contact_id, answers.response_date, answers.response_id, answers.ces_seven, 1 AS guessed
    FROM (SELECT * FROM answers WHERE contact_id IS NULL AND order_id IS NULL) AS answers
    ASOF JOIN last_of_day
        ON last_of_day.person_no = answers.person_no AND last_of_day.contact_date <= answers.response_date
    WHERE answers.response_date <= last_of_day.contact_date + (SELECT answer_days FROM fixed)
),
rated AS (
    SELECT contact_id, arg_min(ces_seven, (guessed, response_date, response_id)) AS contact_ces
    FROM linked
    GROUP BY contact_id
),
-- What the answers say of each cell and fold.
told AS (
    SELECT
        behaved.cell,
        behaved.fold,
        count(*) AS contacts,
        count(rated.contact_ces) AS answered,
        count(CASE WHEN rated.contact_ces <= 3 THEN 1 END) AS hard,
        count(CASE WHEN rated.contact_ces >= 5 THEN 1 END) AS easy
    FROM behaved
    LEFT JOIN rated ON rated.contact_id = behaved.contact_id
    WHERE behaved.cell IS NOT NULL
    GROUP BY behaved.cell, behaved.fold
),
-- The same with every fold's own answers left out, and (fold NULL) with none left out.
kept AS (
    SELECT
        cells.cell,
        without.fold,
        coalesce(sum(told.contacts), 0) AS contacts,
        coalesce(sum(told.answered), 0) AS answered,
        coalesce(sum(told.hard), 0) AS hard,
        coalesce(sum(told.easy), 0) AS easy
    FROM (SELECT DISTINCT cell FROM told) AS cells
    CROSS JOIN (SELECT DISTINCT fold FROM told UNION ALL SELECT NULL) AS without
    LEFT JOIN told ON told.cell = cells.cell AND told.fold IS DISTINCT FROM without.fold
    GROUP BY cells.cell, without.fold
),
bases AS (
    SELECT
        fold,
        sum(contacts) AS contacts,
        sum(answered) AS answered,
        sum(hard) / sum(answered) AS hard_share,
        sum(easy) / sum(answered) AS easy_share
    FROM kept
    GROUP BY fold
    HAVING sum(answered) > 0
),
-- The chance of a hard answer after each behaviour alone, with few answers drawn towards that of all contacts.
levels AS (
    SELECT
        kept.fold,
        behaviours.place,
        kept.cell // behaviours.place % 10 AS level,
        (sum(kept.hard) + max(fixed.prior_answers) * max(bases.hard_share))
            / (sum(kept.answered) + max(fixed.prior_answers)) AS hard_share
    FROM kept
    CROSS JOIN behaviours
    CROSS JOIN fixed
    JOIN bases ON bases.fold IS NOT DISTINCT FROM kept.fold
    GROUP BY kept.fold, behaviours.place, level
),
-- What a cell's behaviours would make together if each worked on its own: their log odds added up (naive Bayes).
expected AS (
    SELECT
        kept.fold,
        kept.cell,
        max(bases.hard_share) AS base,
        sum(ln(levels.hard_share / (1 - levels.hard_share)) - ln(bases.hard_share / (1 - bases.hard_share))) AS lift
    FROM kept
    CROSS JOIN behaviours
    JOIN bases ON bases.fold IS NOT DISTINCT FROM kept.fold AND bases.hard_share > 0 AND bases.hard_share < 1
    JOIN levels
        ON levels.fold IS NOT DISTINCT FROM kept.fold
        AND levels.place = behaviours.place
        AND levels.level = kept.cell // behaviours.place % 10
    GROUP BY kept.fold, kept.cell
),
-- The chance of a hard answer: a cell's own answers, with few of them drawn towards what is expected of it.
scored AS (
    SELECT
        kept.fold,
        kept.cell,
        kept.contacts,
        (kept.hard + fixed.prior_answers / (1 + exp(-expected.lift) * (1 - expected.base) / expected.base))
            / (kept.answered + fixed.prior_answers) AS effort_score
    FROM kept
    CROSS JOIN fixed
    JOIN expected ON expected.fold IS NOT DISTINCT FROM kept.fold AND expected.cell = kept.cell
    WHERE (SELECT answered FROM bases WHERE fold IS NULL) >= fixed.fewest_answers
),
-- From the hardest cell down (from the easiest up) as far as hard (easy) answers reach; cells of one score go together.
ranked AS (
    SELECT
        scored.cell,
        scored.effort_score,
        bases.contacts,
        bases.hard_share,
        bases.easy_share,
        sum(scored.contacts) OVER (ORDER BY scored.effort_score DESC RANGE UNBOUNDED PRECEDING) AS as_hard,
        sum(scored.contacts) OVER (ORDER BY scored.effort_score RANGE UNBOUNDED PRECEDING) AS as_easy
    FROM scored
    JOIN bases ON bases.fold IS NULL
    WHERE scored.fold IS NULL
),
banded AS (
    SELECT
        cell,
        effort_score,
        CASE
            WHEN (as_hard + contacts - as_easy) / 2.0 <= contacts * hard_share THEN 'high effort'
            WHEN (as_easy + contacts - as_hard) / 2.0 <= contacts * easy_share THEN 'low effort'
            ELSE 'medium effort'
        END AS effort_band
    FROM ranked
),
counted AS (
    SELECT *, cell // 1000 + cell // 100 % 10 + cell // 10 % 10 + cell % 10 AS effort_signals FROM behaved
)
SELECT
    counted.contact_id,
    counted.person_no,
    counted.opened_at,
    counted.closed_at,
    counted.contact_date,
    counted.first_reply_minutes,
    counted.handle_minutes,
    counted.transfers,
    counted.reopens,
    counted.replies,
    counted.sla_met,
    counted.cost,
    CASE
        WHEN counted.closed_at >= counted.opened_at THEN (epoch(counted.closed_at) - epoch(counted.opened_at)) / 86400.0
    END AS resolution_days,
    counted.repeat_within_7_days,
    counted.channel_switched,
    counted.slow_first_reply,
    CAST(counted.effort_signals AS INTEGER) AS effort_signals,
    banded.effort_score,
    -- The score as it is without the answers of the contact's own fold: what judges the score must not have made it.
    CASE
        WHEN banded.cell IS NOT NULL AND rated.contact_ces IS NOT NULL THEN unseen.effort_score
    END AS effort_score_unseen,
    CASE WHEN rated.contact_ces IS NOT NULL THEN CAST(counted.fold AS INTEGER) END AS fold,
    coalesce(
        banded.effort_band,
        CASE
            WHEN counted.effort_signals = 0 THEN 'low effort'
            WHEN counted.effort_signals = 1 THEN 'medium effort'
            WHEN counted.effort_signals >= 2 THEN 'high effort'
        END
    ) AS effort_band,
    rated.contact_ces,
    counted.earlier_contact_date,
    COLUMNS('^own:')
FROM counted
LEFT JOIN rated ON rated.contact_id = counted.contact_id
LEFT JOIN banded ON banded.cell = counted.cell
LEFT JOIN scored AS unseen ON unseen.cell = counted.cell AND unseen.fold = counted.fold
