/**
 * Query strings of addresses, without what nobody listed: they carry addresses, names and tokens of people. Pure.
 *
 * The parameters of campaigns and of advertisers' clicks stay, and those that an operator names. Addresses are found by what they look
 * like, since every client has names of its own for them. A fragment with values is a query too.
 */
import { digestNameOf } from '../../base/kernel/kernel.ts';
import type { Json, JsonObject } from '../../contract/language/language.ts';

/** Parameters that always stay: the marks of campaigns (`utm_…` besides), and of clicks on advertisements. */
const campaignParameters = [
  ...['gclid', 'gbraid', 'wbraid', 'dclid', 'gad_source', 'gad_campaignid', 'fbclid', 'msclkid'],
  ...['ttclid', 'twclid', 'li_fat_id', 'epik', 'rdt_cid', 'sccid', 'yclid', 'srsltid'],
];

/** What stays of query strings: all of it, or the parameters of these names, in lower case. */
export type KeptParameters = 'all' | ReadonlySet<string>;

/** Reads the setting: names, comma-separated, or `*` for all. */
export function keptParametersIn(text: string): KeptParameters {
  if (text.trim() === '*') return 'all';
  const named = text.split(',').map((name) => name.trim().toLowerCase());
  return new Set([...campaignParameters, ...named.filter((name) => name !== '')]);
}

/** Names whose values are addresses, whatever they look like. */
const addressNames: ReadonlySet<string> = new Set(['url', 'referrer', 'initial_referrer', 'href', 'path']);

/** With a scheme or `//`; a path with a query or fragment; a query; a host with values behind it. */
const address =
  /^\s*(?:(?:[a-z][a-z0-9+.-]*:)?\/\/\S|\/\S*[?#]|\?\S*=|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/\S*)?[?#]\S*=)/i;

/** Returns the object with its addresses redacted, at any depth; the same one where nothing changes. */
export function redactedAddresses<Values extends JsonObject | null>(
  values: Values,
  kept: KeptParameters,
): Values {
  if (values === null || kept === 'all') return values;
  let redacted: JsonObject | null = null;
  for (const name of Object.keys(values)) {
    const value = values[name] as Json;
    const put = redactedValue(name, value, kept);
    if (put === value) continue;
    redacted ??= { ...values };
    redacted[name] = put;
  }
  return (redacted ?? values) as Values;
}

/**
 * The same for properties of an event. A link of a mail stays a link of its own. Where its address loses parameters, it gets a
 * `link_id` that is made of the whole address, unless it has one.
 */
export function redactedProperties(properties: JsonObject, kept: KeptParameters): JsonObject {
  const redacted = redactedAddresses(properties, kept);
  const { link_url: url, link_id: id } = properties;
  const isNamed = id !== undefined && id !== null && id !== '';
  if (typeof url !== 'string' || isNamed || redacted['link_url'] === url) return redacted;
  return { ...redacted, link_id: digestNameOf(url) };
}

function redactedValue(name: string, value: Json, kept: ReadonlySet<string>): Json {
  if (typeof value === 'string') return redactedText(name, value, kept);
  if (Array.isArray(value)) return redactedList(name, value, kept);
  return isObject(value) ? redactedAddresses(value, kept) : value;
}

function redactedList(name: string, list: Json[], kept: ReadonlySet<string>): Json[] {
  const redacted = list.map((one) => redactedValue(name, one, kept));
  return redacted.some((one, index) => one !== list[index]) ? redacted : list;
}

function redactedText(name: string, text: string, kept: ReadonlySet<string>): string {
  // Browsers give the query with its mark, other clients without.
  if (name === 'search' && !text.startsWith('?') && text.includes('='))
    return redactedAddress(`?${text}`, kept).replace(/^\?/, '');
  if (!/[?#]/.test(text)) return text;
  const isAddress =
    addressNames.has(name) || (name === 'search' && text.startsWith('?')) || address.test(text);
  return isAddress ? redactedAddress(text, kept) : text;
}

function redactedAddress(text: string, kept: ReadonlySet<string>): string {
  const [beforeFragment = '', ...fragments] = text.split('#');
  const at = beforeFragment.indexOf('?');
  const beforeQuery = at < 0 ? beforeFragment : beforeFragment.slice(0, at);
  const query = at < 0 ? '' : keptPart(beforeFragment.slice(at + 1), kept);
  const fragment = redactedFragment(fragments.join('#'), kept);
  return beforeQuery + (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${fragment}`);
}

/** As they were written, in their order. */
function keptPart(query: string, kept: ReadonlySet<string>): string {
  const isKept = (parameter: string) => {
    const name = (parameter.split('=', 1)[0] ?? '').toLowerCase();
    return name.startsWith('utm_') || kept.has(name);
  };
  // Some servers part them by semicolons: behind one that stays nothing else may.
  return query
    .split('&')
    .map((part) => part.split(';').filter(isKept).join(';'))
    .filter((part) => part !== '')
    .join('&');
}

/** A route of a single page stays; values in it or behind it are a query. */
function redactedFragment(fragment: string, kept: ReadonlySet<string>): string {
  const at = fragment.indexOf('?');
  const route = at < 0 ? fragment : fragment.slice(0, at);
  const query = at < 0 ? '' : keptPart(fragment.slice(at + 1), kept);
  return (route.includes('=') ? keptPart(route, kept) : route) + (query === '' ? '' : `?${query}`);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
