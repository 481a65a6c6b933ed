/** What the address of the page Now says: whose work, in what order, and what is opened beside it. Pure. */
import type { Whose } from '../api/api.ts';
import { openedIn } from './opened.ts';
import type { Order } from './work-item.ts';

/** What it leaves out is the default. */
export type NowSearch = {
  whose?: Whose;
  order?: Order;
  /** The path of the page of what is opened: `/leads/ld_…`. */
  opened?: string;
};

const whose: readonly Whose[] = ['mine', 'queue', 'all'];
const orders: readonly Order[] = ['heat', 'deadline'];

/** Reads what anybody may have typed: what it does not know is the default. */
export function searchOfNow(search: Record<string, unknown>): NowSearch {
  const found: NowSearch = {};
  const [whoseGiven, order, opened] = [search['whose'], search['order'], search['opened']];
  if (whose.some((one) => one === whoseGiven)) found.whose = whoseGiven as Whose;
  if (orders.some((one) => one === order)) found.order = order as Order;
  if (typeof opened === 'string' && openedIn(opened) !== null) found.opened = opened;
  return found;
}
