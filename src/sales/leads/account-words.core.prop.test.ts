/**
 * The law of companies of people with several profiles: all points are of the company of the latest group, by the time of the event that
 * said it. Neither the order in which sales reads the streams shows, nor how they are cut into batches, which ladder an update is of, or what
 * sales had met before. A word of a page counts for nothing beside one of a server, and an update without a group says nothing against it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptySnapshot,
  identityOf,
  knownPerson,
  leadFlow,
  usualActions,
} from '../../../test/sales/records.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import type { Identity, TierUpdate } from '../../contract/api/api.ts';
import type { CompanyRow } from '../store/store.ts';
import { membershipOf } from './account-membership.core.ts';
import { partOf } from './account-parts.ts';
import type { CompanyWord } from './account-words.core.ts';
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

const kind = fc.constantFrom('lead' as const, 'points' as const, 'none' as const);
const said: fc.Arbitrary<Said> = fc.record({
  group: fc.nat({ max: groups.length - 1 }),
  isNamed: fc.boolean(),
  updates: fc.array(kind, { maxLength: 2 }),
});
const scenario = fc.record({
  /** Of each word, in the order of their times: the profile, and what it says. */
  words: fc.array(fc.tuple(fc.nat({ max: profiles.length - 1 }), said), { minLength: 1, maxLength: 6 }),
  /** Companies that sales has met: that of the address, those of groups. */
  hasAddress: fc.boolean(),
  met: fc.subarray(groups),
  /** Sales has entered the person, without a company. */
  isEntered: fc.boolean(),
  /** Of each profile: the updates without a group, before it says one. */
  alone: fc.tuple(...profiles.map(() => fc.array(kind, { maxLength: 1 }))),
  /** Words of the last profile are those of a page. */
  isPage: fc.boolean(),
  cuts: fc.infiniteStream(fc.boolean()),
  order: fc.infiniteStream(fc.nat()),
});

const company = (id: string, change: Partial<CompanyRow>): CompanyRow => ({
  ...{ id, name: id, domain: null, owner: null, do_not_contact: false, external_id: null },
  ...change,
});

/** Somebody that sales has entered. */
const entered = knownPerson({
  ...{ id: 'pn_ada', email: 'ada@acme.example', name: null, company: null },
  ...{ kind: 'prospect', owner: null },
});

/** As the store orders words. */
const rankOf = ({ group, isClaimed }: CompanyWord) => [
  Number(group !== undefined),
  Number(isClaimed !== true),
  group?.atMs ?? -1,
];

function isBehind(word: CompanyWord, stored: CompanyWord): boolean {
  const rank = rankOf(stored);
  for (const [index, one] of rankOf(word).entries())
    if (one !== rank[index]) return one < (rank[index] as number);
  return false;
}

/** The world of the next batch, as it is loaded again. A word that is earlier than the stored one is not written. */
function reloaded(world: World, stored: Map<string, CompanyWord>): World {
  for (const [subject, word] of world.wordsSaid)
    if (!isBehind(word, stored.get(subject) ?? word)) stored.set(subject, word);
  const next = new World(leadFlow, emptySnapshot);
  for (const kind of ['people', 'leads', 'tasks'] as const)
    for (const [id, row] of world[kind]) (next[kind] as Map<string, unknown>).set(id, row);
  for (const kind of ['rows', 'same'] as const)
    for (const [id, row] of world.companies[kind])
      (next.companies[kind] as Map<string, unknown>).set(id, row);
  next.wordsBefore = new Map(stored);
  return next;
}

function updateOf(
  profile: string,
  { name, group, isPage = false }: { name: string | null; group?: Identity['group']; isPage?: boolean },
  kind: Said['updates'][number],
) {
  return {
    ...{ profile, programmeName: '', programmeVersion: '', campaign: kind, tiers: 1, tierName: 'warm' },
    ...{ actions: kind === 'lead' ? usualActions(startMs) : [], grade: null, priority: null, episode: 1 },
    ...{ programme: kind === 'lead' ? 'own' : 'committee', begunAs: null, from: 0, to: 1, reasons: [] },
    ...{ score: kind === 'none' ? 0 : 10, atMs: startMs, acceptedAtMs: startMs },
    identity: {
      ...{ ...identityOf('ada@acme.example'), company: name, ...(group && { group }) },
      ...(isPage && { unproven: ['company' as const] }),
    },
    ...(kind === 'lead' ? {} : { part: { isOwn: true } }),
  } satisfies TierUpdate;
}

test(
  'all points of a person are of the company of their latest group',
  () => {
    let crossed = 0;
    fc.assert(
      fc.property(scenario, ({ words, hasAddress, met, isEntered, alone, isPage, cuts, order }) => {
        const isOfPage = (of: number) => isPage && of === profiles.length - 1;
        const counting = words.filter(([of]) => !isOfPage(of));
        fc.pre(counting.length > 0);
        const streams = profiles.map((profile, index) =>
          (alone[index] ?? []).map(
            (kind): ReturnType<typeof updateOf> => updateOf(profile, { name: null }, kind),
          ),
        );
        for (const [index, [of, { group, isNamed, updates }]] of words.entries()) {
          const id = groups[group] as string;
          const update = (kind: Said['updates'][number]) =>
            updateOf(
              profiles[of] as string,
              {
                name: isNamed ? `Company ${id}` : id,
                group: { id, domain: null, atMs: startMs + index },
                isPage: isOfPage(of),
              },
              kind,
            );
          // In the end its points are said with it.
          const isLast = !words.slice(index + 1).some(([later]) => later === of);
          streams[of]?.push(...updates.map(update), ...(isLast ? [update('points')] : []));
        }
        let world = new World(leadFlow, emptySnapshot);
        const stored = new Map<string, CompanyWord>();
        if (hasAddress)
          world.companies.rows.set('cp_address', company('cp_address', { domain: 'acme.example' }));
        for (const id of met) world.companies.rows.set(`cp_${id}`, company(`cp_${id}`, { external_id: id }));
        if (isEntered) world.people.set(entered.id, entered);
        const parts = new Map<string, ReturnType<typeof updateOf>>();
        let latest = -1;
        for (;;) {
          const filled = streams.filter(({ length }) => length > 0);
          const update = filled[(order.next().value as number) % (filled.length || 1)]?.shift();
          if (update === undefined) break;
          const atMs = update.identity.group?.atMs ?? 0;
          if (cuts.next().value) world = reloaded(world, stored);
          if (atMs < latest) crossed++;
          latest = Math.max(latest, atMs);
          if (update.part === undefined) {
            applyRecord(world, update);
            hearWord(world, update);
          } else if (partOf(world, update).row === null) parts.delete(update.profile);
          else parts.set(update.profile, update);
        }
        const companies = [...parts.values()].map((part) => membershipOf(world, part, false).company);
        const wanted = groups[counting.at(-1)?.[1].group as number] as string;
        const named = [...world.companies.rows.values()].filter(
          (one) => one.external_id === wanted || one.name === wanted || one.name === `Company ${wanted}`,
        );
        const ids = named.map(({ id }) => world.companies.same.get(id) ?? id);
        expect(new Set(companies).size).toBe(1);
        expect(ids).toContain(companies[0]);
        for (const { company_id: of } of world.people.values()) expect(companies).toContain(of);
      }),
      runs(300),
    );
    expect(crossed).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);
