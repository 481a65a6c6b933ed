/** Entries of the audit trail in words, and the pages of what they are about. Pure. */
import type { TrailEntry } from '../../../contract/api/api.ts';
import { pageOfRecord } from '../parts/page-of-record.ts';

/** One record of a table. */
const ofOne: Readonly<Record<string, string>> = {
  ...{ leads: 'a lead', tasks: 'a task', people: 'a person', companies: 'a company', deals: 'a deal' },
  ...{ opportunities: 'an opportunity', orders: 'an order', jobs: 'a job', campaigns: 'a campaign' },
  ...{ quotations: 'a quotation', activities: 'an activity' },
};

const verbs: Readonly<Record<string, string>> = {
  ...{ POST: 'made', PUT: 'saved', PATCH: 'changed', DELETE: 'deleted', GET: 'read' },
};

/** Calls whose path says better what was done. */
const said: readonly (readonly [route: RegExp, words: string])[] = [
  [/^\/keys\/:id\/rotate$/, 'rotated a key'],
  [/^\/keys\/:id$/, 'changed a key'],
  [/^\/keys$/, 'made a key'],
  [/^\/users\/:email\/deactivate$/, 'ended a user'],
  [/^\/users\/:email\/reactivate$/, 'let a user back in'],
  [/^\/users\/:email\/sessions/, 'ended log-ins of a user'],
  [/^\/users\/:email\/provider-account$/, 'unlinked a user from the provider'],
  [/^\/users$/, 'invited a user'],
  [/^\/privacy\/export$/, 'exported a person'],
  [/^\/privacy\/erase$|^\/erasures$/, 'erased a person'],
  [/^\/exports$/, 'exported records'],
  [/^\/imports\/:id\/undo$/, 'undid an import'],
  [/^\/imports$/, 'imported a file'],
  [/^\/programmes\/:id\/versions$/, 'published a programme'],
  [/rollback$/, 'rolled a programme back'],
  [/^\/pipelines$/, 'published a sales process'],
  [/^\/quarantine\/.*release$/, 'released held leads'],
  [/^\/quarantine\/.*drop$/, 'dropped held leads'],
  [/^\/duplicates\/dismiss$/, 'said that two are two'],
  [/^\/duplicates\/suggest$/, 'took back that two are two'],
  [/replay$/, 'replayed'],
  [/\/rotate$/, 'made a new secret'],
  [/\/enable$/, 'enabled'],
  [/\/cancel$/, 'cancelled'],
];

/** What somebody did: `rotated a key`, `changed a lead`. */
export function actInWords({ source, kind, method, route, changes }: TrailEntry): string {
  const thing = kind.replaceAll('_', ' ');
  if (source === 'change') {
    const pairs = Object.values(changes ?? {});
    if (kind === 'merges')
      return pairs.some(([, after]) => after === null) ? 'took a merge apart' : 'merged two records';
    if (pairs.length > 0 && pairs.every(([before]) => before === null))
      return kind === 'activities' ? 'logged a contact' : `added to ${thing}`;
    if (pairs.length > 0 && pairs.every(([, after]) => after === null))
      return kind === 'activities' ? 'took back a contact' : `deleted from ${thing}`;
    return `changed ${ofOne[kind] ?? thing}`;
  }
  if (method === 'DELETE' && route === '/keys/:id') return 'revoked a key';
  const words = said.find(([pattern]) => pattern.test(route ?? ''))?.[1];
  return words ?? `${verbs[method ?? ''] ?? 'changed'} ${thing}`;
}

/** How an act ended; empty where it was done. */
export function outcomeInWords({ source, status }: TrailEntry): string {
  if (source === 'change') return '';
  if (status === null) return 'no outcome: the server stopped meanwhile';
  if (status < 400) return '';
  return status < 500 ? `refused (${status})` : `failed (${status})`;
}

const valueLengthMax = 80;

/** A value before or after; a long one is cut. */
function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : text;
}

/** Columns that every change moves. */
const ofEveryChange = ['updated_at', 'created_at', 'id', 'revision', 'search'];

/** What a change changed: `owner: nothing → ann@example.com`. */
export function changesInWords(changes: TrailEntry['changes']): { name: string; text: string }[] {
  return Object.entries(changes ?? {})
    .filter(([name]) => !ofEveryChange.includes(name))
    .map(([name, [before, after]]) => ({
      name: name.replaceAll('_', ' '),
      text: before === null ? valueInWords(after) : `${valueInWords(before)} → ${valueInWords(after)}`,
    }));
}

/** The page of what an entry is about; null where it has none. */
export function pageOf({ source, kind, target }: TrailEntry): string | null {
  if (target === null) return null;
  if (kind === 'programmes' && /^[\w-]+$/.test(target)) return `/programmes/${target}`;
  if (source === 'act') return null;
  return pageOfRecord(target);
}
