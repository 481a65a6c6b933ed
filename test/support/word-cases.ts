/**
 * A case for each word of the language of programmes: parts of a programme without the word and with it, where it decides on a
 * score, a tier or work. The events, properties and times are those of random histories.
 */
import type { Yaml } from './rule-arbitrary.ts';
import {
  alpha,
  beside,
  beta,
  bought,
  counted,
  countedWith,
  gamma,
  kIs,
  named,
  nIs,
  paid,
  paidWith,
  rules,
  silentWith,
  type WordCase,
  whenIs,
  whoIs,
} from './word-case-parts.ts';
import { ladderCases } from './word-cases-ladder.ts';

const ofMatches: Record<string, WordCase> = {
  'any event': paidWith({ when: 'any event' }, { when: alpha }),
  'rules.when': whenIs(beta),
  'when.type': whenIs({ type: 'page' }),
  'when.type = track': whenIs({ type: 'track' }),
  'when.type = page': whenIs({ type: 'page' }),
  'when.type = screen': whenIs({ type: ['page', 'screen'] }),
  'when.type = identify': whenIs({ type: 'identify' }),
  'when.type = group': whenIs({ type: 'group' }),
  'when.type = alias': whenIs({ type: 'alias' }),
  'when.event': whenIs(alpha),
  'when.page': whenIs({ page: 'Home Page' }),
  'when.path': whenIs({ path: '/blog/**' }),
  'when.url': whenIs({ url: 'www.example.com/**' }),
  'when.properties': kIs('a'),
  'when.traits': whenIs({ traits: { title: { contains: 'boss' } } }),
  'when.utm': whenIs({ utm: { source: 'ads' } }),
  'utm.source': whenIs({ utm: { source: 'ads' } }),
  'utm.medium': whenIs({ utm: { medium: { present: false } }, type: 'page' }),
  'utm.campaign': whenIs({ utm: { campaign: 'autumn' } }),
  'utm.term': whenIs({ utm: { term: { present: false } }, type: 'page' }),
  'utm.content': whenIs({ utm: { content: { present: false } }, type: 'page' }),
  'when.campaign': whenIs({ campaign: { startsWith: 'spring' } }),
  'when.all': whenIs({ all: [alpha, { properties: { k: 'a' } }] }),
  'when.any': whenIs({ any: [alpha, { type: 'page' }] }),
  'when.not': whenIs({ not: alpha }),
  'properties *.is': kIs({ is: ['a', 'c'] }),
  'properties *.not': kIs({ not: 'a' }),
  'properties *.atLeast': nIs({ atLeast: 3 }),
  'properties *.above': nIs({ above: 2 }),
  'properties *.atMost': nIs({ atMost: 2 }),
  'properties *.below': nIs({ below: 2 }),
  'properties *.between': nIs({ between: [2, 5] }),
  'properties *.contains': kIs({ contains: 'A' }),
  'properties *.startsWith': kIs({ startsWith: 'b' }),
  'properties *.endsWith': kIs({ endsWith: 'c' }),
  'properties *.present': kIs({ present: true }),
};

const ofPeople: Record<string, WordCase> = {
  'rules.who': whoIs({ traits: { title: 'Boss' } }),
  'who.traits': whoIs({ traits: { 'company.employees': { atLeast: 200 } } }),
  'who.emailDomain': whoIs({ emailDomain: 'rival.example' }),
  'who.freeMail': whoIs({ freeMail: true }),
  'who.identity': whoIs({ identity: 'anonymous' }),
  'who.identity = known': [
    rules(paid({ who: { identity: 'anonymous' } })),
    rules(paid({ who: { identity: 'known' } })),
  ],
  'who.identity = anonymous': whoIs({ identity: 'anonymous' }),
  'who.leadStatus': whoIs({ leadStatus: 'Working' }),
  'leadStatus.not': whoIs({ leadStatus: { not: 'Working' } }),
  'leadStatus.present': whoIs({ leadStatus: { present: true } }),
  'who.customer': whoIs({ customer: true }),
  'who.all': whoIs({ all: [{ freeMail: true }, { traits: { title: 'Clerk' } }] }),
  'who.any': whoIs({ any: [{ freeMail: true }, { traits: { title: 'Clerk' } }] }),
  'who.not': whoIs({ not: { traits: { title: 'Boss' } } }),
  'who.asOf': whoIs({ traits: { title: 'Boss' }, asOf: 'event' }),
  'who.asOf = event': paidWith(
    { who: { traits: { title: 'Boss' }, asOf: 'event' } },
    { who: { traits: { title: 'Boss' } } },
  ),
  exclude: beside({ exclude: [{ ...named('x'), who: { traits: { title: 'Boss' } } }] }),
  'exclude.who': beside({ exclude: [{ ...named('x'), who: { freeMail: false } }] }),
};

const ofPayments: Record<string, WordCase> = {
  rules: [rules(paid()), rules(paid(), paid({ id: 'other', when: alpha }))],
  'rules.points': paidWith({ points: 4 }),
  'points.property': paidWith({ points: { property: 'n', atMost: 10 } }),
  'points.times': paidWith(
    { points: { property: 'n', times: 2, atMost: 100 } },
    { points: { property: 'n', atMost: 100 } },
  ),
  'points.atLeast': paidWith(
    { points: { property: 'n', atLeast: 2, atMost: 10 } },
    { points: { property: 'n', atMost: 10 } },
  ),
  'points.atMost': paidWith(
    { points: { property: 'n', atMost: 2 } },
    { points: { property: 'n', atMost: 10 } },
  ),
  'points.otherwise': paidWith(
    { points: { property: 'n', atMost: 10, otherwise: 1 } },
    { points: { property: 'n', atMost: 10 } },
  ),
  'rules.per': paidWith({ pays: 'once', per: 'k' }, { pays: 'once' }),
  'rules.coolDown': paidWith({ coolDown: '1 hour' }),
  'rules.pays': paidWith({ pays: 'once' }),
  'pays: every time': paidWith({ pays: 'every time' }, { pays: 'once' }),
  'pays: every 2nd time': paidWith({ pays: 'every 2nd time' }),
  'pays: once': paidWith({ pays: 'once' }),
  'pays: once a visit': paidWith({ pays: 'once a visit' }),
  'pays: once a day': paidWith({ pays: 'once a day' }),
  'pays: once a week': paidWith({ pays: 'once a week' }, { pays: 'once a day' }),
  'pays: once a month': paidWith({ pays: 'once a month' }, { pays: 'once a week' }),
  'pays: once a quarter': paidWith({ pays: 'once a quarter' }, { pays: 'once a month' }),
  'pays: once in 1 day': paidWith({ pays: 'once in 1 day' }, { pays: 'once a day' }),
  'pays: once in 1 month': paidWith({ pays: 'once in 1 month' }, { pays: 'once a month' }),
  decay: beside({ decay: { halfLife: '1 day' } }),
  'decay = none': beside({ decay: 'none' }, { decay: { linear: '1 day' } }),
  'rules.decay': paidWith({ decay: { linear: '2 days' } }),
  'rules.decay = none': [
    { ...rules(paid()), decay: { expires: '1 day' } },
    { ...rules(paid({ decay: 'none' })), decay: { expires: '1 day' } },
  ],
  'decay.halfLife': paidWith({ decay: { halfLife: '1 day' } }),
  'decay.linear': paidWith({ decay: { linear: '2 days' } }),
  'decay.expires': paidWith({ decay: { expires: '1 day' } }),
  'decay.steps': paidWith(
    { decay: { steps: 4, every: '5 hours' } },
    { decay: { steps: 2, every: '5 hours' } },
  ),
  'decay.every': paidWith({ decay: { steps: 4, every: '1 day' } }, { decay: { steps: 4, every: '5 hours' } }),
  'rules.cap': paidWith({ cap: { ever: 10 } }),
  cap: beside({ cap: { ever: 10 } }),
  'cap.visit': paidWith({ cap: { visit: 5 } }),
  'cap.day': paidWith({ cap: { day: 5 } }),
  'cap.week': paidWith({ cap: { week: 5 } }, { cap: { day: 5 } }),
  'cap.month': paidWith({ cap: { month: 5 } }, { cap: { week: 5 } }),
  'cap.quarter': paidWith({ cap: { quarter: 5 } }, { cap: { month: 5 } }),
  'cap.ever': paidWith({ cap: { ever: 5 } }, { cap: { quarter: 5 } }),
  'cap.standing': paidWith({ cap: { standing: 5 } }),
  'visit.atLeast': paidWith({ points: -3, cap: { day: { atLeast: -5 } } }, { points: -3 }),
  'visit.atMost': paidWith({ cap: { day: { atMost: 5 } } }),
  groups: [rules(paid()), { ...rules(paid({ group: 'g' })), groups: [{ ...named('g'), cap: { day: 4 } }] }],
  'groups.cap': [
    { ...rules(paid({ group: 'g' })), groups: [{ ...named('g'), cap: { day: 4 } }] },
    { ...rules(paid({ group: 'g' })), groups: [{ ...named('g'), cap: { day: 5 } }] },
  ],
  'rules.group': [
    { ...rules(paid()), groups: [{ ...named('g'), cap: { day: 4 } }] },
    { ...rules(paid({ group: 'g' })), groups: [{ ...named('g'), cap: { day: 4 } }] },
  ],
  visit: [
    { ...rules(counted({ count: 'in a visit' })), visit: { endsAfter: '10 minutes' } },
    { ...rules(counted({ count: 'in a visit' })), visit: { endsAfter: '5 hours' } },
  ],
  'visit.endsAfter': [
    { ...rules(paid({ pays: 'once a visit' })), visit: { endsAfter: '10 minutes' } },
    { ...rules(paid({ pays: 'once a visit' })), visit: { endsAfter: '30 minutes' } },
  ],
  timeZone: [
    { ...rules(paid({ pays: 'once a day' })), timeZone: 'UTC' },
    { ...rules(paid({ pays: 'once a day' })), timeZone: 'Pacific/Auckland' },
  ],
};

const ofCounts: Record<string, WordCase> = {
  'rules.count': countedWith({ count: 'in a visit' }),
  'count: ever': countedWith({ count: 'ever' }, { count: 'in a day' }),
  'count: in a visit': countedWith({ count: 'in a visit' }),
  'count: in a day': countedWith({ count: 'in a day' }),
  'count: in a week': countedWith({ count: 'in a week' }, { count: 'in a day' }),
  'count: in a month': countedWith({ count: 'in a month' }, { count: 'in a week' }),
  'count: in a quarter': countedWith({ count: 'in a quarter' }, { count: 'in a month' }),
  'count: in 1 day': countedWith({ count: 'in 1 day' }, { count: 'in a day' }),
  'count: in 1 month': countedWith({ count: 'in 1 month' }, { count: 'in a month' }),
  'count: in the last 1 day': countedWith({ count: 'in the last 1 day' }),
  'count: in the last 1 month': countedWith({ count: 'in the last 1 month' }),
  'rules.distinct': countedWith({ distinct: 'k' }),
  'rules.apart': countedWith({ when: { type: 'page' }, apart: '2 days' }, { when: { type: 'page' } }),
  'rules.rungs': countedWith({ rungs: [{ from: 3, points: 8 }] }),
  'rungs.from': countedWith({ rungs: [{ from: 4, points: 4 }] }),
  'rungs.points': countedWith({ rungs: [{ from: 2, points: 5 }] }),
};

const ofWaits: Record<string, WordCase> = {
  'rules.then': [
    rules({ ...named('r'), when: alpha, within: '1 hour', points: 4, pays: 'every time' }),
    // biome-ignore lint/suspicious/noThenProperty: a marketer's word
    rules({ ...named('r'), when: alpha, then: beta, within: '1 hour', points: 4 }),
  ],
  'rules.within': silentWith({ within: '5 hours' }),
  'rules.unless': silentWith({ unless: { type: 'page' } }),
  'rules.repeatsEvery': silentWith({ repeatsEvery: '1 day' }),
  'rules.basket': [rules(bought(undefined)), rules(bought({ removed: beta, product: 'k' }))],
  'rules.basket = net content': [rules(bought({ removed: alpha })), rules(bought('net content'))],
  'points.basket': [
    rules(bought({ removed: beta, product: 'k' })),
    rules(bought({ removed: beta, product: 'k', price: 'n' }, { points: { basket: 'value', atMost: 50 } })),
  ],
  'points.basket = value': basketWith({}, { basket: 'value', atMost: 50 }),
  'points.basket = quantity': basketWith({}, { basket: 'quantity', atMost: 50 }),
  'basket.removed': basketWith({ removed: gamma }),
  'basket.restated': basketWith({ restated: gamma }),
  'basket.products': basketWith({ products: 'list' }),
  'basket.product': basketWith({ product: 'n' }),
  'basket.quantity': basketWith({ quantity: 'q' }),
  'basket.price': basketWith({ price: 'q' }, { basket: 'value', atMost: 50 }),
};

/** One basket beside another, both worth their pieces unless said otherwise. */
function basketWith(more: Yaml, points: Yaml = { basket: 'quantity', atMost: 50 }): WordCase {
  const usual = { removed: beta, product: 'k', price: 'n' };
  const isWorth = 'basket' in points && Object.keys(more).length === 0;
  return [rules(bought(usual, isWorth ? {} : { points })), rules(bought({ ...usual, ...more }, { points }))];
}

const phase = (more: Yaml = {}): Yaml => ({
  phases: [{ ...named('p'), begins: { event: 'Rare' }, ...more }],
});
const inPhase = rules(paid({ during: 'p' }));

const ofTheScore: Record<string, WordCase> = {
  floor: [{ ...rules(paid({ points: -3 })) }, { ...rules(paid({ points: -3 })), floor: -5 }],
  rounding: [rules(paid({ points: 2.4 })), { ...rules(paid({ points: 2.4 })), rounding: 'nearest' }],
  'rounding = nearest': roundedTo('nearest'),
  'rounding = down': roundedTo('down'),
  'rounding = up': roundedTo('up'),
  stopsAbove: beside({ stopsAbove: 5 }),
  'stopsAbove.score': [
    { ...rules(paid()), ...fitting({}), stopsAbove: 5 },
    { ...rules(paid()), ...fitting({}), stopsAbove: { score: 5 } },
  ],
  phases: [
    { ...rules(paid()), ...phase() },
    { ...inPhase, ...phase() },
  ],
  'phases.begins': [
    { ...inPhase, ...phase() },
    { ...inPhase, ...phase({ begins: alpha }) },
  ],
  'phases.until': [
    { ...inPhase, ...phase({ begins: alpha }) },
    { ...inPhase, ...phase({ begins: alpha, until: beta }) },
  ],
  'phases.lasts': [
    { ...inPhase, ...phase({ begins: alpha }) },
    { ...inPhase, ...phase({ begins: alpha, lasts: '1 hour' }) },
  ],
  'rules.during': [
    { ...rules(paid()), ...phase({ begins: alpha }) },
    { ...inPhase, ...phase({ begins: alpha }) },
  ],
  freeze: [
    { ...rules(paid()), ...phase() },
    { ...rules(paid()), ...phase(), freeze: 'p' },
  ],
  'freeze.phases': [
    { ...rules(paid()), ...phase() },
    { ...rules(paid()), ...phase(), freeze: { phases: 'p' } },
  ],
  'freeze.who': beside({ freeze: { who: { traits: { title: { present: true } } } } }),
  resets: beside({ resets: [{ ...named('x'), when: alpha, to: 'fit' }] }),
  'resets.when': [
    { ...rules(paid()), resets: [{ ...named('x'), when: beta, to: 'fit' }] },
    { ...rules(paid()), resets: [{ ...named('x'), when: alpha, to: 'fit' }] },
  ],
  'resets.to': resetTo('fit', 'zero'),
  'resets.to = fit': resetTo('zero', 'fit'),
  'resets.to = zero': resetTo('fit', 'zero'),
  fit: beside(fitting({})),
  'fit.rules': beside(
    fitting({ rules: [{ ...named('f'), who: { freeMail: true }, points: 9 }] }),
    fitting({}),
  ),
  'fit.cap': beside(fitting({ cap: { atMost: 2 } }), fitting({})),
  'fit.counts': beside(fitting({ counts: false }), fitting({})),
  serverOnly: beside({ serverOnly: ['Alpha Done'] }),
  publicPointsPerHour: beside({ publicPointsPerHour: 4 }),
  consent: beside({ consent: { purpose: 'ads' } }),
  'consent.purpose': beside({ consent: { purpose: ['mail', 'ads'] } }, { consent: { purpose: 'mail' } }),
  'consent.whenUnsaid': consenting({ whenUnsaid: 'refuse' }),
  'consent.whenUnsaid = refuse': consenting({ whenUnsaid: 'refuse' }),
  'consent.whenUnsaid = score': consenting({ whenUnsaid: 'score' }, { whenUnsaid: 'refuse' }),
  'consent.gpc': consenting({ gpc: 'ignore' }),
  'consent.gpc = refuse': consenting({ gpc: 'refuse' }, { gpc: 'ignore' }),
  'consent.gpc = ignore': consenting({ gpc: 'ignore' }),
};

function roundedTo(rounding: string): WordCase {
  const others = { nearest: 'down', down: 'up', up: 'nearest' } as Record<string, string>;
  const one = rules(paid({ points: 2.4 }), paid({ id: 'other', when: alpha, points: 0.3 }));
  return [
    { ...one, rounding: others[rounding] },
    { ...one, rounding },
  ];
}

function fitting(more: Yaml): Yaml {
  const given = [{ ...named('f'), who: { identity: 'known' }, points: 4 }];
  return { fit: { rules: given, ...more } };
}

function resetTo(before: string, after: string): WordCase {
  const one = (to: string) => ({
    ...rules(paid()),
    ...fitting({}),
    resets: [{ ...named('x'), when: alpha, to }],
  });
  return [one(before), one(after)];
}

function consenting(more: Yaml, without: Yaml = {}): WordCase {
  return beside({ consent: { purpose: 'ads', ...more } }, { consent: { purpose: 'ads', ...without } });
}

/** By the word. */
export const wordCases: Readonly<Record<string, WordCase>> = {
  ...{ ...ofMatches, ...ofPeople, ...ofPayments, ...ofCounts, ...ofWaits },
  ...{ ...ofTheScore, ...ladderCases },
};
