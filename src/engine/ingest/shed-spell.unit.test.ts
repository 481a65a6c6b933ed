/** What the log says of shedding: its beginning, and its end with all that was shed, also within one look. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { ShedSpell } from './shed-spell.core.ts';

const { doorCalmMs } = limits;

test('a burst within one look is said with all of it, once it has been calm for long enough', () => {
  const spell = new ShedSpell();
  expect(spell.look(0), 'nothing was shed').toBeNull();
  for (let request = 0; request < 40; request++) spell.add('store', 10);
  expect(spell.look(100)).toEqual({ kind: 'begun', reason: 'store' });
  expect(spell.look(10 + doorCalmMs - 1)).toBeNull();
  expect(spell.look(10 + doorCalmMs)).toEqual({ kind: 'over', shed: 40 });
  expect(spell.look(20 + doorCalmMs)).toBeNull();
});

test('what is shed before it is calm belongs to the same time, and the next one counts for itself', () => {
  const spell = new ShedSpell();
  spell.add('turn', 0);
  spell.look(1);
  spell.add('loop', doorCalmMs - 1);
  expect(spell.look(doorCalmMs)).toBeNull();
  expect(spell.look(2 * doorCalmMs)).toEqual({ kind: 'over', shed: 2 });
  spell.add('bytes', 3 * doorCalmMs);
  expect(spell.look(3 * doorCalmMs)).toEqual({ kind: 'begun', reason: 'bytes' });
  expect(spell.look(9 * doorCalmMs)).toEqual({ kind: 'over', shed: 1 });
});

test('a burst that a late look finds is begun, and over at the next', () => {
  const spell = new ShedSpell();
  spell.add('turn', 0);
  expect(spell.look(2 * doorCalmMs)).toEqual({ kind: 'begun', reason: 'turn' });
  expect(spell.look(2 * doorCalmMs + 1)).toEqual({ kind: 'over', shed: 1 });
});
