/** The count of the bell: every alert once, in whatever way it is heard of. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withArrived } from './unread.ts';

const counted = { count: 2, isCapped: false, newest: 7 };

test('an alert that the server has counted is not counted again', () => {
  expect(withArrived(counted, [5, 7])).toBe(counted);
  expect(withArrived(counted, [7, 8, 9, 9])).toEqual({ count: 4, isCapped: false, newest: 9 });
});

test('however often the stream sends alerts again, each counts once', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), fc.nat(20), (known, sent, again) => {
      const ids = Array.from({ length: sent }, (_, index) => index + 1);
      const before = { count: known, isCapped: false, newest: known };
      const after = withArrived(withArrived(before, ids), ids.slice(-again));
      expect(after.count).toBe(Math.max(known, sent));
    }),
  );
});
