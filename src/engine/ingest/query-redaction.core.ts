/**
 * Query strings of addresses, without what nobody listed: they carry addresses, names and tokens of people. Pure.
 *
 * The parameters of campaigns and of advertisers' clicks stay, and those that an operator names. A fragment that looks like a query goes.
 */
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

/** Names whose values are addresses, in properties, `context.page` and `context.referrer`. */
const addressNames = ['url', 'referrer', 'initial_referrer', 'href', 'path'];

/** Returns the object with its addresses redacted; the same one where nothing changes. */
export function redactedAddresses<Values extends JsonObject | null>(
  values: Values,
  kept: KeptParameters,
): Values {
  if (values === null || kept === 'all') return values;
  let redacted: JsonObject | null = null;
  const put = (name: string, text: string) => {
    if (text === values[name]) return;
    redacted ??= { ...values };
    redacted[name] = text;
  };
  for (const name of addressNames) {
    const value = values[name];
    if (typeof value === 'string') put(name, redactedAddress(value, kept));
  }
  // A search within a shop may have the same name: only a query string begins so.
  const { search } = values;
  if (typeof search === 'string' && search.startsWith('?')) put('search', redactedAddress(search, kept));
  return (redacted ?? values) as Values;
}

/** The same for the parts of a context that say where something happened. */
export function redactedContext(context: JsonObject | null, kept: KeptParameters): JsonObject | null {
  if (context === null || kept === 'all') return context;
  let redacted = context;
  for (const name of ['page', 'referrer']) {
    const part = context[name];
    if (!isObject(part)) continue;
    const again = redactedAddresses(part, kept);
    if (again !== part) redacted = { ...redacted, [name]: again };
  }
  return redacted;
}

function redactedAddress(address: string, kept: ReadonlySet<string>): string {
  if (!/[?#]/.test(address)) return address;
  const [beforeFragment = '', ...fragments] = address.split('#');
  const at = beforeFragment.indexOf('?');
  const place = at < 0 ? beforeFragment : beforeFragment.slice(0, at);
  const query = at < 0 ? '' : keptPart(beforeFragment.slice(at + 1), kept);
  const fragment = fragmentWithout(fragments.join('#'));
  return place + (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${fragment}`);
}

/** As they were written, in their order. */
function keptPart(query: string, kept: ReadonlySet<string>): string {
  const isKept = (parameter: string) => {
    const name = (parameter.split('=', 1)[0] ?? '').toLowerCase();
    return name.startsWith('utm_') || kept.has(name);
  };
  return query.split('&').filter(isKept).join('&');
}

/** A route of a single page stays, without its query; a list of values goes. */
function fragmentWithout(fragment: string): string {
  const route = fragment.split('?', 1)[0] ?? '';
  return route.includes('=') ? '' : route;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
