/** Which entry of a timeline takes the latest act of a user back. */
import { expect, test } from 'vitest';
import { undoableEntryOf } from './entry-of-act.ts';

const mia = 'mia@example.com';
const offered = { until: '2026-12-01T10:00:00.000Z', refusal: null };
const entry = (id: string, second: number, isOffered: boolean, actor = mia) => ({
  ...{ id, actor, undo: isOffered ? offered : null },
  at: `2026-11-30T10:00:0${second}.000Z`,
});

test.each([
  ['the latest of hers', [entry('2', 2, true), entry('1', 1, true)], '2'],
  ['that of her act that offers it', [entry('3', 2, false), entry('2', 2, true), entry('1', 1, true)], '2'],
  ['none of an older act', [entry('2', 2, false), entry('1', 1, true)], undefined],
  ['hers, though others came since', [entry('2', 2, true, 'tom@example.com'), entry('1', 1, true)], '1'],
  ['none where there is none of hers', [entry('1', 1, true, 'tom@example.com')], undefined],
])('it is %s', (_what, items, id) => expect(undoableEntryOf(items, mia)).toBe(id));
