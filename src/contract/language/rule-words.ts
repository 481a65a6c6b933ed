/**
 * Rules in words, for readers who do not read YAML: what each matches, what it pays and how often. Pure.
 *
 * They are made of the plain values of a file, not of a checked programme: a table stays readable while somebody types. What is
 * missing or of another shape is left out.
 */

type Plain = Record<string, unknown>;

/** A rule as a row of a table. */
export interface RuleWords {
  /** `Product Added or Product Removed, and no Order Completed within 30 minutes`. */
  when: string;
  /** `15`, `3 at 2, 5 at 10`, or `revenue × 0.1, 0 to 50`. */
  points: string;
  /** `once a day, per content_asset_id`. */
  pays: string;
  /** Caps, decay, and the people it is for; empty where there are none. */
  bounds: string[];
}

export function ruleInWords(rule: unknown): RuleWords {
  const given = plain(rule);
  return { when: whenOf(given), points: pointsOf(given), pays: paysOf(given), bounds: boundsOf(given) };
}

function whenOf(rule: Plain): string {
  const when = matchInWords(rule['when']);
  const within = textOf(rule['within']);
  if (rule['then'] !== undefined) return `${when}, then ${matchInWords(rule['then'])} within ${within}`;
  if (rule['unless'] !== undefined) return `${when}, and no ${matchInWords(rule['unless'])} within ${within}`;
  if (within !== '') return `${when}, and not again within ${within}`;
  return when;
}

function pointsOf({ points, rungs }: Plain): string {
  if (Array.isArray(rungs)) {
    const steps = rungs.map(plain).map((rung) => `${textOf(rung['points'])} at ${textOf(rung['from'])}`);
    return steps.join(', ');
  }
  if (!isPlain(points)) return textOf(points);
  const { property, basket, times = 1, atLeast = 0, atMost, otherwise } = points;
  const what = basket === undefined ? textOf(property) : `the ${textOf(basket)} of the basket`;
  const without = otherwise === undefined ? '' : `, ${textOf(otherwise)} without it`;
  return `${what} × ${textOf(times)}, ${textOf(atLeast)} to ${textOf(atMost)}${without}`;
}

function paysOf({
  pays,
  count,
  per,
  distinct,
  apart,
  coolDown,
  unless,
  within,
  then,
  rungs,
  repeatsEvery,
}: Plain): string {
  // What the language takes where a rule does not say it.
  const usual =
    then !== undefined ? 'every time' : unless !== undefined || within !== undefined ? 'once' : '';
  return [
    rungs === undefined ? textOf(pays ?? usual) : `the highest reached ${textOf(count)}`,
    ...worded('per', per),
    ...(distinct === 'visit' ? ['counting visits'] : worded('counting different', distinct)),
    ...worded('of one page apart by', apart),
    ...worded('then a pause of', coolDown),
    ...worded('and again every', repeatsEvery),
  ].join(', ');
}

function boundsOf({ who, during, cap, decay, group, basket }: Plain): string[] {
  return [
    ...(basket === undefined ? [] : [`only while something is left in the basket${basketInWords(basket)}`]),
    ...(who === undefined
      ? []
      : [`only where ${whoInWords(who)}${isAsOfEvent(who) ? ' as of the event' : ''}`]),
    ...(during === undefined ? [] : [`only during ${listed(during).join(' or ')}`]),
    ...(isPlain(cap) ? Object.entries(cap).map(([period, most]) => `${period}: ${boundInWords(most)}`) : []),
    ...(isPlain(decay) && decay['steps'] !== undefined
      ? [`fades in ${textOf(decay['steps'])} steps, one every ${textOf(decay['every'])}`]
      : []),
    ...(isPlain(decay) && decay['steps'] === undefined
      ? Object.entries(decay).map(([how, time]) => `${decays[how] ?? how} ${textOf(time)}`)
      : []),
    ...(decay === 'none' ? ['never fades'] : []),
    ...worded('shares the caps of', group),
  ];
}

/** What of a basket is not as Segment names it. */
function basketInWords(basket: unknown): string {
  const { removed, restated, products, product, name, quantity, price } = plain(basket);
  const words = [
    ...(removed === undefined ? [] : [`taken out by ${matchInWords(removed)}`]),
    ...(restated === undefined ? [] : [`stated whole by ${matchInWords(restated)}`]),
    ...worded('products listed in', products),
    ...worded('identified by', product),
    ...worded('named by', name),
    ...worded('pieces in', quantity),
    ...worded('prices in', price),
  ];
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}

function isAsOfEvent(who: unknown): boolean {
  return plain(who)['asOf'] === 'event';
}

const decays: Readonly<Record<string, string>> = {
  halfLife: 'halves every',
  linear: 'fades to nothing in',
  expires: 'expires after',
};

/** The match of an event in words: `File Downloaded with category “customer-case-study”`. */
export function matchInWords(match: unknown): string {
  if (!isPlain(match)) return textOf(match);
  const { type, event, page, path, url, properties, traits, utm, campaign, all, any, not } = match;
  const what = [
    ...listed(event),
    ...listed(page).map((name) => `page ${name}`),
    ...(event === undefined && page === undefined ? listed(type).map((one) => types[one] ?? one) : []),
  ].join(' or ');
  const parts = [
    ...(path === undefined ? [] : [`at ${listed(path).join(' or ')}`]),
    ...(url === undefined ? [] : [`at ${listed(url).join(' or ')}`]),
    ...(properties === undefined ? [] : [`with ${testsInWords(properties)}`]),
    ...(traits === undefined ? [] : [`saying ${testsInWords(traits)}`]),
    ...(utm === undefined ? [] : [`from ${testsInWords(utm)}`]),
    ...(campaign === undefined ? [] : [`from campaign ${testInWords(campaign)}`]),
    ...joined(all, ' and ', matchInWords),
    ...joined(any, ' or ', matchInWords),
    ...(not === undefined ? [] : [`not (${matchInWords(not)})`]),
  ];
  return [what === '' ? (parts.length === 0 ? '' : 'an event') : what, ...parts]
    .filter((one) => one !== '')
    .join(' ');
}

const types: Readonly<Record<string, string>> = {
  page: 'a page view',
  screen: 'a screen view',
  track: 'a tracked event',
  identify: 'what somebody says of themselves',
  group: 'a company joined',
  alias: 'a new id',
};

/** A condition on people in words: `country is “DE”`. */
export function whoInWords(who: unknown): string {
  if (!isPlain(who)) return textOf(who);
  const { traits, emailDomain, freeMail, identity, leadStatus, customer, all, any, not } = who;
  return [
    ...(traits === undefined ? [] : [testsInWords(traits)]),
    ...(emailDomain === undefined ? [] : [`the address is at ${listed(emailDomain).join(' or ')}`]),
    ...(freeMail === undefined
      ? []
      : [`the address is ${freeMail === true ? '' : 'not '}of a public mail provider`]),
    ...(identity === undefined ? [] : [`somebody is ${textOf(identity)}`]),
    ...(leadStatus === undefined ? [] : [leadStatusInWords(leadStatus)]),
    ...(customer === undefined ? [] : [`somebody is ${customer === true ? 'a' : 'no'} customer`]),
    ...joined(all, ' and ', whoInWords),
    ...joined(any, ' or ', whoInWords),
    ...(not === undefined ? [] : [`not (${whoInWords(not)})`]),
  ].join(' and ');
}

function leadStatusInWords(test: unknown): string {
  const { present, ...other } = plain(test);
  return [
    ...(present === undefined ? [] : [`there is ${present === true ? 'a' : 'no'} lead`]),
    ...(isPlain(test) && Object.keys(other).length === 0
      ? []
      : [`the status of a lead is ${testInWords(isPlain(test) ? other : test)}`]),
  ].join(' and ');
}

function testsInWords(tests: unknown): string {
  return Object.entries(plain(tests))
    .map(([name, test]) => `${name} ${testInWords(test)}`)
    .join(' and ');
}

function testInWords(test: unknown): string {
  if (!isPlain(test)) return quoted(test);
  return Object.entries(test)
    .map(([how, value]) => comparisons[how]?.(value) ?? `${how} ${quoted(value)}`)
    .join(' and ');
}

const comparisons: Readonly<Record<string, (value: unknown) => string>> = {
  is: quoted,
  not: (value) => `not ${quoted(value)}`,
  atLeast: (value) => `at least ${textOf(value)}`,
  above: (value) => `above ${textOf(value)}`,
  atMost: (value) => `at most ${textOf(value)}`,
  below: (value) => `below ${textOf(value)}`,
  between: (value) => `from ${listed(value).join(' to ')}`,
  contains: (value) => `containing ${quoted(value)}`,
  startsWith: (value) => `beginning with ${quoted(value)}`,
  endsWith: (value) => `ending with ${quoted(value)}`,
  present: (value) => (value === true ? 'said' : 'not said'),
};

function boundInWords(bound: unknown): string {
  if (!isPlain(bound)) return `at most ${textOf(bound)}`;
  return [...worded('at least', bound['atLeast']), ...worded('at most', bound['atMost'])].join(', ');
}

function joined(list: unknown, word: string, inWords: (one: unknown) => string): string[] {
  return Array.isArray(list) ? [`(${list.map(inWords).join(word)})`] : [];
}

function worded(word: string, value: unknown): string[] {
  return value === undefined ? [] : [`${word} ${listed(value).join(' and ')}`];
}

function quoted(value: unknown): string {
  return listed(value)
    .map((one) => `“${one}”`)
    .join(' or ');
}

function listed(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function plain(value: unknown): Plain {
  return isPlain(value) ? value : {};
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
