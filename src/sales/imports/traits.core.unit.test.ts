/** What imports say of people to scoring, and take back. */
import { describe, expect, test } from 'vitest';
import { backTo, eventsOf, formerOf, type WaitingTraits } from './traits.core.ts';

describe('what was before', () => {
  test('is what scoring knows', () => {
    expect(formerOf({ title: 'Director', phone: '1' }, { title: 'Student' }, null)).toEqual({
      title: 'Student',
      phone: null,
    });
  });

  test('is what an import has said, where scoring has not come to it yet', () => {
    const last = { said: { title: 'Director' }, before: { title: 'Student' } };
    expect(formerOf({ title: 'Chief' }, { title: 'Student' }, last)).toEqual({ title: 'Director' });
    expect(formerOf({ title: 'Chief' }, { title: 'Director' }, last)).toEqual({ title: 'Director' });
    expect(formerOf({ title: 'Chief' }, { title: 'Professor' }, last)).toEqual({ title: 'Professor' });
  });
});

test('what somebody has said since is not taken back', () => {
  const traits = { title: 'Director', phone: '1', country: 'DE' };
  const known = { title: 'Professor', phone: '1', country: null };
  expect(backTo(traits, { title: 'Student', phone: null, country: null }, known)).toEqual({
    phone: null,
    country: null,
  });
});

describe('events', () => {
  const row = (id: number, title: string, former: string, takes_back = false): WaitingTraits => ({
    ...{ id: String(id), import_id: 'im', email: 'a@x.example', takes_back },
    ...{ traits: { title }, former: { title: former } },
  });
  const known = (title: string) => new Map([['a@x.example', { title }]]);

  test('of one person are one: the last word', () => {
    expect(eventsOf([row(1, 'Dr', 'Student'), row(2, 'Director', 'Dr')], known('Student'))).toEqual([
      { id: 'im 2', email: 'a@x.example', traits: { title: 'Director' } },
    ]);
  });

  test('take back what an import has said twice, to what was before the first', () => {
    const rows = [row(1, 'Dr', 'Student', true), row(2, 'Director', 'Dr', true)];
    expect(eventsOf(rows, known('Director'))).toEqual([
      { id: 'im 2 back', email: 'a@x.example', traits: { title: 'Student' } },
    ]);
  });

  test('are none where somebody has said another value since', () => {
    expect(eventsOf([row(1, 'Dr', 'Student', true)], known('Professor'))).toEqual([]);
  });
});
