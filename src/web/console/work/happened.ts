/** What happened with a lead, in words: the entries of its timeline and what people logged, the latest first. */

import { isolated } from '../../../base/text/text.ts';
import type { ActivityView, TimelineEntry } from '../../../contract/api/api.ts';

export interface Happening {
  id: string;
  at: string;
  who: string;
  what: string;
  /** What was said or written, where something was. */
  details: string | null;
}

const kinds = {
  call: 'called',
  voicemail: 'left a voicemail',
  mail: 'sent an e-mail',
  meeting: 'met',
  note: 'wrote a note',
} as const;
const incoming = { call: 'was called', voicemail: 'got a voicemail', mail: 'got an e-mail' } as const;

export function happenings(
  changes: readonly TimelineEntry[],
  activities: readonly ActivityView[],
): Happening[] {
  return [...changes.flatMap(ofChange), ...activities.map(ofActivity)].sort((a, b) =>
    b.at.localeCompare(a.at),
  );
}

function ofActivity({ id, at, kind, direction, loggedBy, outcome, body, nextStep }: ActivityView): Happening {
  const did = direction === 'in' && kind in incoming ? incoming[kind as keyof typeof incoming] : kinds[kind];
  const details = [body, nextStep && `Next: ${nextStep}`].filter(Boolean).join('\n');
  return {
    id,
    at,
    who: loggedBy,
    what: outcome ? `${did}: ${isolated(outcome)}` : did,
    details: details || null,
  };
}

type Words = (before: unknown, after: unknown, entry: TimelineEntry) => string;

/** The words for a change of each column; a column that is not here is not shown. */
const said: Record<string, Words> = {
  status: (before, after) => `status ${before} → ${after}`,
  owner: (before, after, { actor }) => {
    if (after === null) return `returned it to the queue, from ${before}`;
    return after === actor
      ? 'claimed it'
      : `assigned it to ${after}${before === null ? '' : `, from ${before}`}`;
  },
  quality: (_before, after, { changes }) =>
    after === null
      ? 'removed the quality'
      : `quality: ${[after, shown(changes['quality_reason']?.[1])].filter(Boolean).join(', ')}`,
  score: (before, after) => `score ${before} → ${after}`,
  campaign: (before, after) => `campaign ${before} → ${after}`,
};

function ofChange(entry: TimelineEntry): Happening[] {
  const { id, at, actor, changes } = entry;
  const [before] = changes['id'] ?? [undefined];
  const words =
    before === null
      ? [
          `opened${atPoints(changes['score']?.[1])}${changes['owner'] ? ` for ${shown(changes['owner'][1])}` : ''}`,
        ]
      : Object.entries(changes).flatMap(
          ([column, [was, is]]) => said[column]?.(shown(was), shown(is), entry) ?? [],
        );
  return words.length === 0 ? [] : [{ id, at, who: actor, what: words.join('; '), details: null }];
}

/** What a record was worth as it was opened; one that people open by hand may have no score. */
function atPoints(score: unknown): string {
  return typeof score === 'number' && score !== 0 ? ` at ${score} points` : '';
}

/** A value as part of a sentence of ours. */
function shown(value: unknown): unknown {
  return typeof value === 'string' ? isolated(value) : value;
}
