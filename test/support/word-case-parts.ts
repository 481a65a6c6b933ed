/** What cases of words are made of: rules of the events, properties and times of random histories. */
import type { Yaml } from './rule-arbitrary.ts';

/** Parts of the active programme, and of its draft. */
export type WordCase = readonly [without: Yaml, withIt: Yaml];

export const alpha = { event: 'Alpha Done' };
export const beta = { event: 'Beta Done' };
export const gamma = { event: 'Gamma Done' };
export const named = (id: string) => ({ id, label: id });

export const paid = (more: Yaml = {}): Yaml => ({
  ...{ ...named('r'), when: 'any event', points: 3, pays: 'every time', ...more },
});
export const counted = (more: Yaml = {}): Yaml => ({
  ...{ ...named('r'), when: 'any event', count: 'ever', rungs: [{ from: 2, points: 4 }], ...more },
});
export const silent = (more: Yaml = {}): Yaml => ({
  ...{ ...named('r'), when: alpha, within: '10 minutes', points: 4, pays: 'every time', ...more },
});
export const bought = (basket: unknown, more: Yaml = {}): Yaml =>
  silent({ when: { event: ['Alpha Done', 'Beta Done', 'Gamma Done'] }, basket, ...more });

export const rules = (...given: Yaml[]): Yaml => ({ rules: given });
/** The rule without some words, and with them. */
export const paidWith = (more: Yaml, without: Yaml = {}): WordCase => [
  rules(paid(without)),
  rules(paid(more)),
];
export const countedWith = (more: Yaml, without: Yaml = {}): WordCase => [
  rules(counted(without)),
  rules(counted(more)),
];
export const silentWith = (more: Yaml, without: Yaml = {}): WordCase => [
  rules(silent(without)),
  rules(silent(more)),
];
/** The usual rule, with another part of the programme. */
export const beside = (more: Yaml, without: Yaml = {}): WordCase => [
  { ...rules(paid()), ...without },
  { ...rules(paid()), ...more },
];
export const whenIs = (when: unknown): WordCase => paidWith({ when });
export const whoIs = (who: unknown): WordCase => paidWith({ who });
export const kIs = (k: unknown): WordCase => whenIs({ properties: { k } });
export const nIs = (n: unknown): WordCase => whenIs({ properties: { n } });
