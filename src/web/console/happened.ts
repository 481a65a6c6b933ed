/** What happened with a lead, in words: the entries of its timeline and what people logged, the latest first. */
import type { ActivityView, TimelineEntry } from '../../contract/contract.ts';

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
  mail: 'sent a mail',
  meeting: 'met',
  note: 'noted',
} as const;
const incoming = { call: 'was called', voicemail: 'got a voicemail', mail: 'got a mail' } as const;

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
  return { id, at, who: loggedBy, what: outcome ? `${did}: ${outcome}` : did, details: details || null };
}

/** What each column's change means to a rep; what is not here is not told. */
const said: Record<
  string,
  (before: unknown, after: unknown, all: TimelineEntry['changes']) => string | null
> = {
  status: (before, after) => `status ${before} → ${after}`,
  owner: (before, after) =>
    after === null
      ? `back in the queue, from ${before}`
      : `given to ${after}${before ? `, from ${before}` : ''}`,
  verdict: (_before, after, { verdict_reason: reason }) =>
    after === null ? 'verdict taken back' : `verdict: ${[after, reason?.[1]].filter(Boolean).join(', ')}`,
  score: (before, after) => `score ${before} → ${after}`,
  campaign: (before, after) => `campaign ${before} → ${after}`,
  first_touch_at: () => 'first contact made',
};

function ofChange({ id, at, actor, changes }: TimelineEntry): Happening[] {
  const isNew = changes['id'] !== undefined && changes['id'][0] === null;
  const what = isNew
    ? `opened at ${changes['score']?.[1] ?? 0} points${changes['owner'] ? ` for ${changes['owner'][1]}` : ''}`
    : Object.entries(changes)
        .flatMap(([column, [before, after]]) => said[column]?.(before, after, changes) ?? [])
        .join('; ');
  return what === '' ? [] : [{ id, at, who: actor, what, details: null }];
}
