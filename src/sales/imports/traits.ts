/**
 * What scoring should know of people that an import has changed: rows in the transaction of the batch, passed on behind it.
 *
 * A fit is computed from traits, and traits come with events. Where the engine knows the address, what the file says of the person becomes
 * an event of theirs. First it is noted what scoring knew before, then the event is sent; a killed process sends it twice, and its id makes
 * both one. The row stays for as long as the import can be undone: an undo sends what was before. A row that was not noted yet goes instead.
 */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Stored } from './decision.core.ts';
import { eventsOf, formerOf, type Traits, type WaitingTraits } from './traits.core.ts';

/** What an event says of one person. */
export interface PersonTraits {
  /** The same however often it is passed on. */
  id: string;
  email: string;
  /** Null for one that is no longer said. */
  traits: Traits;
}

/** Scoring, as far as imports say something to it. Throws where it cannot be reached now. */
export interface TraitsSink {
  /** What it knows of people by their addresses; null of somebody it does not know. */
  known(emails: readonly string[]): Promise<(Traits | null)[]>;
  /** Says it. Sent twice, it counts once. */
  say(people: readonly PersonTraits[]): Promise<void>;
}

/** Columns that are traits. A company is not: with events it is more than a name, and a name would take its place. */
export const traitColumns = ['name', 'title', 'phone', 'country', 'language'] as const;

/** Notes the traits among changed columns of people. One that was cleared is no news: scoring keeps what somebody said. */
export async function noteTraits(
  connection: Queryable,
  importId: string,
  people: readonly { id: string; email: unknown; values: Stored }[],
): Promise<void> {
  const rows = people.flatMap(({ id, email, values }) => {
    const said = traitColumns.filter((column) => typeof values[column] === 'string');
    if (typeof email !== 'string' || said.length === 0) return [];
    return [
      { person: id, email, traits: Object.fromEntries(said.map((column) => [column, values[column]])) },
    ];
  });
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO import_traits (import_id, person, email, traits)
     SELECT $1, person, email, traits FROM jsonb_to_recordset($2) AS given (person text, email text, traits jsonb)`,
    [importId, JSON.stringify(rows)],
  );
}

/** Takes back what an import has said of columns of people. What is not passed on yet is forgotten; the rest waits to be said as before. */
export async function takeTraitsBack(
  connection: Queryable,
  importId: string,
  people: readonly { person: string; columns: readonly string[] }[],
): Promise<void> {
  const rows = people
    .map(({ person, columns }) => ({ person, names: traitColumns.filter((name) => columns.includes(name)) }))
    .filter(({ names }) => names.length > 0);
  if (rows.length === 0) return;
  await connection.query(
    `WITH given AS (
       SELECT person, ARRAY(SELECT jsonb_array_elements_text(names)) AS names
       FROM jsonb_to_recordset($2) AS given (person text, names jsonb)
     ), left_over AS (
       SELECT import_traits.id, former IS NULL AS is_unheard,
         (SELECT jsonb_object_agg(key, value) FROM jsonb_each(traits) WHERE (key = ANY(names)) = (former IS NOT NULL)) AS traits
       FROM import_traits JOIN given USING (person) WHERE import_id = $1
     ), changed AS (
       UPDATE import_traits SET traits = left_over.traits, takes_back = NOT is_unheard, passed_at = NULL
       FROM left_over WHERE left_over.id = import_traits.id AND left_over.traits IS NOT NULL
     )
     DELETE FROM import_traits USING left_over WHERE left_over.id = import_traits.id AND left_over.traits IS NULL AND is_unheard`,
    [importId, JSON.stringify(rows)],
  );
}

type Row = Omit<WaitingTraits, 'former'> & { former: Traits | null };

/** SQL that is true while scoring has not heard of all imported people. */
export const traitsWait = 'EXISTS (SELECT FROM import_traits WHERE passed_at IS NULL)';

const waiting = `SELECT id::text, import_id, email, traits, former, takes_back FROM import_traits
  WHERE passed_at IS NULL ORDER BY import_traits.id LIMIT $1 FOR UPDATE`;

/** Passes some on, the oldest first, one process at a time. Returns how many were passed on or found to be of strangers. */
export async function passTraitsOn(pool: pg.Pool, sink: TraitsSink): Promise<number> {
  const seen = await noteFormer(pool, sink);
  const passed = await passNoted(pool, sink);
  return seen + passed;
}

function passNoted(pool: pg.Pool, sink: TraitsSink): Promise<number> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<Row>(waiting, [limits.importBatchRows]);
    // Behind one of which nobody has noted yet what was before, all wait.
    const unheard = rows.findIndex(({ former }) => former === null);
    const ready = (unheard === -1 ? rows : rows.slice(0, unheard)) as WaitingTraits[];
    if (ready.length === 0) return 0;
    const emails = [...new Set(ready.map(({ email }) => email))];
    const known = await sink.known(emails);
    await sink.say(eventsOf(ready, new Map(emails.map((email, index) => [email, known[index] ?? {}]))));
    // What takes back is done with; the rest stays for an undo.
    await connection.query('DELETE FROM import_traits WHERE id = ANY($1) AND takes_back', [idsOf(ready)]);
    await connection.query('UPDATE import_traits SET passed_at = clock_timestamp() WHERE id = ANY($1)', [
      idsOf(ready),
    ]);
    return ready.length;
  });
}

const idsOf = (rows: readonly Pick<Row, 'id'>[]) => rows.map(({ id }) => id);

/**
 * Notes what scoring knew of people before it hears of them. Rows of people it does not know go: a list of strangers makes no profiles.
 * Returns how many it has looked at.
 */
function noteFormer(pool: pg.Pool, sink: TraitsSink): Promise<number> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<Row>(waiting, [limits.importBatchRows]);
    const unheard = rows.filter(({ former }) => former === null);
    if (unheard.length === 0) return 0;
    const emails = unheard.map(({ email }) => email);
    const known = await sink.known(emails);
    const last = await lastSaid(connection, emails);
    const noted: { id: string; former: Traits }[] = [];
    const strangers: string[] = [];
    unheard.forEach(({ id, email, traits }, index) => {
      const now = known[index] ?? null;
      if (now === null) {
        strangers.push(id);
        return;
      }
      const former = formerOf(traits, now, last.get(email) ?? null);
      noted.push({ id, former });
      const { said = {}, before = {} } = last.get(email) ?? {};
      last.set(email, { said: { ...said, ...traits }, before: { ...before, ...former } });
    });
    await connection.query('DELETE FROM import_traits WHERE id = ANY($1)', [strangers]);
    await connection.query(
      `UPDATE import_traits SET former = given.former FROM jsonb_to_recordset($1) AS given (id bigint, former jsonb)
       WHERE import_traits.id = given.id`,
      [JSON.stringify(noted)],
    );
    return unheard.length;
  });
}

/** What imports have said of people last, with what was before: scoring may not have come to it yet. */
async function lastSaid(
  connection: Queryable,
  emails: readonly string[],
): Promise<Map<string, { said: Traits; before: Traits }>> {
  const { rows } = await connection.query<{ email: string; traits: Traits; former: Traits }>(
    `SELECT email, traits, former FROM import_traits WHERE email = ANY($1) AND former IS NOT NULL AND NOT takes_back ORDER BY id`,
    [emails],
  );
  const last = new Map<string, { said: Traits; before: Traits }>();
  for (const { email, traits, former } of rows) {
    const { said = {}, before = {} } = last.get(email) ?? {};
    last.set(email, { said: { ...said, ...traits }, before: { ...before, ...former } });
  }
  return last;
}

/** Forgets what was said by imports that can no longer be undone. */
export async function dropOldTraits(connection: Queryable, endedBefore: Date): Promise<void> {
  await connection.query(
    `DELETE FROM import_traits WHERE passed_at IS NOT NULL AND import_id IN (
       SELECT id FROM imports WHERE (status = 'done' AND ended_at < $1) OR status IN ('undone', 'cancelled', 'failed'))`,
    [endedBefore],
  );
}
