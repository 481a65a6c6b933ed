/** What happened with a lead, in words and in one line of time: behaviour, score, work and changes, the latest first. */

import { isolated } from '../../../base/text/text.ts';
import type {
  ActivityView,
  LedgerEntryView,
  ProfileEvent,
  TimelineEntry,
} from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { amountInWords, dateInWords } from '../parts/format.ts';

export const happeningKinds = ['behaviour', 'score', 'work', 'change'] as const;
export type HappeningKind = (typeof happeningKinds)[number];

export interface Happening {
  id: string;
  kind: HappeningKind;
  at: string;
  who: string;
  what: string;
  /** What was said or written, where something was. */
  details: string | null;
  /** What can be taken back, or why it cannot; null for what never can. */
  undo: Undoable | null;
  /** Whether somebody has taken it back. */
  isUndone: boolean;
}

/** An entry of the timeline of a record, or a logged activity. */
export type Undoable = { record: string; entry: string; refusal: string | null } | { activity: string };

/** An entry with the record whose timeline it is in; that of a task beside its lead is marked. */
export type Change = TimelineEntry & { record: string; isOfTask?: boolean };

const kinds = {
  call: 'called',
  voicemail: 'left a voicemail',
  mail: 'sent an e-mail',
  meeting: 'met',
  note: 'wrote a note',
} as const;
/** What was logged and taken back. */
const nouns = {
  ...{ call: 'a call', voicemail: 'a voicemail', mail: 'an e-mail', meeting: 'a meeting', note: 'a note' },
} as const;
const incoming = { call: 'was called', voicemail: 'got a voicemail', mail: 'got an e-mail' } as const;

/** What the line of time is made of. */
export interface Past {
  changes: readonly Change[];
  activities: readonly ActivityView[];
  events?: readonly ProfileEvent[];
  ledger?: readonly LedgerEntryView[];
  /** Who did what was done on pages. */
  who?: string;
  /** Rule → its label; a rule that is not here goes by its id. */
  labels?: Readonly<Record<string, string>>;
  /** Field of the pipeline → its label; a field that is not here goes by its id. */
  fieldLabels?: Readonly<Record<string, string>>;
  /** What an owner is called. */
  nameOf?: (owner: string) => string;
  /** Whether the viewer may take back what somebody has logged. */
  mayUndo?: (activity: ActivityView) => boolean;
}

export function happenings({
  changes,
  activities,
  events = [],
  ledger = [],
  who = 'Somebody',
  labels = {},
  fieldLabels = {},
  nameOf = String,
  mayUndo = () => false,
}: Past): Happening[] {
  return [
    ...changes.flatMap((entry) => ofChange(entry, { nameOf, fieldLabels, changes })),
    ...activities.map((activity) => ofActivity(activity, mayUndo(activity))),
    ...events.map((event) => ofEvent(event, who)),
    ...ledger.map((entry, index) => ofLedger(entry, index, labels)),
  ].sort((a, b) => b.at.localeCompare(a.at));
}

function ofEvent({ event, type, name, at, path, asset }: ProfileEvent, who: string): Happening {
  const where = path === '' ? 'a page' : isolated(path);
  const did =
    type === 'identify'
      ? 'gave contact details'
      : type === 'track'
        ? `${isolated(name)}${asset === null ? '' : `: ${isolated(asset)}`}`
        : `viewed ${where}`;
  return {
    id: `event ${event} ${at}`,
    kind: 'behaviour',
    at,
    who,
    what: did,
    details: null,
    undo: null,
    isUndone: false,
  };
}

const becameOf: Readonly<Record<LedgerEntryView['kind'], (points: string) => string>> = {
  paid: (points) => `earned ${points}`,
  refused: () => 'earned nothing',
  'taken back': (points) => `lost ${points}`,
  changed: (points) => `now earns ${points}`,
};

function ofLedger(
  { kind, rule, points, reason, at, notedAt, event }: LedgerEntryView,
  index: number,
  labels: Readonly<Record<string, string>>,
): Happening {
  const words = `${points} ${points === 1 ? 'point' : 'points'}`;
  return {
    id: `ledger ${index} ${rule} ${event}`,
    kind: 'score',
    // What somebody did counts when they did it, though it was imported or came late. What became of it later has a time of its own.
    at: kind === 'paid' || kind === 'refused' ? (at ?? notedAt) : notedAt,
    who: labels[rule] ?? rule,
    what: becameOf[kind](words),
    details: reason,
    undo: null,
    isUndone: false,
  };
}

function ofActivity(
  { id, at, kind, direction, loggedBy, outcome, body, nextStep }: ActivityView,
  mayUndo: boolean,
): Happening {
  const did = direction === 'in' && kind in incoming ? incoming[kind as keyof typeof incoming] : kinds[kind];
  const details = [body, nextStep && `Next: ${nextStep}`].filter(Boolean).join('\n');
  return {
    id,
    kind: 'work',
    at,
    who: loggedBy,
    what: outcome ? `${did}: ${isolated(outcome)}` : kind === 'call' ? `${did}, no outcome said` : did,
    details: details || null,
    undo: mayUndo ? { activity: id } : null,
    isUndone: false,
  };
}

type Called = Required<Pick<Past, 'nameOf' | 'fieldLabels' | 'changes'>>;
/** Null where another column of the entry says it. */
type Words = (before: unknown, after: unknown, entry: Change, called: Called) => string | null;

/** The words for a change of each column; a column that is not here is not shown. */
const said: Record<string, Words> = {
  status: (before, after, entry) => (isVoiding(entry) ? null : `status ${before} → ${after}`),
  stage: (before, after, entry) =>
    isVoiding(entry) ? null : `stage ${before ?? 'none'} → ${after ?? 'none'}`,
  ended: (_before, _after, entry) =>
    isVoiding(entry)
      ? entry.kind === 'leads'
        ? 'it is merged: another lead goes on'
        : 'it is taken back, as what opened it was undone'
      : null,
  owner: (_before, _after, { actor, changes }, { nameOf }) => {
    const [before, after] = (changes['owner'] ?? []).map((owner) => owner && isolated(nameOf(String(owner))));
    if (!after) return `returned it to the queue, from ${before}`;
    return changes['owner']?.[1] === actor
      ? 'claimed it'
      : `assigned it to ${after}${before ? `, from ${before}` : ''}`;
  },
  quality: (_before, after, { changes }) =>
    after === null
      ? 'removed the quality'
      : `quality: ${[after, shown(changes['quality_reason']?.[1])].filter(Boolean).join(', ')}`,
  score: (before, after) => `score ${before} → ${after}`,
  campaign: (before, after) => `campaign ${before} → ${after}`,
  ...Object.fromEntries(
    Object.entries({
      ...{ name: 'name', subject: 'subject', currency: 'currency' },
      ...{
        email: 'e-mail',
        phone: 'phone',
        title: 'title',
        company: 'company',
        kind: 'kind',
        domain: 'domain',
      },
      ...{ country: 'country', language: 'language' },
    }).map(([column, label]) => [column, becameOfColumn(label)]),
  ),
  amount: (before, after) => `amount ${sum(before)} → ${sum(after)}`,
  due_at: (before, after) => `deadline ${moment(before)} → ${moment(after)}`,
  expected_close: (before, after) => `expected close ${moment(before)} → ${moment(after)}`,
  snoozed_until: (_before, after) =>
    after === null ? 'it is back from its snooze' : `snoozed until ${moment(after)}`,
  do_not_contact: (_before, after) => (after === true ? 'marked: do not contact' : 'may be contacted again'),
  merged: (before, after) =>
    after === null
      ? `took ${nameInMerge(before)} apart again: they are two`
      : `merged ${nameInMerge(after)} into this one`,
  mergedInto: (_before, after) =>
    after === null ? 'is a record of its own again' : 'became part of another',
  fields: (before, after, _entry, { fieldLabels }) => {
    const [was, is] = [before as Record<string, unknown> | null, after as Record<string, unknown> | null];
    const names = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})]);
    const changed = [...names].filter((name) => was?.[name] !== is?.[name]);
    return `filled in ${changed.map((name) => isolated(fieldLabels[name] ?? name)).join(', ')}`;
  },
};

/** A record that is voided stands in a lost end, and nobody lost it. */
function isVoiding({ changes }: Change): boolean {
  return changes['ended']?.[1] === 'voided';
}

/** How the merged record was called. */
function nameInMerge(value: unknown): string {
  const { name, id } = (value ?? {}) as { name?: string | null; id?: string };
  return isolated(name ?? id ?? 'a record');
}

function becameOfColumn(label: string): Words {
  return (before, after) => `${label} ${before ?? 'none'} → ${after ?? 'none'}`;
}

/** An amount as the viewer's country writes it; its currency is a column of its own. */
function sum(value: unknown): string {
  return value === null ? 'none' : amountInWords(String(value), null);
}

/** A moment or a day in the words of the viewer's country. */
function moment(value: unknown): string {
  return typeof value === 'string' ? dateInWords(value) : 'none';
}

/** A contact that was logged and taken back: all that its entry keeps of it. */
function takenBack({ actor, changes }: Change, { nameOf }: Called): string {
  const [kind, loggedBy] = [String(changes['kind']?.[0]), String(changes['logged_by']?.[0])];
  const what = Object.hasOwn(nouns, kind) ? nouns[kind as keyof typeof nouns] : isolated(kind);
  return `took back ${what}${loggedBy === actor ? '' : ` that ${isolated(nameOf(loggedBy))} had logged`}`;
}

/**
 * What an undo took back, in the words of that. Where no entry of it is shown here, and where a record is voided or taken apart, what the undo changed.
 * A process of before says of no entry what it undoes.
 */
function wordsOf(entry: Change, called: Called): string[] {
  const { undoes } = entry;
  const own = wordsOfOwn(entry, called);
  if (undoes == null || isVoiding(entry) || entry.kind === 'merges' || own.length === 0) return own;
  const undone = called.changes.filter(({ id }) => undoes.includes(id));
  const words = undone.flatMap((one) => wordsOfOwn(one, called));
  return words.length === 0 ? [...own, 'by an undo'] : [`undid: ${words.join('; ')}`];
}

function wordsOfOwn(entry: Change, called: Called): string[] {
  if (entry.kind === 'activities') return [takenBack(entry, called)];
  // The lead beside a task has the same score, and says so.
  const { score, ...others } = entry.changes;
  const changes = entry.isOfTask === true || score === undefined ? others : entry.changes;
  const [before] = changes['id'] ?? [undefined];
  const owner = changes['owner']?.[1];
  return before === null
    ? [
        `opened${atPoints(changes['score']?.[1])}${typeof owner === 'string' ? ` for ${isolated(called.nameOf(owner))}` : ''}`,
      ]
    : Object.entries(changes).flatMap(
        ([column, [was, is]]) => said[column]?.(shown(was), shown(is), entry, called) ?? [],
      );
}

function ofChange(entry: Change, called: Called): Happening[] {
  const { id, at, actor } = entry;
  const words = wordsOf(entry, called);
  return words.length === 0
    ? []
    : [
        {
          id,
          kind: 'change',
          at,
          who: actor,
          what: `${entry.isOfTask === true ? 'task: ' : ''}${words.join('; ')}`,
          details: null,
          undo: undoIn(entry),
          isUndone: entry.undone != null,
        },
      ];
}

/** Its undo, with the entry that it is of. */
function undoIn({ id, record, undo }: Change): Happening['undo'] {
  return undo === null ? null : { record, entry: id, refusal: undo.refusal };
}

/** What a record was worth as it was opened; one that people open by hand may have no score. */
function atPoints(score: unknown): string {
  return typeof score === 'number' && score !== 0 ? ` at ${counted(score, 'point')}` : '';
}

/** A value as part of a sentence of ours. */
function shown(value: unknown): unknown {
  return typeof value === 'string' ? isolated(value) : value;
}
