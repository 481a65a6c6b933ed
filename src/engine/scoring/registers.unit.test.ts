/** Registers, by tables: which of two words wins, in either order, and what is kept at the limit. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { isEarlier, isLater, keepable, type Registers, takeTrait } from './registers.ts';

type Word = Registers[string];
const wins = { 'the earlier': isEarlier, 'the later': isLater };

/** The word that stays of two, whichever comes first. */
const keptOf = (how: keyof typeof wins, one: Word, other: Word) => {
  const kept = [
    [one, other],
    [other, one],
  ].map((words) => {
    const registers: Registers = {};
    for (const word of words) takeTrait(registers, 'name', word, wins[how]);
    return registers['name'];
  });
  expect(kept[0]).toEqual(kept[1]);
  return kept[0];
};

test.each<[keyof typeof wins, string, Word, Word]>([
  ['the earlier', 'of its time', ['Zoe', 1], ['Ada', 2]],
  ['the later', 'of its time', ['Ada', 2], ['Zoe', 1]],
  ['the earlier', 'at one time, of the greater text', ['Zoe', 1], ['Ada', 1]],
  ['the later', 'at one time, of the greater text', ['Zoe', 1], ['Ada', 1]],
  ['the earlier', 'at one time and of one text, of the greater key', ['Ada', 1, 'ky_2'], ['Ada', 1, 'ky_1']],
  ['the later', 'at one time and of one text, of any key before none', ['Ada', 1, 'A'], ['Ada', 1]],
  ['the later', 'at one time, of the greater text whatever the key', ['Zoe', 1, 'ky_1'], ['Ada', 1, 'ky_2']],
])('%s wins: the word %s', (how, _why, winner, loser) => {
  expect(keptOf(how, winner, loser)).toEqual(winner);
});

test('a word that is there is no news', () => {
  for (const word of [['Ada', 1] as Word, ['Ada', 1, 'ky_1'] as Word])
    for (const how of Object.values(wins))
      expect(takeTrait({ name: word }, 'name', word, how)).toBe('nothing');
});

test.each(['email', 'company', 'groupId', 'title', 'phone', 'country', 'address', 'language', 'locale'])(
  'at the limit %s, which the product reads, has room before names that it does not',
  (name) => {
    const others = Array.from({ length: limits.profileTraitsMax }, (_, index) => [`a${index}`, index]);
    const said = { ...Object.fromEntries(others), [name]: 'x' };
    expect(keepable(said)).toHaveLength(limits.profileTraitsMax);
    expect(Object.fromEntries(keepable(said))).toHaveProperty(name);
  },
);
