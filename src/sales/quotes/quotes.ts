/**
 * The door of quotes: the price list, items of opportunities and orders, quotations and their follow-up.
 *
 * Enters: products, items, changes of quotations. Leaves: views, sums in the record's currency. A sent quotation does not change.
 */
import type {
  ItemsInput,
  ItemView,
  NewQuotation,
  ProductFilter,
  ProductInput,
  ProductView,
  QuotationChange,
  QuotationFilter,
  QuotationView,
} from '../../contract/api/api.ts';
import type { Actor, ItemKind, Page, Revised } from '../store/store.ts';
import { changing, type WorkflowStore } from '../workflow/workflow.ts';
import { putItems, readItems } from './items.ts';
import { listProducts, product, putProduct } from './products.ts';
import { listQuotations, quotationView, selectQuotations } from './quotation-rows.ts';
import { changeQuotation, makeQuotation } from './quotations.ts';

export { followUpDayOf } from './follow-up.ts';
export { quotationsThatFit } from './quotation-rows.ts';
export { changeQuotation } from './quotations.ts';

export interface Quotes {
  listProducts(filter: ProductFilter): Promise<Page<ProductView>>;
  product(name: string): Promise<ProductView | null>;
  /** Adds a product or changes its price; managers only. */
  putProduct(
    name: string,
    input: Revised<ProductInput>,
    actor: Actor,
  ): Promise<{ product: ProductView; isNew: boolean }>;
  items(kind: ItemKind, id: string): Promise<ItemView[]>;
  /** Replaces the items of a record. */
  putItems(kind: ItemKind, id: string, input: Revised<ItemsInput>, actor: Actor): Promise<ItemView[]>;
  listQuotations(filter: QuotationFilter): Promise<Page<QuotationView>>;
  quotation(id: string): Promise<QuotationView | null>;
  makeQuotation(opportunity: string, wanted: NewQuotation, actor: Actor): Promise<QuotationView>;
  changeQuotation(id: string, change: Revised<QuotationChange>, actor: Actor): Promise<QuotationView>;
}

export function quotes(store: WorkflowStore): Quotes {
  const { pool, now } = store;
  return {
    listProducts: (filter) => listProducts(pool, filter),
    product: (name) => product(pool, name),
    putProduct: (name, input, actor) => putProduct(pool, name, input, actor, now()),
    items: (kind, id) => readItems(pool, kind, id),
    putItems: (kind, id, input, actor) => putItems(pool, kind, id, input, actor, now()),
    listQuotations: (filter) => listQuotations(pool, filter, now()),
    quotation: async (id) => {
      const [row] = await selectQuotations(pool, 'quotations.id = $1', [id]);
      return row === undefined ? null : quotationView(row);
    },
    makeQuotation: (opportunity, wanted, actor) =>
      changing(store, actor, (context) => makeQuotation(context, opportunity, wanted)),
    changeQuotation: (id, change, actor) =>
      changing(store, actor, (context) => changeQuotation(context, id, change)),
  };
}
