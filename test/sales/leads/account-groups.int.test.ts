/** The groups of people who add no points for a time, on a real PostgreSQL: the one that was said last counts when they score again. */
import { describe, expect, test } from 'vitest';
import { accountRoom } from './account-room.ts';

const room = accountRoom();

describe('somebody without points who goes with another group', () => {
  const of = (name: string) => ({
    company: `${name} ${room.round}`,
    group: { id: null, domain: `${name}-${room.round}.example`.toLowerCase() },
  });
  const sayOf = (name: string, points: number, company: string, change = {}) =>
    room.say(room.part(name, points, { identity: room.identity('ada', of(company)), ...change }));
  const pointsOf = async (company: string) => {
    await room.score();
    return (await room.standing(await room.companyId(`${company} ${room.round}`)))?.[0] ?? 0;
  };

  test('is of that one when they score again', async () => {
    await sayOf('ada', 30, 'Acme');
    expect(await pointsOf('Acme')).toBe(30);
    await sayOf('ada', 0, 'Acme');
    await sayOf('ada', 12, 'Globex');
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([0, 12]);
    await sayOf('ada', 0, 'Globex');
    await sayOf('ada', 13, 'Globex');
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([0, 13]);
  });

  test('as another profile that they became part of', async () => {
    await sayOf('ada', 30, 'Acme');
    await sayOf('u1', 31, 'Globex', { part: { isOwn: true, joined: [`ada-${room.round}`] } });
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([0, 31]);
  });

  test('is the same person by another profile, which said so of somebody else before', async () => {
    await sayOf('ada', 30, 'Acme');
    await sayOf('ada', 0, 'Acme');
    const bob = room.identity('bob', of('Globex'));
    await room.say(room.part('bob', 12, { identity: bob }));
    await room.score();
    const { email } = room.identity('ada');
    await room.say(room.part('bob', 13, { identity: { ...bob, email } }));
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([0, 13]);
  });

  describe('whom sales knows by a lead of their own, from the group before', () => {
    const sayLead = () =>
      room.say(
        room.part('ada', 40, {
          ...{ part: undefined, programme: 'own', from: 0, to: 1, campaign: 'Own' },
          ...{ identity: room.identity('ada', of('Acme')), actions: [{ do: 'open lead' }] },
        } as never),
      );
    const sayBob = () => sayOf('bob', 12, 'Acme', { identity: room.identity('bob', of('Acme')) });

    test('which is heard first', async () => {
      await sayBob();
      await sayLead();
      await sayOf('u1', 13, 'Globex');
      expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([12, 13]);
    });

    test('which is heard last', async () => {
      await sayBob();
      await sayOf('u1', 13, 'Globex');
      expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([12, 13]);
      await sayLead();
      expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([12, 13]);
      expect(await room.rows('SELECT FROM account_moves')).toEqual([]);
    });
  });

  test('twice in one batch', async () => {
    await sayOf('ada', 30, 'Acme');
    const part = (points: number, company: string) =>
      room.part('ada', points, { identity: room.identity('ada', of(company)) });
    await room.say(part(12, 'Globex'), part(13, 'Acme'));
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([13, 0]);
  });
});
