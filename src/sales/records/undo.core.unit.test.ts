/** The change that turns an entry of a timeline round, and which entries can be taken back: until when, and unless changed since. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { type Act, actsOf, type Entry, inverseOf, undoneBy, undosOf, withoutFollowed } from './undo.core.ts';
import { heldInWords } from './undo-words.core.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
const at = new Date(nowMs - 1_000).toISOString();
let made = 0;
const entry = (kind: string, changes: Entry['changes'], more: Partial<Entry> = {}): Entry => ({
  ...{
    id: String(++made),
    kind,
    at,
    actor: 'ada@example.com',
    changes,
    act: String(made),
    undoes: null,
    ...more,
  },
});

describe('the inverse', () => {
  test.each<[string, string, Entry['changes'], object | null]>([
    [
      'of a completed task',
      'tasks',
      { status: ['Open', 'Complete'], outcome: [null, 'No opportunity'] },
      { status: 'Open' },
    ],
    ['of a cancelled task', 'tasks', { status: ['Open', 'Cancelled'] }, { status: 'Open' }],
    [
      'of a task that was opened again',
      'tasks',
      { status: ['Complete', 'Open'], outcome: ['No opportunity', null] },
      { status: 'Complete', outcome: 'No opportunity' },
    ],
    [
      'of a cancelled one that was opened again',
      'tasks',
      { status: ['Cancelled', 'Open'], closed_reason: ['Twice', null] },
      { status: 'Cancelled', reason: 'Twice' },
    ],
    [
      'of a new task',
      'tasks',
      { id: [null, 'tk_1'], status: [null, 'Open'] },
      { status: 'Cancelled', reason: 'Taken back' },
    ],
    [
      'of a snoozed task that was completed',
      'tasks',
      { status: ['Open', 'Complete'], snoozed_until: ['2026-11-25T09:00:00+00:00', null] },
      { status: 'Open', snoozedUntil: '2026-11-25T09:00:00.000Z' },
    ],
    [
      'of a task that was given to somebody and cancelled',
      'tasks',
      { status: ['Open', 'Cancelled'], owner: ['a', 'b'], subject: ['Call', 'Write'] },
      { status: 'Open', owner: 'a', subject: 'Call' },
    ],
    [
      'of an amount that was set by hand: it follows the items again',
      'opportunities',
      { amount: [10, 50], amount_by_hand: [false, true] },
      { amount: null },
    ],
    [
      'of an amount that was left to the items: it is set by hand again',
      'opportunities',
      { amount: [50, 10], amount_by_hand: [true, false] },
      { amount: 50 },
    ],
    ['of an amount that was set by hand twice', 'orders', { amount: [10, 50] }, { amount: 10 }],
    [
      'of ids in another system',
      'jobs',
      { external_id: [null, 'x'], external_source: [null, 'crm'] },
      { externalId: null, externalSource: null },
    ],
    [
      'of the reason of a quality alone',
      'leads',
      { quality_reason: ['Student', 'Rival'] },
      { quality: { quality: 'junk', reason: 'Student' } },
    ],
    ['of a task that fell asleep', 'tasks', { status: ['Open', 'Asleep'] }, null],
    [
      'of a snooze that moved the deadline',
      'tasks',
      {
        snoozed_until: [null, '2026-11-25T09:00:00+00:00'],
        due_at: ['2026-11-23T10:00:00+00:00', '2026-11-25T17:00:00+00:00'],
      },
      { snoozedUntil: null, dueAt: '2026-11-23T10:00:00.000Z' },
    ],
    [
      'of a snooze that was ended, which is over by now',
      'tasks',
      { snoozed_until: ['2026-11-23T12:00:00+00:00', null] },
      { snoozedUntil: null },
    ],
    [
      'of a snooze that was ended, which would go on',
      'tasks',
      { snoozed_until: ['2026-11-23T12:00:00.001+00:00', null] },
      { snoozedUntil: '2026-11-23T12:00:00.001Z' },
    ],
    [
      'of an assignment',
      'leads',
      { owner: [null, 'ada@example.com'], routing_reason: [null, 'x'] },
      { owner: null },
    ],
    [
      'of a quality',
      'leads',
      { quality: [null, 'junk'], quality_reason: [null, 'Student'] },
      { quality: null },
    ],
    [
      'of a quality that was taken away',
      'leads',
      { quality: ['junk', null], quality_reason: ['Student', null] },
      { quality: { quality: 'junk', reason: 'Student' } },
    ],
    ['of a move', 'orders', { stage: ['Received', 'Paid'], entered_at: ['a', 'b'] }, { stage: 'Received' }],
    [
      'of fields: those alone that changed',
      'orders',
      {
        fields: [
          { kept: 1, was: 2 },
          { kept: 1, was: 3, filled: true },
        ],
      },
      { fields: { was: 2, filled: null } },
    ],
    [
      'of a person',
      'people',
      { company_id: ['cp_1', null], do_not_contact: [false, true], updated_at: ['a', 'b'] },
      { companyId: 'cp_1', doNotContact: false },
    ],
    ['of what nobody decided', 'leads', { score: [1, 2], updated_at: ['a', 'b'] }, null],
    [
      'of what an undo has voided',
      'opportunities',
      { stage: ['Offered', 'Closed Lost'], ended: [null, 'voided'] },
      null,
    ],
    ['of a new record', 'orders', { id: [null, 'or_1'], stage: [null, 'Received'] }, null],
    ['of a table without an undo', 'items', { quantity: [1, 2] }, null],
  ])('%s', (_what, kind, changes, expected) =>
    expect(inverseOf(entry(kind, changes), nowMs)).toEqual(expected),
  );
});

describe('what can be taken back', () => {
  const owned = (before: string | null, after: string | null, more: Partial<Entry> = {}) =>
    entry('leads', { owner: [before, after] }, more);
  const refusals = (entries: readonly Entry[]) => {
    const acts = actsOf(entries);
    const undos = undosOf(acts, nowMs);
    return acts.map((act) => {
      const undo = undos.get(act);
      return undo?.held && heldInWords(undo.held, act.kind, (actor) => actor);
    });
  };

  test('is what the same columns did not change since', () => {
    const first = owned(null, 'a');
    const other = entry('leads', { quality: [null, 'good'] });
    const last = owned('a', 'b', { actor: 'mia@example.com' });
    expect(refusals([last, other, first])).toEqual([
      null,
      null,
      `its owner was changed again by mia@example.com at ${at}`,
    ]);
  });

  test('names the first that changed it since', () => {
    const entries = [owned('b', 'c'), owned('a', 'b', { actor: 'tom@example.com' }), owned(null, 'a')];
    expect(refusals(entries)[2]).toContain('tom@example.com');
  });

  test.each<[string, Entry['changes'], string | null]>([
    ['its sending', { status: ['draft', 'sent'], sent_at: [null, at] }, 'status was'],
    [
      'its sending with another day',
      { status: ['draft', 'sent'], follow_up_on: ['2026-12-01', '2026-12-20'] },
      'follow-up date and status were',
    ],
    ['its answer', { status: ['sent', 'accepted'] }, 'status was'],
    ['another day', { follow_up_on: ['2026-12-01', '2026-12-02'] }, 'follow-up date was'],
    ['another amount', { amount: [1, 2] }, null],
  ])('of a quotation holds its follow-up date after %s', (_what, changes, words) => {
    const first = entry('quotations', { follow_up_on: [null, '2026-12-01'] });
    const later = entry('quotations', changes, { actor: 'mia@example.com' });
    expect(refusals([later, first])[1]).toEqual(
      words && `its ${words} changed again by mia@example.com at ${at}`,
    );
    // A date that was decided after it is free.
    expect(refusals([first, later])[0]).toBeNull();
  });

  test('is none that was taken back, and no undo; what both changed keeps nothing before them', () => {
    const undo = (of: Entry, before: string | null, after: string | null) =>
      owned(before, after, { undoes: of.act });
    const [first, second] = [owned(null, 'a'), owned('a', 'b')];
    const back = undo(second, 'b', 'a');
    expect(refusals([back, second, first])).toEqual([undefined, undefined, null]);
    const all = [undo(first, 'a', null), back, second, first];
    expect(refusals(all)).toEqual([undefined, undefined, undefined, undefined]);
    expect(undoneBy(actsOf(all), actsOf(all)[3] as Act)?.entries).toEqual([all[0]?.id]);
  });

  test('is none before an undo that left the column otherwise', () => {
    const second = owned('a', 'b');
    const back = owned('b', 'c', { undoes: second.act });
    expect(refusals([back, second, owned(null, 'a')])[2]).toContain('its owner was changed again');
  });

  test('is what filled in other fields before fields that were emptied again', () => {
    const fields = (before: object, after: object, more: Partial<Entry> = {}) =>
      entry('orders', { fields: [before, after] }, more);
    const second = fields({ one: 1 }, { one: 1, two: 2 });
    const back = fields({ one: 1, two: 2 }, { one: 1, two: null }, { undoes: second.act });
    expect(refusals([back, second, fields({}, { one: 1 })])[2]).toBeNull();
  });

  test('is an amount that only its items changed since', () => {
    const items = entry('items', { amount: [1, 2] });
    expect(refusals([items, entry('orders', { amount: [10, 50] })])[1]).toBeNull();
  });

  test.each(['clock', 'scoring', 'API token'])('is nothing that %s did, and that holds it back', (actor) => {
    expect(refusals([owned('a', 'b', { actor }), owned(null, 'a')])).toEqual([
      undefined,
      `its owner was changed again by ${actor} at ${at}`,
    ]);
  });

  test.each<[string, string[], string]>([
    ['leads', ['owner', 'quality_reason'], 'its owner and quality were'],
    ['leads', ['quality', 'quality_reason'], 'its quality was'],
    ['leads', ['fields'], 'its fields were'],
    ['tasks', ['due_at', 'snoozed_until', 'status'], 'the deadline, snooze and status of its task were'],
  ])('says of %s %j: %s', (kind, columns, words) =>
    expect(heldInWords({ kind, columns, actor: 'mia', at }, 'leads', () => 'you')).toBe(
      `${words} changed again by you at ${at}`,
    ),
  );

  test.each([
    [limits.undoMs - 1, true],
    [limits.undoMs, false],
    [limits.undoMs + 1, false],
  ])('after %i ms: %s', (ageMs, is) => {
    const old = owned(null, 'a', { at: new Date(nowMs - ageMs).toISOString() });
    expect(undosOf(actsOf([old]), nowMs).size === 1).toBe(is);
  });
});

describe('amounts that followed the items', () => {
  const amount = (before: number, after: number, more: Entry['changes'] = {}) =>
    entry('opportunities', { amount: [before, after], ...more });
  const followed = (entries: readonly Entry[], isByHand: boolean | null) =>
    withoutFollowed(actsOf(entries), isByHand === null ? null : { isByHand, amount: 70 });
  const decided = (entries: readonly Entry[], isByHand: boolean | null) =>
    followed(entries, isByHand).map(({ changes }) => 'amount' in changes);

  test('are nobody’s decision', () => expect(decided([amount(10, 50)], false)).toEqual([false]));
  test('are none where a user has set it', () => expect(decided([amount(10, 50)], true)).toEqual([true]));
  test('are none where a record has no items', () => expect(decided([amount(10, 50)], null)).toEqual([true]));
  test('are those from before it was set, and from after it was left to the items', () => {
    const set = amount(10, 50, { amount_by_hand: [false, true] });
    const left = amount(60, 10, { amount_by_hand: [true, false] });
    const acts = [amount(10, 70), left, amount(50, 60), set, amount(5, 10)];
    expect(decided(acts, false)).toEqual([false, true, true, true, false]);
  });
  test('are put back by hand where they stayed the same when they were left to the items', () => {
    const left = entry('opportunities', { amount_by_hand: [true, false] });
    expect(followed([left], false).map((act) => inverseOf(act, nowMs))).toEqual([{ amount: 70 }]);
    expect(followed([amount(40, 70), left], false).map((act) => inverseOf(act, nowMs))).toEqual([
      null,
      { amount: 40 },
    ]);
  });
});

describe('the entries of one transaction', () => {
  test('are one act, with the first value before and the last one after', () => {
    const last = entry('leads', { quality: [null, 'good'], owner: ['b', 'c'] }, { act: '7' });
    const first = entry('leads', { owner: ['a', 'b'], status: ['New', 'Old'] }, { act: '7' });
    const before = entry('leads', { owner: [null, 'a'] }, { act: '6' });
    const acts = actsOf([last, first, before]);
    expect(acts.map(({ entries }) => entries)).toEqual([[last.id, first.id], [before.id]]);
    expect(acts[0]?.changes).toEqual({ quality: [null, 'good'], owner: ['a', 'c'], status: ['New', 'Old'] });
    expect(undosOf(acts, nowMs).size).toBe(2);
  });

  test('about the record and about a part of it are two acts', () => {
    const items = entry('items', { amount: [1, 2] }, { act: '7' });
    const order = entry('orders', { amount: [1, 2] }, { act: '7' });
    expect(actsOf([items, order]).map(({ kind }) => kind)).toEqual(['items', 'orders']);
  });

  test('of before transactions were kept are an act each', () => {
    expect(actsOf([entry('leads', {}, { act: null }), entry('leads', {}, { act: null })])).toHaveLength(2);
  });
});
