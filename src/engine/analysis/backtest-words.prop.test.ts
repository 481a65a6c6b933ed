/**
 * Backtest equals publish, word by word: for each word of the language, a version with it and one without it, in histories where the
 * word decides. The words are read off the language's schema, so that a new one without a case fails here.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backtested, ofOnePerson, published } from '../../../test/support/backtested.ts';
import { languageHistory, languageStartMs, streamEvent } from '../../../test/support/history-arbitrary.ts';
import { wordsOfLanguage } from '../../../test/support/language-words.ts';
import { parsedProgramme } from '../../../test/support/programme-arbitrary.ts';
import type { Yaml } from '../../../test/support/rule-arbitrary.ts';
import { wordCases } from '../../../test/support/word-cases.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { refuseAccounts } from './people-only.ts';

/** Words that decide on no score, tier, lead or task: names, and what sales does with what it has. */
const ofNoScore = [
  ...['programme', 'name', 'campaign', 'rules.id', 'rules.label', 'groups.id', 'groups.label', 'phases.id'],
  ...[
    'phases.label',
    'resets.id',
    'resets.label',
    'exclude.id',
    'exclude.label',
    'tiers.name',
    'basket.name',
  ],
  ...['ladder.contactWithin', 'tiers.contactWithin', 'up.within', 'up.in', 'up.name', 'up.to', 'up.url'],
  ...['tiers.down', 'ladder.rearmBy'],
];
const startingWith = [
  // Actions that open no lead and no task.
  ...['up.do = alert', 'up.do = close', 'up.do = move', 'up.do = open record', 'up.do = webhook'],
  // When somebody has to be contacted.
  'workingTime',
  // How far back a publication looks; a backtest looks at all there is.
  'backfill',
];
/** Words of companies, which a backtest refuses. */
const ofCompanies = ['of', 'of = account', 'of = person', 'combine', 'combine = sum', 'combine = maximum'];
const refused = [...ofCompanies, 'combine.people', 'people.atLeast'];

const words = wordsOfLanguage();
const hasNoCase = (word: string) =>
  refused.includes(word) || ofNoScore.includes(word) || startingWith.some((one) => word.startsWith(one));

test('each word of the language has a case, and each case a word', () => {
  expect(words.filter((word) => !hasNoCase(word))).toEqual(Object.keys(wordCases).sort());
  expect([...ofNoScore, ...refused].filter((word) => !words.includes(word))).toEqual([]);
});

const denied = { denied: ['ads'] };
const consents = fc.constantFrom<ScovilleEvent['consent'][]>(
  ...[undefined, undefined, undefined, { allowed: ['ads'] }, denied, { gpc: true as const }],
);
/** Somebody who can be contacted does what random histories do, and says now and then what they consent to. */
const life = fc
  .tuple(languageHistory(24), fc.array(consents, { minLength: 24, maxLength: 24 }))
  .map(([events, said]) => {
    const first = {
      messageId: 'first',
      atMs: languageStartMs,
      type: 'identify' as const,
      name: '',
      path: '',
    };
    const given = [{ ...first, traits: { email: 'a@gmail.com' } }, ...events];
    return ofOnePerson(
      given.map((event, index) => {
        const consent = said[index % said.length];
        return { ...streamEvent(event), ...(consent !== undefined && { consent }) };
      }),
    );
  });
const lives = fc.sample(life, { numRuns: 80, seed: 19 });
/** Long enough after the last event for what comes with time. */
const waitsMs = [limits.minuteMs, limits.hourMs, 3 * limits.dayMs, 31 * limits.dayMs];

const frame = {
  ...{
    programme: 'words',
    name: 'Words',
    campaign: 'Words',
    timeZone: 'UTC',
    visit: { endsAfter: '30 minutes' },
  },
  ladder: {
    contactWithin: '24 hours',
    tiers: [
      { name: 'warm', from: 6 },
      { name: 'hot', from: 20 },
    ],
  },
};
const programmeOf = (parts: Yaml) => parsedProgramme({ ...frame, ...parts });

/** How many histories are compared, of those in which the word decides. */
const storiesMax = 2;

test.each(Object.entries(wordCases))('a backtest says what publishing does: %s', (_, [without, withIt]) => {
  const change = { active: programmeOf(without), draft: programmeOf(withIt) };
  let decided = 0;
  for (const [index, events] of lives.entries()) {
    const untilMs = (events.at(-1)?.acceptedAtMs ?? 0) + (waitsMs[index % waitsMs.length] ?? 0);
    const said = backtested(change, events, untilMs);
    const { active, draft } = said;
    if (said.scores === null && JSON.stringify(active) === JSON.stringify(draft)) continue;
    expect(said).toEqual(published(change, events, untilMs));
    if (++decided === storiesMax) break;
  }
  expect(decided).toBe(storiesMax);
});

test('a programme of companies is refused, as the history does not say who was of which company when', () => {
  for (const combine of ['sum', 'maximum', { people: { atLeast: 5 } }]) {
    const rule = { id: 'r', label: 'R', when: 'any event', points: 3, pays: 'every time' };
    const programme = programmeOf({ of: 'account', combine, rules: [rule] });
    expect(() => refuseAccounts({ programme }, 'be tried')).toThrow(/who was of which company when/);
  }
});
