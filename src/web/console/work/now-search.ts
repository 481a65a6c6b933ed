/** What the address of the page Now says: whose work, and in what order. Pure. */
import type { Whose } from '../api.ts';
import type { Order } from './work-item.ts';

/** What it leaves out is the default. */
export type NowSearch = {
  whose?: Whose;
  order?: Order;
};

const whose: readonly Whose[] = ['mine', 'queue', 'all'];
const orders: readonly Order[] = ['heat', 'deadline'];

/** Reads what anybody may have typed: what it does not know is the default. */
export function searchOfNow(search: Record<string, unknown>): NowSearch {
  const found: NowSearch = {};
  const [whoseGiven, order] = [search['whose'], search['order']];
  if (whose.some((one) => one === whoseGiven)) found.whose = whoseGiven as Whose;
  if (orders.some((one) => one === order)) found.order = order as Order;
  return found;
}
