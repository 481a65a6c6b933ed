/** The life of one lead, from its first heat to a won or lost opportunity, as acts with their times. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { NewActivity, TierUpdate } from '../../contract/api/api.ts';
import { products, type Visitor } from './cast.core.ts';
import type { Chance } from './random.core.ts';
import { onCallFrom, seasonAt, workingFrom } from './season.core.ts';

/** What happens, by itself or by the rep of the story. */
export type Act =
  | { do: 'score'; update: TierUpdate }
  | {
      do: 'log';
      about: 'lead' | 'opportunity';
      kind: NewActivity['kind'];
      body: string;
      followUpInDays?: number;
    }
  | { do: 'influence'; campaign: string }
  /** What is due around deadlines by now is done. */
  | { do: 'escalate' }
  | { do: 'judge'; quality: 'good' | 'junk' }
  | { do: 'complete'; outcome: 'Opportunity created' | 'No opportunity' }
  | { do: 'finish follow-up' }
  | { do: 'status'; status: string; notes: string }
  | { do: 'offer'; items: readonly { product: string; quantity: number }[]; closesInDays: number }
  | { do: 'quote'; number: string }
  | { do: 'stage'; stage: string; reason?: string }
  | { do: 'begin'; kind: AfterSale; pipeline: string }
  | { do: 'move'; kind: AfterSale; to: string; fields?: Record<string, string>; reason?: string };

/** What follows a sale: what was ordered is delivered, a job is done for it, more is offered. */
export type AfterSale = 'order' | 'job' | 'deal';

/** An act at its time, ms since the epoch. */
export interface Moment {
  atMs: number;
  act: Act;
}

/** Everything that happens with one person, in the order of time. */
export interface Story {
  visitor: Visitor;
  moments: readonly Moment[];
}

const { minuteMs, hourMs, dayMs } = limits;
/** What people did so lately can be undone in the console. It takes acts in transactions of their own, and a day of the history is one. */
const undoneMs = limits.undoMs;

/** The way of an opportunity, after the stage it begins in. */
const stages = [
  '1 Planning & Identification',
  '2 Opportunity Development',
  '3 Proposal & Quote',
  '4 Negotiation & Quote Modification',
  '5 Closing the Business',
] as const;
const lostFor = [
  ['Price', 5],
  ['Competitor', 4],
  ['No budget', 3],
  ['No decision', 4],
  ['Not a fit', 1],
] as const;

/** Whose story it is, what scoring said of them, and when it is cut off. */
interface Begun {
  visitor: Visitor;
  updates: readonly TierUpdate[];
  untilMs: number;
}

/** Returns the changes of tier of a visitor until a moment, and what the rep does about them until a day before it. */
export function storyOf(chance: Chance, { visitor, updates, untilMs }: Begun): Story {
  const writing = new Writing(chance, visitor);
  for (const update of updates) writing.add(update.atMs, { do: 'score', update });
  const [first] = updates;
  if (first !== undefined)
    contact(writing, first, { tier: Math.max(...updates.map(({ to }) => to)), worth: worthOf(updates) });
  const lasts = ({ atMs, act }: Moment) => atMs < untilMs - (act.do === 'score' ? 0 : undoneMs);
  return { visitor, moments: writing.moments.filter(lasts).sort((a, b) => a.atMs - b.atMs) };
}

class Writing {
  readonly moments: Moment[] = [];
  readonly chance: Chance;
  readonly visitor: Visitor;

  constructor(chance: Chance, visitor: Visitor) {
    this.chance = chance;
    this.visitor = visitor;
  }

  add(atMs: number, act: Act): void {
    this.moments.push({ atMs, act });
  }

  /** A working moment some days later, by the mood of the day. */
  later(atMs: number, days: number): number {
    return workingFrom(atMs + Math.round((0.5 + this.chance.fraction()) * days * dayMs));
  }
}

/** How much later than its deadline a late contact comes at most, in hours: before the task is given to another rep. */
const lateHoursMax = 5;

/** When the rep gets to the contact: mostly soon, sometimes past the deadline. At weekends somebody is on call. */
function contactMs({ chance, visitor }: Writing, hotMs: number, dueMs: number): number {
  const { responseHours, latePart } = visitor.rep;
  if (chance.isLucky(latePart)) return workingFrom(dueMs + chance.whole(20, lateHoursMax * 60) * minuteMs);
  const hours = responseHours * (0.3 + 1.4 * chance.fraction());
  const wantedMs = workingFrom(hotMs + Math.round(hours * hourMs));
  const onCallMs = onCallFrom(hotMs + chance.whole(30, 240) * minuteMs);
  const latestMs = dueMs - chance.whole(15, 120) * minuteMs;
  return wantedMs < latestMs ? wantedMs : Math.min(onCallMs, latestMs);
}

/** How much likelier a lead is won by what it did, by the rule that says so: what points are learnt from. */
const worths: Readonly<Record<string, number>> = {
  'demo-video': 1.6,
  'case-study': 1.35,
  'managed-cloud-page': 1.1,
  'abandoned-basket': 0.9,
};

function worthOf(updates: readonly TierUpdate[]): number {
  const rules = new Set(updates.flatMap(({ reasons }) => reasons.map(({ rule }) => rule)));
  return [...rules].reduce((product, rule) => product * (worths[rule] ?? 1), usualWorth);
}

/** So that as many are won as if nothing they did mattered. */
const usualWorth = 0.75;

/** The first contact, in time or late, and what comes of it. */
function contact(
  writing: Writing,
  { atMs: hotMs, actions }: TierUpdate,
  { tier, worth }: { tier: number; worth: number },
): void {
  const { chance, visitor } = writing;
  const task = actions.find((action) => action.do === 'contact task');
  const dueMs = task?.dueAtMs ?? hotMs + limits.contactWithinMs;
  let atMs = contactMs(writing, hotMs, dueMs);
  if (atMs > dueMs) writing.add(atMs - minuteMs, { do: 'escalate' });
  const log = (kind: NewActivity['kind'], body: string) =>
    writing.add(atMs, { do: 'log', about: 'lead', kind, body });
  if (chance.isLucky(0.3) && atMs + 10 * minuteMs < dueMs) {
    log('voicemail', 'Left a message, and named the demo.');
    atMs = Math.min(workingFrom(atMs + chance.whole(1, 5) * hourMs), dueMs - 10 * minuteMs);
  }
  const first = visitor.name.split(' ')[0];
  if (chance.isLucky(0.3)) log('mail', `Sent ${first} the price list and two dates for a call.`);
  else
    log(
      'call',
      chance.one([
        'Spoke for ten minutes; wants a quote.',
        'Short call; compares three vendors.',
        'Asked about migration and backups.',
      ]),
    );
  if (chance.isLucky(0.3))
    writing.add(atMs + 4 * minuteMs, { do: 'influence', campaign: seasonAt(hotMs).name });
  const converts = chance.isLucky(visitor.rep.convertsPart * ([0.55, 0.95, 1.35][tier - 1] ?? 1) * worth);
  if (chance.isLucky(0.5)) {
    const isGood = converts || chance.isLucky(0.55);
    writing.add(atMs + 5 * minuteMs, { do: 'judge', quality: isGood ? 'good' : 'junk' });
  }
  const doneMs = atMs + 6 * minuteMs;
  writing.add(doneMs, { do: 'complete', outcome: converts ? 'Opportunity created' : 'No opportunity' });
  if (converts) sell(writing, tier, doneMs);
  else nurture(writing, doneMs);
}

/** No opportunity yet: some more tries, and an end. */
function nurture(writing: Writing, sinceMs: number): void {
  const { chance } = writing;
  let atMs = writing.later(sinceMs, 3);
  if (chance.isLucky(0.4)) {
    const body = 'Not now; call again.';
    writing.add(atMs, { do: 'log', about: 'lead', kind: 'call', body, followUpInDays: chance.whole(4, 12) });
    writing.add(writing.later(atMs, 8), { do: 'finish follow-up' });
    atMs = writing.later(atMs, 14);
  }
  if (chance.isLucky(0.2))
    writing.add(atMs, {
      do: 'status',
      status: 'Marketing follow-up',
      notes: 'Interested, no project this year.',
    });
  else {
    writing.add(atMs, { do: 'status', status: 'Qualifying', notes: 'Asked for the size of the project.' });
    atMs = writing.later(atMs, 6);
  }
  const notes = chance.one([
    'No project behind it.',
    'Chose to stay with the present provider.',
    'No answer after three tries.',
  ]);
  writing.add(writing.later(atMs, 9), { do: 'status', status: 'Closed lost', notes });
}

/** An opportunity through its stages, to the end that it takes. */
function sell(writing: Writing, tier: number, sinceMs: number): void {
  const { chance, visitor } = writing;
  let atMs = writing.later(sinceMs, 1);
  const closesInDays = chance.whole(30, 75);
  writing.add(atMs, { do: 'offer', items: itemsOf(chance, tier), closesInDays });
  const isWon = chance.isLucky(visitor.rep.winsPart * (tier === 3 ? 1.2 : 1));
  const lostBefore = isWon ? stages.length : chance.whole(1, stages.length - 1);
  for (const [index, stage] of stages.entries()) {
    atMs = writing.later(atMs, index === 0 ? 3 : 9);
    if (!isWon && index === lostBefore) break;
    writing.add(atMs, { do: 'stage', stage });
    const about = 'opportunity' as const;
    if (index === 1)
      writing.add(atMs + hourMs, {
        do: 'log',
        about,
        kind: 'meeting',
        body: 'Workshop with their team; architecture agreed.',
      });
    if (index === 2) {
      writing.add(atMs + 10 * minuteMs, { do: 'quote', number: quotationNumber(atMs, visitor) });
      writing.add(writing.later(atMs, 6), { do: 'finish follow-up' });
    }
    if (index === 3)
      writing.add(atMs + hourMs, {
        do: 'log',
        about,
        kind: 'mail',
        body: 'Sent the changed quote with the longer term.',
      });
  }
  const endMs = writing.later(atMs, 5);
  if (isWon) {
    writing.add(endMs, { do: 'stage', stage: 'Closed Won' });
    deliver(writing, endMs);
  } else writing.add(endMs, { do: 'stage', stage: 'Closed Lost', reason: chance.weighted(lostFor) });
}

/** By day and customer: the days are written the newest first, and numbers drawn from a series would fall with time. */
function quotationNumber(atMs: number, { number }: Visitor): string {
  const day = new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '');
  return `Q-${day}-${String(number).padStart(4, '0')}`;
}

/** The order and what comes of it: perhaps a job, further orders, another deal. */
function deliver(writing: Writing, wonMs: number): void {
  const { chance } = writing;
  let atMs = order(writing, writing.later(wonMs, 1));
  if (chance.isLucky(0.5)) {
    writing.add(atMs, { do: 'begin', kind: 'job', pipeline: 'process-guide/job' });
    const programmedMs = writing.later(atMs, 2);
    const day = new Date(writing.later(programmedMs, 8)).toISOString().slice(0, 10);
    const fields = { 'programmed-for': day };
    writing.add(programmedMs, { do: 'move', kind: 'job', to: 'Programmed', fields });
    writing.add(Date.parse(day) + 15 * hourMs, { do: 'move', kind: 'job', to: 'Done' });
  }
  for (let more = chance.whole(0, 2); more > 0; more--) atMs = order(writing, writing.later(atMs, 100));
  if (chance.isLucky(0.5)) {
    atMs = writing.later(wonMs, 6);
    writing.add(atMs, { do: 'begin', kind: 'deal', pipeline: 'value-stream/deal' });
    const reason = chance.one(['No need', 'Price', 'No decision']);
    if (chance.isLucky(0.4))
      writing.add(writing.later(atMs, 20), { do: 'move', kind: 'deal', to: 'Lost', reason });
  }
}

/** One order until it is delivered. Returns when. */
function order(writing: Writing, sinceMs: number): number {
  writing.add(sinceMs, { do: 'begin', kind: 'order', pipeline: 'touchstone/order' });
  const takenMs = writing.later(sinceMs, 1);
  writing.add(takenMs, { do: 'move', kind: 'order', to: 'Coordinate delivery' });
  const deliveredMs = writing.later(takenMs, 9);
  writing.add(deliveredMs, { do: 'move', kind: 'order', to: 'Delivered' });
  return deliveredMs;
}

/** What an opportunity is about: the hotter, the larger. */
export function itemsOf(chance: Chance, tier: number): { product: string; quantity: number }[] {
  const size = chance.weighted([
    [0, 5],
    [1, 4],
    [2, tier],
  ]);
  const extras = products.slice(3).filter(() => chance.isLucky(0.4));
  return [products[size], ...extras].flatMap((product) =>
    product === undefined ? [] : [{ product: product.name, quantity: chance.whole(1, 3) }],
  );
}
