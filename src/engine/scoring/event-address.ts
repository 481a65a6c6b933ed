/** Where an event happened and what campaign brought it: read from the context, the properties or the address. */
import type { Json, ScovilleEvent } from '../../contract/language/language.ts';
import { valueAt } from './value-test.ts';

const marks = ['source', 'medium', 'campaign', 'term', 'content'] as const;
export type Utm = Partial<Record<(typeof marks)[number], string | undefined>>;

/** Host and path of the page, without scheme, query and fragment; empty where unknown. */
export function addressOf(event: ScovilleEvent): string {
  return urlOf(event)
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .split(/[?#]/, 1)[0] as string;
}

/** The same with the fragment, up to a query of its own: `www.example.com/app#/pricing`. Without a fragment, the address alone. */
export function addressWithFragment(event: ScovilleEvent): string {
  const fragment = /#([^?]*)/.exec(urlOf(event))?.[1] ?? '';
  const address = addressOf(event);
  return fragment === '' || address === '' ? address : `${address}#${fragment}`;
}

const campaigns = new WeakMap<ScovilleEvent, Utm>();

/** Segment's `context.campaign` first, then `utm_…` properties, then the query of the page's address. Many rules ask of one event. */
export function campaignOf(event: ScovilleEvent): Utm {
  let found = campaigns.get(event);
  if (found === undefined) {
    found = readCampaign(event);
    campaigns.set(event, found);
  }
  return found;
}

function readCampaign(event: ScovilleEvent): Utm {
  const query = queryOf(event);
  const mark = (name: string, inContext: string): string | undefined =>
    textOf(valueAt(event.context, `campaign.${inContext}`)) ??
    textOf(valueAt(event.context, `campaign.${name}`)) ??
    textOf(event.properties?.[`utm_${name}`]) ??
    query?.get(`utm_${name}`) ??
    undefined;
  const found: Utm = {};
  for (const name of marks) found[name] = mark(name, name === 'campaign' ? 'name' : name);
  return found;
}

function queryOf(event: ScovilleEvent): URLSearchParams | null {
  const search = textOf(event.properties?.['search']) ?? textOf(valueAt(event.context, 'page.search'));
  if (search !== undefined) return new URLSearchParams(search);
  const url = urlOf(event);
  const at = url.indexOf('?');
  return at < 0 ? null : new URLSearchParams(url.slice(at + 1).split('#', 1)[0]);
}

function urlOf(event: ScovilleEvent): string {
  return textOf(event.properties?.['url']) ?? textOf(valueAt(event.context, 'page.url')) ?? '';
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
