import { describe, expect, test } from 'vitest';
import { nameOfActor, ownerNames } from './owner-names.ts';

const named = (...colleagues: [email: string, name: string | null][]) =>
  ownerNames(colleagues.map(([email, name]) => ({ email, name })));

describe('what colleagues are called', () => {
  test.each([null, '', '  '])('without a name (%j) by the address', (name) => {
    expect(named(['mia@example.com', name]).get('mia@example.com')).toBe('mia@example.com');
  });

  test('by the name, and with the address where two are called the same', () => {
    const names = named(
      ['mia@example.com', 'Mia North'],
      ['kim@example.com', 'Kim Lee'],
      ['kim.2@example.com', ' kim lee'],
    );
    expect(names.get('mia@example.com')).toBe('Mia North');
    expect(names.get('kim@example.com')).toMatch(/Kim Lee.*, kim@example\.com$/);
    expect(names.get('kim.2@example.com')).toMatch(/kim lee.*, kim\.2@example\.com$/);
  });

  test('two without a name differ by their addresses alone', () => {
    expect([...named(['a@example.com', null], ['b@example.com', null]).values()]).toEqual([
      'a@example.com',
      'b@example.com',
    ]);
  });
});

test.each([
  ['ada@example.com', 'Ada'],
  ['scoring', 'Scoring'],
  ['clock', 'The clock'],
  ['form ik_12', 'A form'],
  ['form of words', 'form of words'],
  ['key settings-secret', 'SECRET_KEY of the settings'],
  ['key ik_12', 'key ik_12'],
  ['gone@example.com', 'gone@example.com'],
])('%s is called %s', (actor, name) => {
  expect(nameOfActor(actor, new Map([['ada@example.com', 'Ada']]))).toBe(name);
  expect(nameOfActor(actor, undefined)).toBe(actor.startsWith('ada') ? actor : name);
});
