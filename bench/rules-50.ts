/**
 * Fifty rules in two languages: as a programme of ours, and word for word as rules of json-rules-engine.
 *
 * Twenty ask for an event's name, twenty for a name and the value of a property, ten for a path. The other engine is
 * favoured where in doubt: type and name are one fact, no property lies deep, facts are made before the clock starts,
 * and the name is asked for first, so that it need not look at the rest.
 */
import { Engine } from 'json-rules-engine';
import type { ScovilleEvent } from '../src/contract/language/language.ts';
import { programmeSchema } from '../src/contract/language/programme.ts';

interface Draft {
  id: string;
  points: number;
  /** How often ours pays; the other engine has no such thing and fires every time. */
  pays: string;
  event?: string;
  property?: { name: string; value: string };
  /** As it stands, or with `/**` behind it: itself and everything below. */
  path?: string;
}

export const plainEvents = [
  ...['Product Added', 'Product Removed', 'Product Viewed', 'Checkout Started', 'Coupon Entered'],
  ...['File Downloaded', 'Email Link Clicked', 'Webinar Joined', 'Webinar Registered', 'Demo Requested'],
  ...['Trial Started', 'Seat Invited', 'Chat Opened', 'Call Booked', 'Form Submitted'],
  ...['Price Calculated', 'Quote Requested', 'Newsletter Joined', 'Video Finished', 'Review Read'],
];

/** By event, the property a rule looks at; each has five values that pay. */
export const propertyOf: Record<string, string> = {
  'Product Viewed': 'category',
  'File Downloaded': 'format',
  'Video Watched': 'topic',
  'Search Done': 'area',
};
export const payingValues = ['cloud', 'network', 'security', 'storage', 'voice'];

export const payingPaths = [
  ...['/pricing', '/contact', '/about/customers', '/trial', '/compare'],
  ...payingValues.map((area) => `/products/${area}/**`),
];

const frequencies = ['every time', 'once a day', 'once a visit', 'every 3rd time', 'once'];
const pointsOf = (index: number) => 1 + (index % 9);

const drafts: Draft[] = [
  ...plainEvents.map((event) => ({ event })),
  ...Object.entries(propertyOf).flatMap(([event, name]) =>
    payingValues.map((value) => ({ event, property: { name, value } })),
  ),
  ...payingPaths.map((path) => ({ path })),
].map((when, index) => ({
  id: `rule-${index}`,
  points: pointsOf(index),
  pays: frequencies[index % frequencies.length] ?? '',
  ...when,
}));

export const rulesCount = drafts.length;

/** The programme; every third rule fades. */
export function programmeOf50() {
  return programmeSchema.parse({
    programme: 'fifty',
    name: 'Fifty rules',
    campaign: 'bench',
    timeZone: 'Europe/London',
    visit: { endsAfter: '30 minutes' },
    rules: drafts.map(({ id, points, pays, event, property, path }, index) => ({
      id,
      label: `Rule ${index}`,
      when: {
        ...(event !== undefined && { event }),
        ...(property !== undefined && { properties: { [property.name]: property.value } }),
        ...(path !== undefined && { path }),
      },
      pays,
      points,
      ...(index % 3 === 0 && { decay: { halfLife: '14 days' } }),
    })),
    ladder: {
      contactWithin: '24 hours',
      tiers: ['Mild', 'Hot', 'Very hot'].map((name, index) => ({ name, from: 15 * (index + 1) })),
    },
  });
}

/** The engine with the same rules; a rule that holds fires an event with its id and points. */
export function engineOf50(): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator('under', (path: string, root: string) => path === root || path.startsWith(`${root}/`));
  for (const { id, points, event, property, path } of drafts) {
    const all = [];
    if (event !== undefined)
      all.push({ fact: 'kind', operator: 'equal', value: `track ${event}`, priority: 2 });
    if (property !== undefined) all.push({ fact: property.name, operator: 'equal', value: property.value });
    if (path !== undefined)
      all.push(
        path.endsWith('/**')
          ? { fact: 'path', operator: 'under', value: path.slice(0, -3) }
          : { fact: 'path', operator: 'equal', value: path },
      );
    engine.addRule({ conditions: { all }, event: { type: id, params: { points } } });
  }
  return engine;
}

const propertyNames = Object.values(propertyOf);

/** The facts of an event for the engine: only those its rules need, since each fact costs time. */
export function factsFor({ type, name, path, properties }: ScovilleEvent): Record<string, unknown> {
  const facts: Record<string, unknown> = { kind: `${type} ${name}`, path };
  for (const property of propertyNames)
    if (properties?.[property] !== undefined) facts[property] = properties[property];
  return facts;
}
