/** What is carried through scoring: from events, links and merges to what follows from them; and batches with nothing to carry. */
import { describe, expect, test } from 'vitest';
import {
  happened,
  installation,
  rule,
  startMs,
  tiers,
  under,
} from '../../../test/support/decided-profile.ts';
import { keptTracing, linksOf, parentOf, textOfSpan } from '../../../test/support/traced.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { noTracing, type Tracing } from '../../base/telemetry/telemetry.ts';
import { tierUpdateSchema } from '../../contract/api/api.ts';
import { eventRows } from '../history/rows.core.ts';
import { type Batch, cutBatch, parseBatch } from './batch.ts';
import { decideBatch, decideTimers } from './decide.core.ts';
import { packRecord } from './profile-record.ts';
import { traceBatch, traceTimers } from './traced-batch.ts';

const programmes = installation.programmes(
  `rules:\n${rule('a', 'A', 60)}${tiers(['warm', 20], ['hot', 100])}`,
);
const options = under(programmes, startMs);
const [user, other] = [profileIdOf('u:x'), profileIdOf('u:y')];
const [one, two] = ['a', 'b'].map((digit) => `00-${digit.repeat(32)}-00f067aa0ba902b7-01`) as [
  string,
  string,
];
const happenedIn = (trace: string | undefined) => ({
  ...happened('A', startMs),
  ...(trace !== undefined && { trace }),
});
const link = { child: user, childKey: 'u:x', parent: other, parentKey: 'u:y', acceptedAtMs: startMs };
const batchOf = (...entries: [field: string, record: object][]): Batch =>
  parseBatch(
    entries.map(([field, record], at) => ({ id: `${startMs}-${at}`, field, json: JSON.stringify([record]) })),
    '0-0',
  );
const known = {
  identities: new Map([[user, JSON.stringify({ keys: ['e:x@shop.example', 'u:x'], traits: {} })]]),
};
const decided = (batch: Batch, profile: Buffer | null = null) =>
  decideBatch(batch, { ...known, profiles: new Map([[user, profile]]), histories: new Map() }, options)
    .commit;

describe('scoring carries on', () => {
  test('the span of its step to the tier update of the last event', () => {
    const tracing = keptTracing();
    const batch = batchOf(['e', happenedIn(one)], ['e', happenedIn(undefined)], ['e', happenedIn(two)]);
    const step = traceBatch(tracing, batch, 3, startMs);
    const { tierUpdates } = decided(batch);
    step.end(3);
    const [first, second] = tracing.spans();
    if (first === undefined || second === undefined) throw new Error('no spans');
    expect(tierUpdates.map((json) => JSON.parse(json).trace)).toEqual([textOfSpan(second)]);
    expect([linksOf(first), linksOf(second)]).toEqual([
      [second.spanContext().spanId],
      [first.spanContext().spanId],
    ]);
    expect(first.attributes).toEqual({ 'scoville.partition': 3, 'messaging.batch.message_count': 3 });
  });

  test('the same with a state that is merged, and with an event that follows a link', () => {
    const leaving = decided(batchOf(['e', happenedIn(undefined)], ['l', { ...link, trace: one }])).outbox;
    expect(leaving.map(({ field, json }) => [field, JSON.parse(json)[0].trace])).toEqual([['s', one]]);
    const linked = packRecord({ kind: 'link', parent: other });
    const following = decided(batchOf(['e', happenedIn(two)]), linked).outbox;
    expect(following.map(({ field, json }) => [field, JSON.parse(json)[0].trace])).toEqual([['e', two]]);
    const [merge] = leaving.flatMap(({ json }) => JSON.parse(json));
    const { tierUpdates } = decided(batchOf(['s', { ...merge, to: user }]));
    expect(tierUpdates.map((json) => JSON.parse(json).trace)).toEqual([one]);
  });

  test('what came, where this process traces nothing', () => {
    const batch = batchOf(['e', happenedIn(one)]);
    traceBatch(noTracing, batch, 0, startMs).end(1);
    expect(decided(batch).tierUpdates.map((json) => JSON.parse(json).trace)).toEqual([one]);
  });
});

test('a reader that knows of no trace skips it', () => {
  const { tierUpdates } = decided(batchOf(['e', happenedIn(one)]));
  const [update] = tierUpdates.map((json) => JSON.parse(json));
  const { trace, ...rest } = update;
  expect([trace, tierUpdateSchema.parse(update)]).toEqual([one, tierUpdateSchema.parse(rest)]);
});

test('entries of before carry nothing, and nothing of it is written', () => {
  const tracing = keptTracing();
  const batch = batchOf(['e', happenedIn(undefined)], ['l', link]);
  traceBatch(tracing, batch, 0, startMs).end(2);
  const { tierUpdates, outbox, ledger } = decided(batch);
  expect([...tierUpdates, ...ledger, ...outbox.map(({ json }) => json)].join('\n')).not.toContain('"trace"');
  expect(tracing.spans()).toEqual([]);
});

describe('a profile that time alone makes due', () => {
  const expiring = installation.programmes(
    `rules:\n${rule('a', 'A', 60, ', decay: { expires: 2 days }')}${tiers(['warm', 20])}`,
  );
  const [hot] = decideBatch(
    batchOf(['e', happened('A', startMs)]),
    { ...known, profiles: new Map(), histories: new Map() },
    under(expiring, startMs),
  ).commit.profiles.values();
  const afterDays = (tracing: Tracing, days: number) => {
    const nowMs = startMs + days * limits.dayMs;
    const step = traceTimers(tracing, [user, other], 3, nowMs);
    const { commit } = decideTimers(
      [user, other],
      { offset: `${nowMs}-0`, within: 0 },
      { ...known, profiles: new Map([[user, hot ?? null]]), histories: new Map() },
      { ...under(expiring, nowMs), traces: step.traces },
    );
    return { step, tierUpdates: commit.tierUpdates };
  };

  test('begins a trace where its tier moves', () => {
    const tracing = keptTracing();
    const { step, tierUpdates } = afterDays(tracing, 3);
    expect(tracing.spans()).toEqual([]);
    step.end(tierUpdates);
    const [span, ...others] = tracing.spans();
    if (span === undefined) throw new Error('no span');
    expect([parentOf(span), others]).toEqual([null, []]);
    expect(span.attributes).toEqual({ 'scoville.partition': 3, 'scoville.cause': 'time' });
    expect(tierUpdates.map((json) => [JSON.parse(json).to, JSON.parse(json).trace])).toEqual([
      [0, textOfSpan(span)],
    ]);
  });

  test('has none where nothing follows, and none where nothing is traced', () => {
    const tracing = keptTracing();
    const early = afterDays(tracing, 1);
    early.step.end(early.tierUpdates);
    expect([early.tierUpdates, tracing.spans()]).toEqual([[], []]);
    const { step, tierUpdates } = afterDays(noTracing, 3);
    step.end(tierUpdates);
    expect(tierUpdates.map((json) => JSON.parse(json).trace)).toEqual([undefined]);
  });
});

test('items that a batch leaves for the next have no span of this one', () => {
  const tracing = keptTracing();
  const batch = batchOf(['e', happenedIn(one)], ['e', happenedIn(two)]);
  traceBatch(tracing, batch, 0, startMs).end(cutBatch(batch, 1).items.length);
  expect(tracing.spans().map((span) => span.spanContext().traceId)).toEqual(['a'.repeat(32)]);
});

test('the history keeps an event and a link without their traces, as the same text as if there was none', () => {
  const rowsOf = (trace: string | undefined) =>
    eventRows(
      (['e', 'l'] as const).map((field, at) => {
        const record = {
          ...(field === 'e' ? { ...happened('A', startMs), id: 'same', hash: 1 } : link),
          trace,
        };
        return { partition: 0, id: `${startMs}-${at}`, field, json: JSON.stringify([record]) };
      }),
    ).rows;
  expect(rowsOf(one).map(({ line }) => line)).toEqual(rowsOf(undefined).map(({ line }) => line));
  expect(rowsOf(one).map(({ trace }) => trace)).toEqual([one, undefined]);
});
