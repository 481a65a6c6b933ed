/** A programme for each way to count, with rules that look at all a profile remembers. */

const paying = (id: string, event: string, points: number, more = '') =>
  `  - { id: ${id}, label: ${id}, when: { event: ${event} }, points: ${points}, pays: every time${more} }\n`;

const clicksJudged = (within: string, confirmWithin: string) =>
  `suspiciousClicks: { rules: [a], message: m, links: 3, within: ${within}, confirmWithin: ${confirmWithin}, confirmedBy: [{ when: { event: B }, times: 2 }] }\nrules:\n${paying('a', 'A', 1, ', per: k')}${paying('b', 'B', 1)}`;

/** Every way at once, in a time zone. */
const allAtOnce = `timeZone: Europe/Berlin
decay: { halfLife: 10 days }
stopsAbove: 3000
cap: { day: 4000, standing: { atLeast: -500, atMost: 9000 } }
suspiciousClicks: { rules: [a], message: m, links: 3, within: 10 days, confirmWithin: 10 days, confirmedBy: [{ when: { event: B }, times: 2 }] }
rules:
${paying('a', 'A', 1, ', per: k, cap: { visit: 3000, week: 5000 }')}${paying('b', 'B', -1)}
  - { id: pair, label: pair, when: { event: A }, then: { event: B }, within: 1 day, points: 1 }
  - { id: many, label: many, when: { event: [A, B] }, count: in 2 hours, rungs: [{ from: 3, points: 1 }] }
  - { id: recent, label: recent, when: { event: [A, B] }, count: in the last 2 hours, rungs: [{ from: 1000, points: 1 }] }
  - { id: basket, label: basket, when: { event: A }, unless: { event: B }, within: 1 hour, points: 1, per: k }
`;

/** What costs most in each way to count; every event is recognised, and one of three is a B. */
export const programmes = {
  payments: `rules:\n${paying('a', 'A', 1)}${paying('b', 'B', 2)}`,
  'half-life and negative points': `decay: { halfLife: 10 days }\nrules:\n${paying('a', 'A', 5)}${paying('b', 'B', -5)}`,
  'half-life, negative points and an end of earning': `decay: { halfLife: 10 days }\nstopsAbove: 100\nrules:\n${paying('a', 'A', 5)}${paying('b', 'B', -10)}`,
  caps: `cap: { day: 4000, ever: 100000 }\nrules:\n${paying('a', 'A', 1, ', cap: { visit: 3000, week: 5000 }')}${paying('b', 'B', 2)}`,
  counts: `rules:
  - { id: many, label: many, when: { event: [A, B] }, count: in 2 hours, rungs: [{ from: 1000, points: 1 }] }
  - { id: few, label: few, when: { event: A }, count: in 1 hour, rungs: [{ from: 3, points: 1 }] }\n`,
  pairs: `rules:\n  - { id: pair, label: pair, when: { event: A }, then: { event: B }, within: 1 day, points: 1 }\n`,
  absences: `rules:\n  - { id: basket, label: basket, when: { event: A }, unless: { event: B }, within: 1 hour, points: 1, per: k }\n`,
  'suspicious clicks': `suspiciousClicks: { rules: [a], message: m, links: 2, within: 1 minute, confirmWithin: 1 hour, confirmedBy: [{ when: { event: B } }] }\nrules:\n${paying('a', 'A', 1, ', per: k')}`,
  'calendar caps and bounds of what stands': `timeZone: Europe/Berlin\ndecay: { halfLife: 10 days }\nstopsAbove: 100\ncap: { day: 4000, standing: { atLeast: -500, atMost: 9000 } }\nrules:\n${paying('a', 'A', 5, ', cap: { visit: 30000, week: 50000, standing: { atMost: 5000 } }')}${paying('b', 'B', -10)}`,
  'a score on the bound of its tier': `decay: { halfLife: 10 days }\nrules:\n${paying('a', 'A', 5)}${paying('b', 'B', -9.984)}`,
  'all at once': allAtOnce,
};
const months = `timeZone: Europe/Berlin
cap: { month: 40000, quarter: 90000 }
rules:
${paying('a', 'A', 1, ', cap: { month: 30000 }')}
  - { id: once, label: once, when: { event: B }, points: 1, pays: once in 1 month, per: k }
  - { id: many, label: many, when: { event: [A, B] }, count: in 2 months, rungs: [{ from: 3, points: 1 }] }
  - { id: recent, label: recent, when: { event: [A, B] }, count: in the last 1 month, rungs: [{ from: 1000, points: 1 }] }
`;
/** Profiles whose matched events are many in another way, and one of three events is a B unless the kind says otherwise. */
export const wideProgrammes = {
  'sealed payments': `decay: { halfLife: 400 days }\nrules:\n${paying('a', 'A', 1)}${paying('b', 'B', 1)}`,
  'bursts of clicks': clicksJudged('1 minute', '1 hour'),
  'clicks of ten days': clicksJudged('10 days', '10 days'),
  'windows and caps of months': months,
};
/** What pays for each page of a robot. */
export const robotProgrammes = {
  'one rule': `decay: { halfLife: 30 days }\nrules:\n${paying('a', 'A', 1)}`,
  'ten rules': `decay: { halfLife: 30 days }\nrules:\n${Array.from({ length: 10 }, (_, index) => paying(`a${index}`, 'A', 1)).join('')}`,
};
export type RobotRules = keyof typeof robotProgrammes;
export type Kind = keyof typeof programmes;
export const kinds = Object.keys(programmes) as Kind[];
export type WideKind = keyof typeof wideProgrammes;
export const wideKinds = Object.keys(wideProgrammes) as WideKind[];
