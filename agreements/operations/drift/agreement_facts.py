"""How the facts of agreements as wholes are read, in force and proposed: SQL as in ``facts``."""

# A sync passes with its local day; the row of those not held ends with the latest one held or cancelled. One that was
# moved by hand is named by the day it was moved to: so many begun days before this one.
AGREEMENTS = """
  SELECT a.id, a.id AS agreement_id, NULL::bigint AS first_told, NULL::text AS zone,
    COALESCE(waiting.missing, 0)::integer AS syncs_not_held, waiting.sync_on,
    gone.name AS signer_gone, gone.team AS signer_team, gone.party AS signer_party,
    worry.concern_on, worry.concern_from, GREATEST(a.review_on, a.look_again_on) AS review_on,
    undecided.change_number, undecided.change_answer_by,
    COALESCE(undecided.change_unanswered, 0) AS change_unanswered, undecided.change_unanswered_by,
    COALESCE(argued.reopenings, 0) AS reopenings, argued.reopened_topic, argued.reopened_between
  FROM cut
  JOIN agreements_agreement a ON a.id = cut.agreement_id AND a.state = 'active'
  LEFT JOIN LATERAL (
    SELECT count(*) AS missing, max(CASE WHEN s.moved_from IS NULL THEN s.slot_on
      ELSE cut.today - ceil(extract(epoch FROM cut.day_began_at - s.starts_at) / 86400)::integer END) AS sync_on
    FROM agreements_sync s
    WHERE s.agreement_id = a.id AND s.starts_at >= a.activated_at AND s.starts_at < cut.day_began_at
      AND s.slot_on >= cut.counts_from
      AND s.starts_at > COALESCE((
        SELECT done.starts_at FROM agreements_sync done
        WHERE done.agreement_id = a.id AND done.starts_at < cut.day_began_at
          AND (done.held_at IS NOT NULL OR done.cancelled_at IS NOT NULL)
        ORDER BY done.starts_at DESC LIMIT 1
      ), '-infinity')
  ) waiting ON TRUE
  LEFT JOIN (
    SELECT DISTINCT ON (party.agreement_id)
      party.agreement_id, signer.name, team.name AS team, party.id::integer AS party
    FROM cut
    JOIN agreements_party party ON party.agreement_id = cut.agreement_id
    JOIN teams_person signer ON signer.id = party.representative_id AND NOT signer.is_active
    JOIN teams_team team ON team.id = party.team_id
    ORDER BY party.agreement_id, party.id
  ) gone ON gone.agreement_id = a.id
  LEFT JOIN worry ON worry.agreement_id = a.id AND worry.commitment_id IS NULL
  LEFT JOIN undecided ON undecided.agreement_id = a.id
  LEFT JOIN argued ON argued.agreement_id = a.id
"""

# What is proposed and not in force yet, with the parties that have not signed.
PROPOSALS = """
  SELECT v.agreement_id AS id, v.agreement_id, NULL::bigint AS first_told, NULL::text AS zone,
    v.answer_by, unsigned.parties AS unsigned, unsigned.teams AS unsigned_by
  FROM cut
  JOIN agreements_version v ON v.agreement_id = cut.agreement_id AND v.in_force_at IS NULL AND v.taken_back_at IS NULL
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS parties, COALESCE(string_agg(team.name, ' and ' ORDER BY team.name), '') AS teams
    FROM agreements_party party
    JOIN teams_team team ON team.id = party.team_id
    WHERE party.agreement_id = v.agreement_id AND NOT EXISTS (
      SELECT FROM agreements_signature signed WHERE signed.version_id = v.id AND signed.party_id = party.id
    )
  ) unsigned
"""

# The longest waiting change asked for in each agreement that nobody has decided on, although its day to answer is over.
# Its answers are read by everybody who may read the agreement, so whoever has not answered is named while they are few.
UNDECIDED = """
  SELECT oldest.agreement_id, oldest.number AS change_number, oldest.answer_by AS change_answer_by,
    waited.people AS change_unanswered, CASE WHEN waited.people <= 2 THEN waited.names END AS change_unanswered_by
  FROM (
    SELECT DISTINCT ON (change.agreement_id) change.id, change.agreement_id, change.number, change.answer_by
    FROM cut
    JOIN agreements_amendment change
      ON change.agreement_id = cut.agreement_id AND change.state IN ('open', 'expired') AND change.answer_by < cut.today
    ORDER BY change.agreement_id, change.answer_by, change.id
  ) oldest
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS people, string_agg(person.name, ' and ' ORDER BY person.name) AS names
    FROM teams_person person
    WHERE person.is_active AND person.id IN (
      SELECT asked.person_id
      FROM agreements_alternative way
      JOIN agreements_consent asked ON asked.alternative_id = way.id AND asked.answer IS NULL
      WHERE way.amendment_id = oldest.id AND NOT EXISTS (
        SELECT FROM agreements_consent no WHERE no.alternative_id = way.id AND no.answer = 'decline'
      )
    )
  ) waited
"""

# Every time that a topic was opened: by a concern about the work, or by a change that was not withdrawn.
OPENED = """
  SELECT concern.agreement_id, lower(btrim(concern.topic)) AS topic, btrim(concern.topic) AS words,
    concern.raised_at AS at
  FROM agreements_concern concern WHERE concern.about = 'work' AND concern.topic <> ''
  UNION ALL
  SELECT change.agreement_id, lower(btrim(change.topic)), btrim(change.topic), change.asked_at
  FROM agreements_amendment change WHERE change.state <> 'withdrawn' AND change.topic <> ''
"""

# Of the topics opened here, the one that the same two teams opened most often, here and wherever everybody may read.
ARGUED = """
  SELECT DISTINCT ON (pair.agreement_id) pair.agreement_id, pair.reopenings, pair.words AS reopened_topic,
    concat_ws(' and ', one.name, other.name) AS reopened_between
  FROM (
    SELECT here.agreement_id, here.topic, ours.team_id, theirs.team_id AS other_id, count(*)::integer AS reopenings,
      (array_agg(opened.words ORDER BY opened.at DESC, opened.words))[1] AS words
    FROM (
      SELECT DISTINCT cut.agreement_id, cut.reopened_since, opened.topic
      FROM cut JOIN opened ON opened.agreement_id = cut.agreement_id AND opened.at >= cut.reopened_since
    ) here
    JOIN agreements_party ours ON ours.agreement_id = here.agreement_id
    JOIN agreements_party theirs ON theirs.agreement_id = here.agreement_id AND theirs.team_id > ours.team_id
    JOIN agreements_party first ON first.team_id = ours.team_id
    JOIN agreements_party second ON second.agreement_id = first.agreement_id AND second.team_id = theirs.team_id
    JOIN agreements_agreement a
      ON a.id = first.agreement_id AND (a.id = here.agreement_id OR a.visibility = 'organisation')
    JOIN opened ON opened.agreement_id = a.id AND opened.topic = here.topic AND opened.at >= here.reopened_since
    GROUP BY 1, 2, 3, 4
  ) pair
  JOIN teams_team one ON one.id = pair.team_id
  JOIN teams_team other ON other.id = pair.other_id
  ORDER BY pair.agreement_id, pair.reopenings DESC, pair.topic, pair.team_id, pair.other_id
"""
