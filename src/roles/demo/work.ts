/** What a rep of the demo does next: a contact that is due, or a step of an opportunity. */
import type { LeadView, RecordView, TaskView } from '../../contract/api/api.ts';
import type { Caller } from './calls.ts';
import { isVisitor, type Rep } from './cast.core.ts';
import type { HandsOff } from './hands-off.ts';
import type { Chance } from './random.core.ts';
import { itemsOf } from './story.core.ts';

/** So many contacts are left for those who look at the demo. */
const leftOpen = 4;
const listed = 50;
/** Part of the opportunities that move when nothing is to be called. */
const movingPart = 0.3;

/** Part of the quiet moments in which a lead of the queue is claimed, or one goes to marketing. */
const claimingPart = 0.25;
const nurturingPart = 0.12;

/** A person who came by an event of those who try the demo is left to them. */
const isOfCast = (person: { email: string | null } | null) => isVisitor(person?.email ?? '');

type Page<Item> = { items: Item[] };

/** Does one act of the rep, or nothing: a rep has quiet moments too. What a person has touched is left as it is. */
export async function workOnce({ call }: Caller, hands: HandsOff, rep: Rep, chance: Chance): Promise<void> {
  const { items } = await call<Page<TaskView>>('GET', `/tasks?owner=me&open=true&sort=dueAt&limit=${listed}`);
  const contacts = items.filter(({ episode, person }) => episode !== null && isOfCast(person));
  const task =
    contacts.length > leftOpen
      ? await hands.firstFree(call, contacts, ({ id, lead }) => (lead === null ? [id] : [id, lead]))
      : undefined;
  if (task !== undefined) {
    await contact(call, task, rep, chance);
    if (task.lead !== null) await hands.note(call, task.lead);
    return;
  }
  if (chance.isLucky(claimingPart)) return claim(call, hands);
  if (chance.isLucky(nurturingPart)) return nurture({ call }, hands);
  if (!chance.isLucky(movingPart)) return;
  const open = await call<Page<RecordView>>('GET', `/opportunities?owner=me&open=true&limit=${listed}`);
  const own = open.items.filter(({ person }) => isOfCast(person));
  if (own.length <= leftOpen) return;
  const chosen = await hands.firstFree(call, [chance.one(own)], ({ id }) => [id]);
  if (chosen === undefined) return;
  await advance(call, chosen);
  await hands.note(call, chosen.id);
}

/** Takes the lead that has waited longest in the queue, where more than one waits. */
async function claim(call: Caller['call'], hands: HandsOff): Promise<void> {
  const { items } = await call<Page<LeadView>>('GET', `/leads?queue=true&open=true&limit=${listed}`);
  const waiting = items.length > 1 ? items.filter(({ person }) => isOfCast(person)).reverse() : [];
  const lead = await hands.firstFree(call, waiting, ({ id }) => [id]);
  if (lead === undefined) return;
  await call('POST', `/leads/${lead.id}/claim`, {});
  await hands.note(call, lead.id);
}

/** Hands a lead that was contacted to marketing, whose inbox hears of it. */
export async function nurture({ call }: Caller, hands: HandsOff): Promise<void> {
  const { items } = await call<Page<LeadView>>('GET', `/leads?owner=me&open=true&limit=${listed}`);
  const contacted = items.filter(
    ({ status, tier, person }) =>
      tier === 1 && isOfCast(person) && (status === 'In progress' || status === 'Qualifying'),
  );
  const lead = await hands.firstFree(call, contacted, ({ id }) => [id]);
  if (lead === undefined) return;
  const fields = { notes: 'Interested, no project this year.' };
  await call('PATCH', `/leads/${lead.id}`, { status: 'Marketing follow-up', fields });
  await hands.note(call, lead.id);
}

async function contact(call: Caller['call'], task: TaskView, rep: Rep, chance: Chance): Promise<void> {
  const about = task.lead === null ? { person: task.person?.id } : { lead: task.lead };
  await call('POST', '/activities', { kind: 'call', body: 'Spoke about prices and a first date.', ...about });
  const isSold = chance.isLucky(rep.convertsPart);
  const outcome = isSold ? 'Opportunity created' : 'No opportunity';
  await call('PATCH', `/tasks/${task.id}`, { status: 'Complete', outcome });
  if (!isSold || task.lead === null) return;
  const { items } = await call<Page<RecordView>>('GET', `/opportunities?lead=${task.lead}&limit=1`);
  for (const { id } of items)
    await call('PUT', `/opportunities/${id}/items`, { items: itemsOf(chance, task.tier) });
}

/** One stage on, along the first transition that is open. */
async function advance(call: Caller['call'], { id, missing, next }: RecordView): Promise<void> {
  const fields = missing.includes('Pricing sent') ? { 'quote-sent': true } : {};
  const stage = next[0]?.to;
  if (stage !== undefined) await call('PATCH', `/opportunities/${id}`, { stage, fields });
}
