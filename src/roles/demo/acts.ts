/** One act of a story, done by the rooms of sales at the time of their clock. */
import type { Sales } from '../../sales/sales.ts';
import type { Actor } from '../../sales/store/store.ts';
import { doAfterSale } from './after-sale.ts';
import { marketer, type Visitor } from './cast.core.ts';
import type { Act, AfterSale } from './story.core.ts';
import { actorOf } from './team.ts';

/** What is known of a story while it is played: its records, as far as they were made. */
export interface Playing {
  visitor: Visitor;
  lead: string | null;
  task: string | null;
  opportunity: string | null;
  /** Who owns the lead; null until somebody does. */
  actor: Actor | null;
  /** The latest of what followed the sale. */
  begun: Partial<Record<AfterSale, string>>;
}

const dayMs = 86_400_000;
const dayOf = (atMs: number, days: number) => new Date(atMs + days * dayMs).toISOString().slice(0, 10);
const listed = 50;
/** Until a quotation is followed up. */
const followUpDays = 7;

/** Does one act. Acts of one story come one after the other. */
export async function doAct(sales: Sales, playing: Playing, act: Act, atMs: number): Promise<void> {
  if (act.do === 'score') {
    const { lead, task } = await sales.leads.applyPast(act.update);
    playing.lead ??= lead;
    playing.task ??= task;
    return;
  }
  if (act.do === 'escalate') return void (await sales.deadlines.escalateDue());
  const { lead } = playing;
  if (lead === null) return;
  const actor = await ownerOf(sales, playing, lead);
  switch (act.do) {
    case 'complete':
      return complete(sales, playing, act.outcome, actor);
    case 'finish follow-up':
      return finishFollowUps(sales, playing, actor);
    case 'log':
      return log(sales, playing, act, { actor, atMs });
    case 'influence':
      return influence(sales, lead, act.campaign);
    case 'judge': {
      const quality =
        act.quality === 'good'
          ? ({ quality: 'good' } as const)
          : ({ quality: 'junk', reason: 'Not a buyer' } as const);
      return void (await sales.records.changeLead(lead, { quality }, actor));
    }
    case 'status': {
      const { status, notes } = act;
      return void (await sales.records.changeLead(lead, { status, fields: { notes } }, actor));
    }
    case 'begin':
    case 'move':
      return doAfterSale(sales, playing, act, actor);
    default:
      return sell(sales, playing, act, { actor, atMs });
  }
}

/** Returns who works on the lead: its owner by routing; where it waits in the queue, the rep of the place claims it. */
async function ownerOf(sales: Sales, playing: Playing, lead: string): Promise<Actor> {
  if (playing.actor !== null) return playing.actor;
  const { rep } = playing.visitor;
  const view = await sales.records.lead(lead);
  const owner = view?.owner ?? null;
  playing.actor = owner === null ? actorOf(rep) : { ...actorOf(rep), name: owner };
  if (owner === null) await sales.records.changeLead(lead, { owner: rep.email }, playing.actor);
  // The rep who works on somebody stays theirs.
  if (view !== null && view.person.owner === null)
    await sales.records.changePerson(view.person.id, { owner: playing.actor.name }, playing.actor);
  return playing.actor;
}

async function complete(
  sales: Sales,
  playing: Playing,
  outcome: 'Opportunity created' | 'No opportunity',
  actor: Actor,
): Promise<void> {
  const { lead, task } = playing;
  if (task === null || lead === null) return;
  await sales.records.changeTask(task, { status: 'Complete', outcome }, actor);
  if (outcome === 'No opportunity') return;
  const { items } = await sales.workflow.listRecords('opportunity', { limit: 1, lead });
  playing.opportunity = items[0]?.id ?? null;
}

/** Completes what is to be followed up: of the opportunity, once there is one. */
async function finishFollowUps(sales: Sales, { lead, opportunity }: Playing, actor: Actor): Promise<void> {
  const about = opportunity === null ? { lead: lead ?? undefined } : { opportunity };
  const { items } = await sales.records.listTasks({ limit: listed, ...about, open: true });
  for (const { id, type } of items)
    if (type === 'Follow-up') await sales.records.changeTask(id, { status: 'Complete' }, actor);
}

interface By {
  actor: Actor;
  atMs: number;
}

async function log(
  sales: Sales,
  playing: Playing,
  act: Act & { do: 'log' },
  { actor, atMs }: By,
): Promise<void> {
  const { kind, body, followUpInDays: days } = act;
  const record = act.about === 'opportunity' ? playing.opportunity : playing.lead;
  await sales.records.logActivity(
    {
      ...{ kind, body, [act.about]: record },
      ...(kind === 'mail' && { from: actor.name }),
      ...(days !== undefined && { followUpOn: dayOf(atMs, days), nextStep: 'Call back as agreed' }),
    },
    actor,
  );
}

/** The campaign of the season had a part in the lead, beside the one that it began with. */
async function influence(sales: Sales, lead: string, campaign: string): Promise<void> {
  const known = await sales.records.campaignInfluencesOf('lead', lead);
  if (known.some((one) => one.campaign === campaign)) return;
  const items = known.map(({ campaign: name, touch }) => ({ campaign: name, touch }));
  await sales.records.putCampaignInfluences(
    'lead',
    lead,
    { items: [...items, { campaign, touch: 'later' }] },
    actorOf(marketer),
  );
}

async function sell(
  sales: Sales,
  { opportunity }: Playing,
  act: Act & { do: 'offer' | 'quote' | 'stage' },
  { actor, atMs }: By,
): Promise<void> {
  if (opportunity === null) return;
  const { workflow, quotes } = sales;
  if (act.do === 'offer') {
    const closesOn = dayOf(atMs, act.closesInDays);
    const items = act.items.map(({ product, quantity }) => ({ product, quantity }));
    await quotes.putItems('opportunity', opportunity, { items }, actor);
    await workflow.changeRecord('opportunity', opportunity, { columns: { expected_close: closesOn } }, actor);
  } else if (act.do === 'quote') {
    const followUpOn = dayOf(atMs, followUpDays);
    await quotes.makeQuotation(opportunity, { status: 'sent', number: act.number, followUpOn }, actor);
    await workflow.changeRecord('opportunity', opportunity, { fields: { 'quote-sent': true } }, actor);
  } else {
    const { stage: to, reason } = act;
    await workflow.changeRecord('opportunity', opportunity, { to, reason }, actor);
  }
}
