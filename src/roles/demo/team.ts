/** The team of the demo, its price list and its campaigns, entered as an administrator and a marketer would. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Sales } from '../../sales/sales.ts';
import { type Actor, apiTokenName } from '../../sales/store/store.ts';
import {
  fulfiller,
  fulfillerLanes,
  type Member,
  manager,
  marketer,
  operator,
  products,
  reps,
  team,
} from './cast.core.ts';
import type { Past } from './past.ts';
import type { Span } from './plan.core.ts';
import { chanceOf } from './random.core.ts';
import { campaignsOf } from './season.core.ts';
import { passwordOf } from './users.ts';

/** Who sets up the installation: the person at the terminal. */
const administrator: Actor = { name: apiTokenName, lanes: [], role: 'admin', isManager: true, isAdmin: true };

/** A member as somebody who changes records. */
export const actorOf = ({ email, role }: Member): Actor => ({
  ...{ name: email, role, isManager: role === 'manager' },
  lanes: lanesOf(email, role),
});

function lanesOf(email: string, role: Member['role']): readonly string[] {
  if (email === fulfiller.email) return fulfillerLanes;
  if (role === 'rep') return ['Q Team', 'Account owners', 'Salesmen'];
  return role === 'marketer' ? ['Marketing'] : [];
}

const maxOpenLeads = 400;
const timeZone = 'Europe/London';

/** Enters users, team and territories. */
export async function writeTeam(sales: Sales, secretKey: string): Promise<void> {
  for (const { territory, countries } of reps)
    await sales.team.orgUnits.put('territory', { name: territory, countries: [...countries] }, administrator);
  await newMember(sales, manager, secretKey, {});
  await sales.team.orgUnits.put('team', { name: team, manager: manager.email }, administrator);
  for (const rep of reps)
    await newMember(sales, rep, secretKey, {
      ...{ team, territories: [rep.territory], languages: [...rep.languages] },
      ...{ acceptsLeads: true, maxOpenLeads },
    });
  await newMember(sales, marketer, secretKey, {});
  await newMember(sales, operator, secretKey, {});
  await newMember(sales, fulfiller, secretKey, { acceptsLeads: false });
  await muteMails(sales);
}

/** Without a mail server the mails of a lively day only wait. One rep keeps them: the deliveries show why they wait. */
async function muteMails(sales: Sales): Promise<void> {
  // Makes the channels that every user has.
  await sales.notifications.chooseNotices();
  const { items } = await sales.notifications.listChannels({ limit: channelsMax }, administrator);
  for (const { id, owner } of items)
    if (owner !== mailed) await sales.notifications.changeChannel(id, { isMuted: true }, administrator);
}

const channelsMax = 100;
const mailed = reps[0]?.email;

async function newMember(
  sales: Sales,
  member: Member,
  secretKey: string,
  placed: Partial<Parameters<Sales['team']['users']['create']>[0]>,
): Promise<void> {
  const { email, name, role } = member;
  const lanes = [...actorOf(member).lanes];
  const password = passwordOf(member, secretKey);
  await sales.team.users.create({ email, name, role, password, lanes, timeZone, ...placed }, administrator);
}

/** Enters the price list. */
export async function writeProducts(sales: Sales): Promise<void> {
  for (const { name, unitPrice } of products)
    await sales.quotes.putProduct(name, { unitPrice: String(unitPrice), currency: 'EUR' }, administrator);
}

/** Of its budget a campaign has spent such a part when it ends. */
const spentPart = { least: 0.82, most: 1.06 };

/** Enters the campaigns, each from its plan to its end; the last one still runs. */
export async function writeCampaigns(
  { sales, at }: Past,
  span: Span,
  programmeCampaign: string,
): Promise<void> {
  const actor = actorOf(marketer);
  await at(span.fromMs + morningMs, async () => {
    const columns = { name: programmeCampaign, owner: marketer.email };
    const fields = { 'prospect-list': 'Every visitor of the website', budget: 12_000 };
    const id = await sales.workflow.beginRecord('campaign', pipeline, columns, fields, actor);
    for (const to of ['Create marketing campaign', 'Track engagement'])
      await sales.workflow.changeRecord('campaign', id, { to, fields: { 'campaign-created': true } }, actor);
  });
  for (const { name, budget, fromMs, untilMs } of campaignsOf(span)) {
    const chance = chanceOf(`${span.seed} ${name}`);
    const plannedMs = Math.max(span.fromMs, fromMs - planningMs) + morningMs;
    const move = (id: string, to: string, fields: Record<string, unknown>) =>
      sales.workflow.changeRecord('campaign', id, { to, fields }, actor);
    const id = await at(plannedMs, () => {
      const fields = { 'prospect-list': 'Visitors of the pricing page', budget };
      return sales.workflow.beginRecord('campaign', pipeline, { name, owner: marketer.email }, fields, actor);
    });
    await at(plannedMs + limits.dayMs, () => move(id, 'Create marketing campaign', {}));
    await at(fromMs + limits.dayMs + morningMs, () =>
      move(id, 'Track engagement', { 'campaign-created': true }),
    );
    const part = spentPart.least + (spentPart.most - spentPart.least) * chance.fraction();
    if (untilMs === null) await at(span.untilMs - limits.dayMs, () => spend(sales, id, budget * part * 0.6));
    else
      await at(untilMs + morningMs, async () => {
        await spend(sales, id, budget * part);
        await move(id, 'Deliver leads', {});
      });
  }
}

/** Marketing works in the morning. */
const morningMs = 9.5 * limits.hourMs;
const pipeline = 'touchstone/campaign';
/** A campaign is planned so long before it runs. */
const planningMs = 21 * limits.dayMs;

const spend = (sales: Sales, id: string, amount: number) =>
  sales.workflow.changeRecord('campaign', id, { fields: { spent: Math.round(amount) } }, actorOf(marketer));
