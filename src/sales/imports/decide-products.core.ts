/** What rows do to the price list: products are found by their name. Pure. */
import { type Decision, decided, type Stored, written } from './decision.core.ts';
import type { Values } from './rows.core.ts';

/** What a row does to a product. `idOf` gives the id that the table makes of a name. */
export function decideProduct(
  products: Map<string, Stored>,
  values: Values,
  { at, idOf }: { at: string; idOf: (name: string) => string },
): Decision {
  const name = String(values['name']);
  const before = products.get(name) ?? null;
  const columns = { unit_price: values['unitPrice'], currency: values['currency'] ?? undefined };
  const first = { id: idOf(name), name, unit_price: null, currency: 'EUR', created_at: at, updated_at: at };
  const one = written('products', before, columns, first);
  products.set(name, one.after);
  return decided(one);
}
