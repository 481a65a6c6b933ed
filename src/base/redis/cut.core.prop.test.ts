/** What goes to a cluster is cut by node: nothing is lost, nothing doubled, and the order within a node stays. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutByNode, isOfChange, redirectionOf } from './cut.core.ts';
import { slotOf } from './slots.core.ts';

const nodes = ['a:1', 'b:2', 'c:3'];
const keys = fc.array(
  fc.nat(40).map((tag) => `x:{${tag}}:y`),
  { maxLength: 60 },
);
/** Some slots are nobody's, as after a failure. */
const ownership = fc.array(fc.option(fc.constantFrom(...nodes)), { minLength: 7, maxLength: 7 });

test('law: each index is in one part, in order, under the master that has its slot', () => {
  fc.assert(
    fc.property(keys, ownership, (given, owned) => {
      const owners = Array.from({ length: 16_384 }, (_, slot) => {
        const owner = owned[slot % owned.length] ?? null;
        return owner === null ? undefined : [owner, 'replica:9'];
      });
      const parts = cutByNode(given, owners);
      expect([...parts.values()].flat().toSorted((one, other) => one - other)).toEqual([...given.keys()]);
      for (const [node, indexes] of parts) {
        expect(indexes).toEqual(indexes.toSorted((one, other) => one - other));
        for (const index of indexes) expect(owners[slotOf(given[index] ?? '')]?.[0] ?? '').toBe(node);
      }
    }),
  );
});

describe('answers of a node that does not serve a slot', () => {
  test.each([
    ['MOVED 3999 127.0.0.1:6381', { kind: 'MOVED', node: '127.0.0.1:6381' }],
    ['ASK 3999 ::1:6381', { kind: 'ASK', node: '::1:6381' }],
    ['MOVED 3999 :6381', { kind: 'MOVED', node: ':6381' }],
    ['MOVED 3999', null],
    ['READONLY You cannot write', null],
    ['ERR MOVED 3999 127.0.0.1:6381', null],
  ])('%s', (message, expected) => expect(redirectionOf(new Error(message))).toEqual(expected));

  test.each(['MOVED 1 a:1', 'ASK 1 a:1', 'TRYAGAIN x', 'CLUSTERDOWN x', 'LOADING x', 'READONLY x'])(
    '%s may be sent again',
    (message) => expect(isOfChange(new Error(message))).toBe(true),
  );

  test.each(['OOM command not allowed', 'NOSCRIPT x', 'WRONGTYPE x', 'Connection is closed.'])(
    '%s is an answer',
    (message) => expect(isOfChange(new Error(message))).toBe(false),
  );
});
