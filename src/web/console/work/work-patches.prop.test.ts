/** The law of the patched list: rows that come, change and go leave what the server would list. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorkItem } from '../../../contract/api/api.ts';
import type { Whose } from '../api/api.ts';
import { changesIn } from './live-lists.ts';
import { positionsById, unseenAfter } from './unseen.ts';
import type { Order } from './work-item.ts';
import { type ListedPage, patchedPages, withCounts } from './work-patches.ts';

const capped = (count: number) => ({ count, isCapped: false });
const counts = { toContact: capped(0), overdue: capped(0) };
const me = 'me@example.com';

/** Few values, so that most are equal. */
const rowOf = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map((id) => `ld_${id}`),
  score: fc.constantFrom(10, 20, 30),
  dueAt: fc.constantFrom(null, '2026-12-01T09:00:00.000Z', '2026-12-02T09:00:00.000Z'),
  owner: fc.constantFrom(me, 'other@example.com', null),
  isListed: fc.boolean(),
});
type Row = Pick<WorkItem, 'id' | 'score' | 'dueAt' | 'owner'> & { isListed: boolean };
const listed = ({ isListed: _, ...row }: Row) => ({ ...row, isQueued: row.owner === null }) as WorkItem;

/** As the server lists: by a text that sorts alike. */
function serverList(rows: readonly WorkItem[], whose: Whose, order: Order): WorkItem[] {
  const keyOf = ({ score, dueAt, id }: WorkItem) =>
    [order === 'heat' ? String(100 - score) : '', dueAt ?? '~', id].join(' ');
  return rows
    .filter(({ owner }) => whose === 'all' || owner === (whose === 'mine' ? me : null))
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function pagesOf(rows: readonly WorkItem[], size: number, count: number): ListedPage[] {
  return Array.from({ length: count }, (_, index) => {
    const items = rows.slice(index * size, (index + 1) * size);
    const nextCursor = rows.length > (index + 1) * size ? 'next' : null;
    return { items, nextCursor, counts, end: items.at(-1) ?? null };
  }).filter(({ items }, index) => index === 0 || items.length > 0);
}

const uniqueRows = fc.uniqueArray(rowOf, { selector: ({ id }) => id, maxLength: 25 });

test('a patched list is the list of the server, as far as it is loaded', () => {
  fc.assert(
    fc.property(
      ...[uniqueRows, fc.array(uniqueRows, { maxLength: 4 })],
      fc.constantFrom<Whose>('mine', 'queue', 'all'),
      fc.constantFrom<Order>('heat', 'deadline'),
      ...[fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 })],
      (before, steps, whose, order, size, count) => {
        const store = new Map(before.filter(({ isListed }) => isListed).map((row) => [row.id, listed(row)]));
        let pages = pagesOf(serverList([...store.values()], whose, order), size, count);
        const end = pages.at(-1)?.end ?? null;
        const isWhole = pages.at(-1)?.nextCursor === null;
        for (const step of steps) {
          const changes = new Map(step.map((row) => [row.id, row.isListed ? listed(row) : null]));
          for (const [id, row] of changes) {
            if (row === null) store.delete(id);
            else store.set(id, row);
          }
          pages = patchedPages(pages, { whose, order, me }, changes);
        }
        const all = serverList([...store.values()], whose, order);
        const loaded = isWhole
          ? all
          : all.filter((row) => end !== null && serverList([row, end], 'all', order)[1]?.id === end.id);
        const shown = pages.flatMap(({ items }) => items);
        // The last row that was loaded may have gone itself: what stands before its position is what counts.
        expect(shown.filter(({ id }) => id !== end?.id)).toEqual(loaded.filter(({ id }) => id !== end?.id));
      },
    ),
  );
});

describe('what the stream sends', () => {
  const row = { id: 'ld_1', score: 5 } as WorkItem;
  test('is a row of the lead, whichever of its parts the alert is about', () => {
    const lead = { id: 'ld_1' } as never;
    const task = { id: 'tk_1', lead: 'ld_1' } as never;
    expect(changesIn([{ type: 'task.updated', task, work: row }])).toEqual(
      new Map([
        ['ld_1', row],
        ['tk_1', null],
      ]),
    );
    expect(changesIn([{ type: 'lead.updated', lead, work: null }])).toEqual(new Map([['ld_1', null]]));
    expect(changesIn([{ type: 'record.notified' }])).toEqual(new Map());
  });

  test('are the counts of the view, on its first page', () => {
    const views = { mine: counts, queue: counts, all: { ...counts, overdue: capped(7) } };
    const pages = pagesOf([row, { ...row, id: 'ld_2' }], 1, 2);
    const [first, second] = withCounts(pages, { whose: 'all', order: 'heat', me }, views);
    expect(first?.counts.overdue.count).toBe(7);
    expect(second).toBe(pages[1]);
  });
});

test('what came out of sight is unseen until it is in sight, or has gone', () => {
  const positions = positionsById([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  const unseen = unseenAfter(new Set(), ['a', 'b', 'z'], positions, new Set(['b']));
  expect([...unseen]).toEqual(['a']);
  expect(unseenAfter(unseen, [], positions, new Set(['b']))).toBe(unseen);
  expect([...unseenAfter(unseen, ['c'], positions, new Set(['a']))]).toEqual(['c']);
  expect([...unseenAfter(unseen, [], new Map(), new Set())]).toEqual([]);
});
