/** The classes of rows with a retention of their own: which rows each has, and which of them stay. Pure. */

/** In the order of a sweep: a row goes after the rows that refer to it. */
export const retentionClasses = [
  'attempts',
  'deliveries',
  'notices',
  'alerts',
  'dead_letters',
  'timeline',
  'acts',
  'people',
  'statuses_said',
  'statuses_heard',
  'account_groups',
] as const;
export type RetentionClass = (typeof retentionClasses)[number];

/** Days that each class is kept; 0 keeps it for good. */
export type RetentionDays = Readonly<Record<RetentionClass, number>>;

/** The rows of a class, walked from the oldest in the order of their key. */
export interface WalkedRows {
  table: string;
  /** Columns of the key with their types, and where a walk begins. */
  key: readonly { column: string; type: string; first: string }[];
  /** The time from which a row counts as old. It rises along the key, but for few rows. */
  time: string;
  /** A condition on old rows that stay; `:bound` is the end of their time. */
  stays: string;
}

const isOpenWork = (record: string) =>
  [
    ...['leads', 'opportunities', 'deals', 'orders', 'jobs', 'campaigns'].map(
      (table) => `EXISTS (SELECT FROM ${table} WHERE ${table}.id = ${record} AND closed_at IS NULL)`,
    ),
    `EXISTS (SELECT FROM tasks WHERE tasks.id = ${record} AND status IN ('Open', 'Asleep'))`,
  ].join(' OR ');

/** A channel sends an alert of a lead or task once: the notice that remembers it stays while that work is open. */
const remembersOpenWork = `once IS NOT NULL AND EXISTS (SELECT FROM alerts WHERE alerts.id = notices.alert AND (
  EXISTS (SELECT FROM leads WHERE leads.id = alerts.data #>> '{lead,id}' AND leads.closed_at IS NULL)
  OR EXISTS (SELECT FROM tasks WHERE tasks.id = alerts.data #>> '{task,id}' AND status IN ('Open', 'Asleep'))))`;

export const walkedRows: Readonly<Record<Exclude<RetentionClass, 'people'>, WalkedRows>> = {
  attempts: {
    table: 'delivery_attempts',
    key: [{ column: 'id', type: 'bigint', first: '0' }],
    time: 'at',
    stays: `EXISTS (SELECT FROM deliveries WHERE deliveries.id = delivery_id AND state = 'waiting')`,
  },
  deliveries: {
    table: 'deliveries',
    key: [
      { column: 'created_at', type: 'timestamptz', first: '-infinity' },
      { column: 'id', type: 'text', first: '' },
    ],
    time: 'created_at',
    // A lease outlives a cancellation: the outcome of its attempt is still to be written.
    stays: `state = 'waiting' OR lease IS NOT NULL OR delivered_at >= :bound
      OR EXISTS (SELECT FROM deliveries AS replay WHERE replay.repeats = deliveries.id)
      OR EXISTS (SELECT FROM delivery_attempts WHERE delivery_id = deliveries.id AND at >= :bound)`,
  },
  notices: {
    table: 'notices',
    key: [
      { column: 'alert', type: 'bigint', first: '0' },
      { column: 'channel', type: 'text', first: '' },
    ],
    time: 'chosen_at',
    // An erasure finds the people of a message by its notices.
    stays: `closed_at IS NULL OR closed_at >= :bound
      OR EXISTS (SELECT FROM deliveries WHERE deliveries.id = notices.delivery) OR ${remembersOpenWork}`,
  },
  alerts: {
    table: 'alerts',
    key: [{ column: 'id', type: 'bigint', first: '0' }],
    time: 'at',
    stays: `alerts.id > (SELECT alert FROM dispatcher_offset)
      OR EXISTS (SELECT FROM notices WHERE notices.alert = alerts.id)`,
  },
  dead_letters: {
    table: 'dead_letters',
    key: [
      { column: 'buried_at', type: 'timestamptz', first: '-infinity' },
      { column: 'partition', type: 'integer', first: '-1' },
      { column: 'entry', type: 'text', first: '' },
    ],
    time: 'buried_at',
    stays: 'false',
  },
  timeline: {
    table: 'timeline',
    key: [{ column: 'id', type: 'bigint', first: '0' }],
    time: 'at',
    stays: isOpenWork('timeline.record'),
  },
  acts: {
    table: 'acts',
    key: [{ column: 'id', type: 'bigint', first: '0' }],
    time: 'at',
    stays: 'false',
  },
  statuses_said: {
    table: 'statuses_said',
    key: [
      { column: 'said_at', type: 'timestamptz', first: '-infinity' },
      { column: 'person', type: 'text', first: '' },
    ],
    time: 'said_at',
    // Nothing was said of others than these since.
    stays: `(statuses <> '{}' OR is_customer) AND EXISTS (SELECT FROM people WHERE people.id = statuses_said.person)`,
  },
  statuses_heard: {
    table: 'statuses_heard',
    key: [
      { column: 'at', type: 'timestamptz', first: '-infinity' },
      { column: 'profile', type: 'text', first: '' },
      { column: 'person', type: 'text', first: '' },
    ],
    time: 'at',
    // The others are still to hear that it is over, once somebody asks.
    stays: 'NOT ended',
  },
  account_groups: {
    table: 'account_groups',
    key: [
      { column: 'at', type: 'timestamptz', first: '-infinity' },
      { column: 'subject', type: 'text', first: '' },
    ],
    time: 'at',
    // That of an address is named by the profile that said it.
    stays: `EXISTS (SELECT FROM people WHERE people.id = account_groups.subject)
      OR EXISTS (SELECT FROM people WHERE people.profile IN (account_groups.subject, account_groups.said ->> 'by'))
      OR EXISTS (SELECT FROM merges WHERE merges.profile IN (account_groups.subject, account_groups.said ->> 'by'))
      OR EXISTS (SELECT FROM account_parts
        WHERE account_parts.profile IN (account_groups.subject, account_groups.said ->> 'by'))`,
  },
};

/**
 * One step of a walk: deletes the old rows of the next page. `$1` is the key before it as texts, `$2` the bound, `$3` the size of
 * a page. Returns `deleted`, `rows` of the page, whether it `hasOld` rows, and its `last` key.
 */
export function stepOf({ table, key, time, stays }: WalkedRows): string {
  const columns = key.map(({ column }) => column).join(', ');
  const before = key.map(({ type }, index) => `($1::text[])[${index + 1}]::${type}`).join(', ');
  const isOfPage = key.map(({ column }) => `${table}.${column} = page.${column}`).join(' AND ');
  const latest = key.map(({ column }) => `${column} DESC`).join(', ');
  return `WITH page AS (
      SELECT ${columns}, ${time} AS since FROM ${table} WHERE (${columns}) > (${before}) ORDER BY ${columns} LIMIT $3
    ), gone AS (
      DELETE FROM ${table} USING page
      WHERE ${isOfPage} AND page.since < $2 AND NOT coalesce(${stays.replaceAll(':bound', '$2')}, false) RETURNING 1
    )
    SELECT (SELECT count(*)::int FROM gone) AS deleted, count(*)::int AS rows, coalesce(bool_or(since < $2), false) AS "hasOld",
      (SELECT ARRAY[${key.map(({ column }) => `${column}::text`).join(', ')}] FROM page ORDER BY ${latest} LIMIT 1) AS last
    FROM page`;
}

/** People nobody works with: prospects without open work and business, and without a note since the bound (`$3`). */
export const idlePeople = `kind = 'prospect' AND NOT do_not_contact AND updated_at < $3
  AND NOT EXISTS (SELECT FROM leads WHERE person_id = people.id AND (closed_at IS NULL OR updated_at >= $3))
  AND NOT EXISTS (SELECT FROM tasks WHERE person_id = people.id
    AND (status IN ('Open', 'Asleep') OR coalesce(completed_at, created_at) >= $3))
  AND NOT EXISTS (SELECT FROM activities WHERE person_id = people.id AND greatest(happened_at, updated_at) >= $3)
  AND NOT EXISTS (SELECT FROM attachments WHERE person_id = people.id AND created_at >= $3)
  AND NOT EXISTS (SELECT FROM attachments JOIN leads ON leads.id = lead_id
                  WHERE leads.person_id = people.id AND attachments.created_at >= $3)
  AND NOT EXISTS (SELECT FROM alerts WHERE person_id = people.id AND at >= $3)
  AND NOT EXISTS (SELECT FROM deliveries WHERE person_id = people.id AND (state = 'waiting' OR created_at >= $3))
  ${['opportunities', 'deals', 'orders', 'jobs']
    .map(
      (table) => `AND NOT EXISTS (SELECT FROM ${table} WHERE ${table}.person_id = people.id)
  AND NOT EXISTS (SELECT FROM ${table} JOIN leads ON leads.id = ${table}.lead_id WHERE leads.person_id = people.id)`,
    )
    .join('\n  ')}`;
