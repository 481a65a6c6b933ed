/** What follows a sale: orders and jobs of the people who deliver, and the next deals of the rep. */
import type { Sales } from '../../sales/sales.ts';
import type { Actor } from '../../sales/store/store.ts';
import type { Playing } from './acts.ts';
import { fulfiller } from './cast.core.ts';
import type { Act } from './story.core.ts';
import { actorOf } from './team.ts';

const listed = 20;

/** Begins or moves what follows the sale of a story; the lane's task of the stage before is done then. Nothing, where nothing was sold. */
export async function doAfterSale(
  sales: Sales,
  { opportunity, begun }: Playing,
  act: Act & { do: 'begin' | 'move' },
  rep: Actor,
): Promise<void> {
  const { kind } = act;
  const actor = kind === 'deal' ? rep : actorOf(fulfiller);
  if (act.do === 'begin') {
    const sold = opportunity === null ? null : await sales.workflow.record('opportunity', opportunity);
    if (sold === null) return;
    const { person, company, amount } = sold;
    const name = sold.name ?? undefined;
    const sum = kind === 'job' ? {} : { amount, currency: sold.currency ?? undefined };
    const columns = { name, person_id: person?.id, company_id: company, owner: rep.name, ...sum };
    begun[kind] = await sales.workflow.beginRecord(kind, act.pipeline, columns, {}, rep);
    return;
  }
  const id = begun[kind];
  if (id === undefined) return;
  const { items } = await sales.records.listTasks({ limit: listed, [kind]: id, open: true });
  for (const task of items) await sales.records.changeTask(task.id, { status: 'Complete' }, actor);
  const { to, fields, reason } = act;
  await sales.workflow.changeRecord(kind, id, { to, fields, reason }, actor);
}
