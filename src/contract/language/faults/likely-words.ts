/** The terms of a rule's words: how often it pays, what it counts, its points, decay, matches and ids, with what people write for them. */
import { durationOf, monthsOf, periods } from '../../../base/time/time.ts';
import { basketSchema } from '../basket.ts';
import {
  addressSchema,
  domainSchema,
  matchSchema,
  nameSchema,
  pathSchema,
  ruleWhoSchema,
  whoSchema,
} from '../condition.ts';
import {
  capSchema,
  countForms,
  countSchema,
  decaySchema,
  id,
  keySchema,
  label,
  paysSchema,
  points,
  stopsAboveSchema,
  worthSchema,
  worthWithBasketSchema,
} from '../payment.ts';
import { pipelineNameSchema } from '../pipeline-name.ts';
import { ruleSchema } from '../rule.ts';
import { likelyTime } from './likely-times.ts';
import { nearest } from './nearest.ts';
import { numberIn } from './numbers.ts';
import { ownEntry } from './own-entry.ts';
import { type Correction, terms, written } from './terms.ts';

const oncePer: Record<string, string> = {
  ...{ daily: 'once a day', weekly: 'once a week', monthly: 'once a month', always: 'every time' },
  ...{ 'each time': 'every time', 'every match': 'every time', 'every 1st time': 'every time' },
  ...{ 'one time': 'once', 'only once': 'once', 'once ever': 'once', 'first time': 'once', '1': 'once' },
  ...{ 'once a session': 'once a visit', 'once a fortnight': 'once in 14 days' },
  ...{ 'once a year': 'once in 365 days', yearly: 'once in 365 days', quarterly: 'once a quarter' },
  ...{ 'once an hour': 'once in 1 hour', hourly: 'once in 1 hour', 'every day': 'once a day' },
  ...{ 'every week': 'once a week', 'every month': 'once a month', 'every visit': 'once a visit' },
};
const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const paysForms = ['every time', 'once', ...periods.map((period) => `once a ${period}`)];

function ordinal(count: number): string {
  const tens = count % 100;
  const end = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${end}`;
}

/** Returns how often a rule was likely meant to pay. */
function likelyPays(value: unknown): Correction | null {
  if (typeof value !== 'string') return typeof value === 'number' ? { instead: 'once' } : null;
  const plain = value.toLowerCase().trim().replace(/\s+/g, ' ');
  const period = plain.replace(
    /\b(?:per|each|every|in a|the)\b(?= (?:visit|session|day|week|month|quarter|year|hour)\b)/,
    'a',
  );
  const called = ownEntry(oncePer, plain) ?? ownEntry(oncePer, period);
  if (called !== undefined) return { instead: called };
  const twice = /^(?:twice|(\d+) times|two times|three times) (?:a|per|in a|each|every) \w+$/.exec(plain);
  if (twice)
    return {
      instead: 'every time',
      why: 'a rule pays once in a time or every time; a "cap" bounds how much',
    };
  const nth = /^every (?:(\d{1,4})(?:st|nd|rd|th)?|([a-z]+)) (?:times?|matche?s?)$/.exec(plain);
  const count = nth?.[1] === undefined ? ordinals.indexOf(nth?.[2] ?? '') + 1 : Number(nth[1]);
  if (count >= 1 && count <= 1_000)
    return { instead: count === 1 ? 'every time' : `every ${ordinal(count)} time` };
  const rolling = /^(?:once|1x|one time|only once) (?:in|every|per|within|each) (.+)$/.exec(plain);
  const time =
    rolling && (isWindow(rolling[1] ?? '') ? { instead: rolling[1] ?? '' } : likelyTime(rolling[1]));
  if (time) return { ...time, instead: `once in ${time.instead}` };
  const near = nearest(period, paysForms) ?? nearest(plain, paysForms);
  return near === null ? null : { instead: near };
}

/** Words before a period that change nothing about it: `in the same day` is a day. */
const beforePeriods = new Set('in per a each every within once by the one same'.split(' '));

/** Returns the span that a rule was likely meant to count in. */
function isWindow(text: string): boolean {
  return durationOf(text) !== null || monthsOf(text) !== null;
}

function likelyCount(value: unknown): Correction | null {
  if (typeof value !== 'string') return null;
  const plain = value.toLowerCase().trim().replace(/\s+/g, ' ').replace('session', 'visit');
  if (['total', 'in total', 'always', 'all', 'overall', 'lifetime', 'all time', 'forever'].includes(plain))
    return { instead: 'ever' };
  const words = plain.split(' ');
  const last = words.pop();
  const isPeriod = words.every((word) => beforePeriods.has(word));
  const period = isPeriod ? periods.find((one) => one === last) : undefined;
  if (period !== undefined) return { instead: `in a ${period}` };
  const span = plain.replace(
    /^(?:(?:in|within|over|during|per|every|rolling|once in)\s+)?(?:the\s+)?(?:last\s+)?(?:rolling\s+)?/,
    '',
  );
  const time = isWindow(span) ? { instead: span } : likelyTime(span);
  if (time !== null)
    return { ...time, instead: `in ${/\blast\b/.test(plain) ? 'the last ' : ''}${time.instead}` };
  const near = nearest(plain, ['ever', ...periods.map((one) => `in a ${one}`)]);
  return near === null ? null : { instead: near };
}

/** Returns the number that a text was likely meant to be: `10 points`, `+10`, `ten`, `2,5`. */
export function likelyNumber(value: unknown): Correction | null {
  if (typeof value !== 'string') return null;
  const plain = value.toLowerCase().trim();
  const parts = /^(.*?) ?(%|points?|pts?|eur|usd|gbp|€|\$|£)?\.?$/.exec(plain);
  const number = numberIn(parts?.[1] ?? '');
  if (number === null) return null;
  const instead = String(number);
  if (parts?.[2] === '%') return { instead, why: 'a number has no sign behind it' };
  return plain === instead ? { instead, why: 'the quotes make it a text' } : { instead };
}

/** Returns the decay that a text or a time alone was likely meant to be: `50% a month` is a half-life. */
function likelyDecay(value: unknown): Correction | null {
  if (value === false || value === 0) return { instead: 'none' };
  if (typeof value !== 'string') return null;
  const plain = value.toLowerCase().trim();
  if (['no', 'never', 'off', 'non', 'keep', 'false'].includes(plain)) return { instead: 'none' };
  const share =
    /^(?:-|minus )?(\d+(?:[.,]\d+)?) ?(?:%|percent|per cent) ?(?:a|an|per|every|each|\/|in)? ?(.*)$/.exec(
      plain,
    );
  if (share) {
    const percent = Number(share[1]?.replace(',', '.'));
    const given = share[2] === '' ? 'month' : (share[2] ?? '');
    const time =
      durationOf(given)?.toString() === undefined
        ? (likelyTime(given) ?? likelyTime(`1 ${given}`))
        : { instead: given };
    if (time === null || !(percent > 0)) return null;
    if (percent >= 100) return { instead: `{ expires: ${time.instead} }` };
    if (percent === 50) return { ...time, instead: `{ halfLife: ${time.instead} }` };
    return halfLifeOf(percent, time.instead);
  }
  const time = durationOf(plain) === null ? likelyTime(plain) : { instead: plain };
  if (time === null) return null;
  return { instead: `{ expires: ${time.instead} }`, why: 'a time alone does not say how points decay' };
}

/** The half-life of points that lose so many per cent in each time, in whole days or hours. */
function halfLifeOf(percent: number, time: string): Correction | null {
  const ms = durationOf(time);
  if (ms === null) return null;
  const halfMs = (ms * Math.log(0.5)) / Math.log(1 - percent / 100);
  const dayMs = 86_400_000;
  const days = Math.round(halfMs / dayMs);
  const instead =
    days >= 1
      ? `${days} day${days === 1 ? '' : 's'}`
      : `${Math.max(1, Math.round(halfMs / (dayMs / 24)))} hours`;
  if (durationOf(instead) === null) return null;
  return { instead: `{ halfLife: ${instead} }`, why: 'a decay names a time' };
}

/** Returns the id that a name was likely meant to be: `Demo Video` is `demo-video`. */
function likelyId(value: unknown): Correction | null {
  if (typeof value === 'number') return { instead: `"${value}"`, why: 'a number needs quotes' };
  if (typeof value !== 'string') return null;
  const plain = value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return plain === '' ? null : { instead: written(plain) };
}

function likelyKey(value: unknown): Correction | null {
  if (typeof value !== 'string') return null;
  const plain = value
    .trim()
    .replace(/^properties\./, '')
    .replace(/\s*(?:,|\||\/| OR )\s*/g, ' or ');
  const words = /^[\w.$-]+( or [\w.$-]+)*$/.test(plain) ? plain : plain.replace(/(?<! or) (?!or )/g, '_');
  return /^[\w.$-]+( or [\w.$-]+)*$/.test(words) && words !== value ? { instead: words } : null;
}

/** Returns the path of an address, or a path that lacks its first sign. */
function likelyPath(value: unknown): Correction | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  const address =
    /^(?:[a-z]+:)?\/\/[^/]*(\/[^?#]*)?/i.exec(value.trim()) ?? /^www\.[^/]*(\/[^?#]*)?/i.exec(value.trim());
  if (address)
    return { instead: written(address[1] ?? '/'), why: 'a path has no host; "url" matches the host too' };
  return { instead: written(`/${value.trim()}`) };
}

/** Returns the domain of an address or of a mail address. */
function likelyDomain(value: unknown): Correction | null {
  if (typeof value !== 'string') return null;
  const plain = value
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^.*@/, '')
    .replace(/\/.*$/, '')
    .replace(/^\./, '*.');
  return { instead: written(plain) };
}

const matchExample = '{ event: Demo Watched } or { type: page, path: /pricing }';

terms.add(paysSchema, {
  expected:
    '"every time", "every 3rd time", "once", "once a visit", "once a day", "once a week", "once a month", "once a quarter" or "once in 7 days"',
  likely: likelyPays,
});
terms.add(countSchema, {
  expected: countForms,
  likely: likelyCount,
});
terms.add(points, {
  expected: 'a number of points such as 15, from -100000 to 100000',
  likely: likelyNumber,
});
terms.add(worthSchema, {
  expected:
    'a number of points such as 15, or a property such as { property: total, times: 0.01, atMost: 50 }',
  likely: likelyNumber,
});
terms.add(worthWithBasketSchema, {
  expected:
    'a number of points such as 15, a property such as { property: total, times: 0.01, atMost: 50 }, or the basket such as { basket: value, times: 0.01, atMost: 50 }',
  likely: likelyNumber,
});
terms.add(basketSchema, {
  expected: '"net content", or what differs from it, such as { product: article_id }',
  likely: (value) => (value === true || typeof value === 'string' ? { instead: 'net content' } : null),
});
terms.add(stopsAboveSchema, {
  expected: 'a number of points such as 100, or { score: 100 } for behaviour and fit together',
  likely: likelyNumber,
});
terms.add(decaySchema, {
  expected:
    '"none", { halfLife: 10 days }, { linear: 20 days }, { steps: 4, every: 7 days } or { expires: 30 days }',
  likely: likelyDecay,
});
terms.add(capSchema, { expected: 'caps by their time, such as { day: 20 } or { standing: 100 }' });
terms.add(id, {
  expected: 'lower-case letters, digits and hyphens, such as "demo-video" (64 at most)',
  likely: likelyId,
});
terms.add(label, { expected: 'a text of 1 to 200 characters' });
terms.add(keySchema, {
  expected: 'names of properties such as "asset_id or url", or a list of them',
  likely: likelyKey,
});
terms.add(matchSchema, {
  expected: `"any event", or what events match, such as ${matchExample}`,
  likely: (value) => {
    if (typeof value !== 'string') return null;
    if (nearest(value, ['any event', 'any', 'all events', 'every event', 'all', 'everything', '*']) !== null)
      return { instead: 'any event' };
    if (value.startsWith('/')) return { instead: `{ path: ${written(value)} }` };
    return nearest(value, ['page']) === null
      ? { instead: `{ event: ${written(value)} }` }
      : { instead: '{ type: page }' };
  },
});
terms.add(ruleWhoSchema, {
  expected: 'people by their traits, such as { traits: { title: Director } } or { freeMail: true }',
});
terms.add(whoSchema, {
  expected: 'people by their traits, such as { traits: { title: Director } } or { freeMail: true }',
});
terms.add(pipelineNameSchema, {
  expected: 'a process and its pipeline, such as "emea/lead"',
  likely: (value) =>
    typeof value === 'string' && /^[a-z0-9-]+$/.test(value) ? { instead: `emea/${value}` } : null,
});
terms.add(pathSchema, {
  expected: 'a path that begins with "/", such as "/pricing" or "/products/**"',
  likely: likelyPath,
});
terms.add(addressSchema, { expected: 'an address such as "www.example.com/products/**"' });
terms.add(nameSchema, { expected: 'a name of 1 to 200 characters' });
terms.add(domainSchema, {
  expected: 'a domain such as "example.com" or "*.example.com"',
  likely: likelyDomain,
});
terms.add(ruleSchema, { expected: 'a rule, with the words "id", "label", "when" and "points"' });
