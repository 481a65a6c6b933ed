/** The work list kept up to date by what the live stream sends: rows come, change, move and go without a request. Pure. */
import type { ViewCounts, WorkCounts, WorkItem, WorkPage } from '../../../contract/api/api.ts';
import type { Whose } from '../api/api.ts';
import type { Order } from './work-item.ts';

/** What a list shows. */
export interface View {
  whose: Whose;
  order: Order;
  /** The address of the user. */
  me: string;
}

/** A page as it was loaded, then patched. */
export interface ListedPage extends WorkPage {
  /** Its last row as it was loaded: the next page begins after it. Null of an empty page. */
  end: WorkItem | null;
}

/** Rows by their ids as they are now; null for one that is in the list no more. */
export type Changes = ReadonlyMap<string, WorkItem | null>;

/** Returns the pages with their rows changed, each row where the server would list it. What belongs to a page that is not loaded is left out. */
export function patchedPages(pages: readonly ListedPage[], view: View, changes: Changes): ListedPage[] {
  const changed = [...changes.values()].filter((row) => row !== null && isOf(view, row)) as WorkItem[];
  changed.sort((one, other) => inOrder(view.order, one, other));
  const kept = pages.flatMap(({ items }) => items).filter(({ id }) => !changes.has(id));
  const rows = merged(kept, changed, view.order);
  let from = 0;
  return pages.map((page, index) => {
    const isOpenEnded = index === pages.length - 1 && page.nextCursor === null;
    const until = isOpenEnded ? rows.length : endIn(rows, from, page.end, view.order);
    const items = rows.slice(from, until);
    from = until;
    return { ...page, items };
  });
}

/** Returns the counts of a view; they stand on its first page. */
export function withCounts(pages: readonly ListedPage[], view: View, counts: WorkCounts): ListedPage[] {
  const own: ViewCounts = counts[view.whose];
  return pages.map((page, index) => (index === 0 ? { ...page, counts: own } : page));
}

function isOf({ whose, me }: View, { owner, isQueued }: WorkItem): boolean {
  return whose === 'all' || (whose === 'mine' ? owner === me : isQueued);
}

/** The order of the server: by score or by deadline, what has no deadline last of its equals, then by id. */
function inOrder(order: Order, one: WorkItem, other: WorkItem): number {
  const byHeat = order === 'heat' ? other.score - one.score : 0;
  return byHeat || byDeadline(one, other) || (one.id < other.id ? -1 : Number(one.id > other.id));
}

function byDeadline({ dueAt: one }: WorkItem, { dueAt: other }: WorkItem): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  return Date.parse(one) - Date.parse(other);
}

/** Both are in order. */
function merged(kept: readonly WorkItem[], changed: readonly WorkItem[], order: Order): WorkItem[] {
  const rows: WorkItem[] = [];
  let next = 0;
  for (const row of kept) {
    for (let other = changed[next]; other && inOrder(order, other, row) < 0; other = changed[++next])
      rows.push(other);
    rows.push(row);
  }
  return [...rows, ...changed.slice(next)];
}

function endIn(rows: readonly WorkItem[], from: number, end: WorkItem | null, order: Order): number {
  let until = from;
  for (let row = rows[until]; end && row && inOrder(order, row, end) <= 0; row = rows[++until]);
  return until;
}
