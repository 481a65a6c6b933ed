/** Which leads are held: at the limit of an hour, one below, one above, and what becomes of a held one. */
import { describe, expect, test } from 'vitest';
import { emptySnapshot, identityOf, leadFlow, startMs, usualActions } from '../../../test/sales/records.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { IdentityPart, TierUpdate } from '../../contract/api/api.ts';
import { applyRecord } from './apply.core.ts';
import { leadIdOf } from './open-work.core.ts';
import { isUnproven, releasedAt } from './quarantine.core.ts';
import { World } from './world.core.ts';

const { unprovenLeadsPerHourMax: most } = limits;

function rise(
  who: string,
  change: Partial<TierUpdate> = {},
  unproven: IdentityPart[] = ['email'],
): TierUpdate {
  return {
    ...{ profile: who, programme: 'emea', programmeName: 'EMEA', programmeVersion: 'v1', campaign: 'EMEA' },
    ...{ grade: null, priority: null, episode: 1, begunAs: null, from: 0, to: 1, tierName: '1 chili' },
    ...{ tiers: 3, score: 22, atMs: startMs, acceptedAtMs: startMs, reasons: [] },
    actions: usualActions(startMs),
    identity: { ...identityOf(`${who}@example.com`), userId: who, unproven },
    ...change,
  };
}

/** A world in which public keys have opened so many leads in this hour. */
function worldAfter(count: number): World {
  const world = new World(leadFlow, emptySnapshot);
  for (let index = 0; index < count; index++) applyRecord(world, rise(`p${index}`));
  return world;
}
const held = (world: World) => [...world.quarantine.rows.values()];

describe('the limit', () => {
  test('so many leads open, and what comes beyond is held without a trace in sales', () => {
    const world = worldAfter(most - 1);
    expect([world.leads.size, held(world)]).toEqual([most - 1, []]);
    applyRecord(world, rise('at'));
    expect([world.leads.size, held(world)]).toEqual([most, []]);
    const over = rise('over', {
      actions: [...usualActions(startMs), { do: 'webhook', url: 'https://a.example' }],
    });
    expect(applyRecord(world, over)).toEqual([]);
    expect([world.leads.size, world.tasks.size, world.people.size]).toEqual([most, most, most]);
    expect(world.webhooks).toEqual([]);
    expect(held(world)).toEqual([
      { id: leadIdOf(over), held_at: new Date(startMs).toISOString(), record: over, dropped_at: null },
    ]);
  });

  test('each hour has its own', () => {
    const world = worldAfter(most);
    const next = startMs - (startMs % limits.hourMs) + limits.hourMs;
    applyRecord(world, rise('before', { atMs: next - 1 }));
    applyRecord(world, rise('after', { atMs: next }));
    expect(held(world).map(({ record }) => record?.profile)).toEqual(['before']);
  });

  test('each public key has its own', () => {
    const world = worldAfter(most);
    const by = (who: string, unprovenBy: string) => {
      const record = rise(who);
      const identity = { ...(record.identity as NonNullable<TierUpdate['identity']>), unprovenBy };
      applyRecord(world, { ...record, identity });
    };
    for (let index = 0; index <= most; index++) by(`of-shop${index}`, 'ky_shop');
    by('of-blog', 'ky_blog');
    expect(held(world).map(({ record }) => record?.profile)).toEqual([`of-shop${most}`]);
    expect(world.leads.size).toBe(2 * most + 1);
  });

  test('of an address that names too many every lead is held, until somebody proves it', () => {
    const world = worldAfter(0);
    const record = rise('crowd');
    const identity = { ...(record.identity as NonNullable<TierUpdate['identity']>), crowd: true as const };
    applyRecord(world, { ...record, identity });
    expect([world.leads.size, held(world).length]).toEqual([0, 1]);
    applyRecord(world, { ...record, score: 30, identity: { ...identity, unproven: [] } });
    expect([world.leads.size, held(world)]).toEqual([1, []]);
  });

  test('who is known by a server or a signature is never held, nor counted', () => {
    const world = worldAfter(most);
    applyRecord(world, rise('proven', {}, []));
    applyRecord(
      world,
      rise('by-phone', { identity: { ...identityOf('x@example.com'), phone: '1', unproven: ['email'] } }),
    );
    expect([world.leads.size, held(world)]).toEqual([most + 2, []]);
    const other = new World(leadFlow, emptySnapshot);
    for (let index = 0; index <= most; index++) applyRecord(other, rise(`p${index}`, {}, []));
    applyRecord(other, rise('one'));
    expect([other.leads.size, held(other)]).toEqual([most + 2, []]);
  });

  test('an open lead heats, and an alert alone is no lead', () => {
    const world = worldAfter(most);
    applyRecord(world, rise('p0', { from: 1, to: 2, score: 60 }));
    expect(world.lead(({ profile }) => profile === 'p0')?.tier).toBe(2);
    applyRecord(world, rise('alerted', { actions: [{ do: 'alert' }] }));
    expect([world.leads.size, held(world)]).toEqual([most, []]);
  });
});

describe('what is held', () => {
  const holding = () => {
    const world = worldAfter(most);
    applyRecord(world, rise('over'));
    return world;
  };

  test('it follows the score, and stays where the score falls below the ladder', () => {
    const world = holding();
    applyRecord(
      world,
      rise('over', { from: 1, to: 2, score: 70, atMs: startMs + 5, actions: [{ do: 'alert' }] }),
    );
    const now = { to: 2, score: 70, from: 0, atMs: startMs, actions: usualActions(startMs) };
    expect(held(world)).toMatchObject([{ record: now }]);
    applyRecord(world, rise('over', { from: 2, to: 0, score: 0, actions: [] }));
    expect(held(world)).toMatchObject([{ record: now }]);
  });

  test('a rise after a server has named the address opens the lead', () => {
    const world = holding();
    applyRecord(world, rise('over', { from: 1, to: 2, score: 70 }, []));
    expect([world.leads.size, held(world)]).toEqual([most + 1, []]);
    expect([...world.quarantine.removed]).toEqual([leadIdOf(rise('over'))]);
  });

  test('one that was dropped opens nothing in its episode; the next is asked for again', () => {
    const world = holding();
    const [row] = held(world);
    if (row)
      world.quarantine.rows.set(row.id, {
        ...row,
        record: null,
        dropped_at: new Date(startMs).toISOString(),
      });
    applyRecord(world, rise('over', { from: 1, to: 2 }));
    expect([world.leads.size, held(world)[0]?.record]).toEqual([most, null]);
    applyRecord(world, rise('over', { episode: 2 }));
    expect(held(world)).toHaveLength(2);
  });

  test('released it opens, and its deadline begins then', () => {
    const world = holding();
    const laterMs = startMs + 5 * limits.dayMs;
    const record = releasedAt(rise('over'), laterMs);
    expect(record).toMatchObject({ atMs: laterMs, acceptedAtMs: laterMs, actions: usualActions(laterMs) });
    world.quarantine.remove(leadIdOf(record));
    expect(applyRecord(world, record, true)).toMatchObject([{ type: 'lead.opened', atMs: laterMs }]);
    expect(applyRecord(world, record, true)).toEqual([]);
    expect(held(world)).toEqual([]);
  });
});

test('a person who cannot be reached is not judged', () => {
  expect(isUnproven(rise('a', { identity: null }))).toBe(false);
  expect(isUnproven(rise('a', { identity: { ...identityOf(null), unproven: ['name'] } }))).toBe(false);
});
