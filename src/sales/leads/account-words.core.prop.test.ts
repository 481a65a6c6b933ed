/**
 * The law of companies of people with several profiles: all points are of the company of the latest group, by the time of the event that
 * said it. Neither the order in which sales reads the streams shows, nor which ladder an update is of, nor what sales had met before.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySnapshot, identityOf, leadFlow, usualActions } from '../../../test/sales/records.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import type { Identity, TierUpdate } from '../../contract/api/api.ts';
import type { CompanyRow } from '../store/store.ts';
import { partOf } from './account-parts.ts';
import { placeOf } from './account-place.core.ts';
import { applyRecord } from './apply.core.ts';
import { hearWord } from './person.core.ts';
import { World } from './world.core.ts';

const startMs = Date.UTC(2026, 10, 23, 12);
const profiles = ['p1', 'p2', 'p3'];
const groups = ['g1', 'g2', 'g3'];

interface Said {
  /** The order among all words is that of these. */
  group: number;
  isNamed: boolean;
  /** How often it is said: of a lead of their own, of points, or of none. */
  updates: ('lead' | 'points' | 'none')[];
}

const said: fc.Arbitrary<Said> = fc.record({
  group: fc.nat({ max: groups.length - 1 }),
  isNamed: fc.boolean(),
  updates: fc.array(fc.constantFrom('lead' as const, 'points' as const, 'none' as const), { maxLength: 2 }),
});
const scenario = fc.record({
  /** Of each word, in the order of their times: the profile, and what it says. */
  words: fc.array(fc.tuple(fc.nat({ max: profiles.length - 1 }), said), { minLength: 1, maxLength: 6 }),
  /** Companies that sales has met: that of the address, those of groups. */
  hasAddress: fc.boolean(),
  met: fc.subarray(groups),
  order: fc.infiniteStream(fc.nat()),
});

const company = (id: string, change: Partial<CompanyRow>): CompanyRow => ({
  ...{ id, name: id, domain: null, owner: null, do_not_contact: false, external_id: null },
  ...change,
});

function updateOf(profile: string, group: Identity['group'], name: string, kind: Said['updates'][number]) {
  return {
    ...{ profile, programmeName: '', programmeVersion: '', campaign: kind, tiers: 1, tierName: 'warm' },
    ...{ actions: kind === 'lead' ? usualActions(startMs) : [], grade: null, priority: null, episode: 1 },
    ...{ programme: kind === 'lead' ? 'own' : 'committee', begunAs: null, from: 0, to: 1, reasons: [] },
    ...{ score: kind === 'none' ? 0 : 10, atMs: startMs, acceptedAtMs: startMs },
    identity: { ...identityOf('ada@acme.example'), company: name, group },
    ...(kind === 'lead' ? {} : { part: { isOwn: true } }),
  } satisfies TierUpdate;
}

test(
  'all points of a person are of the company of their latest group',
  () => {
    let crossed = 0;
    fc.assert(
      fc.property(scenario, ({ words, hasAddress, met, order }) => {
        const streams = profiles.map((): ReturnType<typeof updateOf>[] => []);
        for (const [index, [of, { group, isNamed, updates }]] of words.entries()) {
          const id = groups[group] as string;
          const update = (kind: Said['updates'][number]) =>
            updateOf(
              profiles[of] as string,
              { id, domain: null, atMs: startMs + index },
              isNamed ? `Company ${id}` : id,
              kind,
            );
          // In the end its points are said with it.
          const isLast = !words.slice(index + 1).some(([later]) => later === of);
          streams[of]?.push(...updates.map(update), ...(isLast ? [update('points')] : []));
        }
        const world = new World(leadFlow, emptySnapshot);
        if (hasAddress) world.companies.set('cp_address', company('cp_address', { domain: 'acme.example' }));
        for (const id of met) world.companies.set(id, company(`cp_${id}`, { external_id: id }));
        const parts = new Map<string, ReturnType<typeof updateOf>>();
        let latest = -1;
        for (;;) {
          const filled = streams.filter(({ length }) => length > 0);
          const update = filled[(order.next().value as number) % (filled.length || 1)]?.shift();
          if (update === undefined) break;
          const atMs = update.identity.group?.atMs ?? 0;
          if (atMs < latest) crossed++;
          latest = Math.max(latest, atMs);
          if (update.part === undefined) {
            applyRecord(world, update);
            hearWord(world, update);
          } else if (partOf(world, update).row === null) parts.delete(update.profile);
          else parts.set(update.profile, update);
        }
        const places = [...parts.values()].map((part) => placeOf(world, part, false).company);
        const wanted = groups[words.at(-1)?.[1].group as number] as string;
        const named = [...world.companies.values()].filter(
          (one) => one.external_id === wanted || one.name === wanted || one.name === `Company ${wanted}`,
        );
        const ids = named.map(({ id }) => world.sameCompanies.get(id) ?? id);
        expect(new Set(places).size).toBe(1);
        expect(ids).toContain(places[0]);
        for (const { company_id: of } of world.people.values()) if (of !== null) expect(places).toContain(of);
      }),
      runs(300),
    );
    expect(crossed).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);
