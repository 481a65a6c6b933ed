/** The laws of imports: imported events count as if they had come live, move no tier by themselves, and can be taken back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languageHistory, streamEvent } from '../../../test/support/history-arbitrary.ts';
import type { LanguageEvent } from '../../../test/support/language-oracle-match.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { Installation } from '../../../test/support/programme.ts';
import {
  hasBoundedEverCounts,
  parsedProgramme,
  programmeYaml,
} from '../../../test/support/programme-arbitrary.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { Programme, ScovilleEvent } from '../../contract/language/language.ts';
import { type CompiledProgrammes, evaluate, nobody, tierOf } from '../scoring/scoring.ts';

const latenessMs = 2 * limits.dayMs;
const yaml = programmeYaml({ readsPerson: false }).filter(
  (one) => !hasBoundedEverCounts(parsedProgramme(one)),
);
const keys = ['a:phone', 'e:ada@shop.example', 'u:ada'] as const;

interface Happened {
  event: LanguageEvent;
  key: (typeof keys)[number];
  isImported: boolean;
}
/** Links come before the n-th event, or after all. */
const story = fc.record({
  programme: yaml,
  happened: languageHistory(20).chain((events) =>
    fc.tuple(
      ...events.map((event) =>
        fc.record({ event: fc.constant(event), key: fc.constantFrom(...keys), isImported: fc.boolean() }),
      ),
    ),
  ),
  linkedBefore: fc.nat({ max: 21 }),
  /** The import brings the links, and nobody said them before. */
  linksByImport: fc.boolean(),
});

const asScoville = ({ event, key }: Happened): ScovilleEvent => ({
  ...streamEvent(event),
  key: event.isOwn ? '' : key,
  profile: profileIdOf(key),
});

function linkAll(installation: SimulatedInstallation, more: { isImported?: true }) {
  installation.link('a:phone', 'e:ada@shop.example', more);
  installation.link('e:ada@shop.example', 'u:ada', more);
}

/** Lives some of it at its times, with the links, and comes to rest some time after all of it. */
function lived(
  programmes: CompiledProgrammes,
  all: readonly Happened[],
  linkedBefore: number,
  isLive: (one: Happened) => boolean,
  links = true,
): SimulatedInstallation {
  const startMs = all[0]?.event.atMs ?? 0;
  const installation = new SimulatedInstallation(
    { programmes, partitions: 3, latenessMs, hasPast: true },
    startMs,
  );
  const link = () => linkAll(installation, {});
  all.forEach((one, index) => {
    installation.nowMs = Math.max(installation.nowMs, one.event.atMs);
    if (links && index === linkedBefore) link();
    if (isLive(one)) installation.accept(streamEvent({ ...one.event, atMs: installation.nowMs }), one.key);
    installation.runOut();
  });
  if (links && linkedBefore >= all.length) link();
  installation.nowMs = Math.max(...all.map(({ event }) => event.atMs), startMs) + limits.hourMs;
  installation.runOut();
  return installation;
}

function importInto(
  installation: SimulatedInstallation,
  events: readonly ScovilleEvent[],
  linksToo: boolean,
  options: { notifies?: true },
): void {
  if (linksToo) linkAll(installation, { isImported: true });
  // Between its links and its marks there may be rounds of scoring.
  if (events.length % 2 === 0) installation.runOut();
  installation.importEvents(events, options);
  installation.runOut();
}

/** What every programme says of the one person, at a moment. */
function scores(installation: SimulatedInstallation, { programmes }: CompiledProgrammes, nowMs: number) {
  const state = installation.stateOf('u:ada');
  return programmes.map((programme) => {
    if (state === null) return { score: 0, contributions: [] };
    const { score, contributions } = evaluate(state, nobody, programme, nowMs);
    const paid = new Map<string, number>();
    for (const { kind, signatureId, key, value, atMs } of contributions) {
      const what = `${kind} ${signatureId} ${key} ${atMs}`;
      paid.set(what, (paid.get(what) ?? 0) + value);
    }
    return { score, contributions: [...paid].filter(([, value]) => value !== 0).sort() };
  });
}

/** The tier of each programme, and the one that its score is worth now. */
function tiers(installation: SimulatedInstallation) {
  return installation.stateOf('u:ada')?.tierStates.map(({ programme, tier }) => [programme, tier]) ?? [];
}

/** Of a profile that may be notified of: what its score is worth, or the tier that it has and has not lost. */
function highest({ programmes }: CompiledProgrammes, installation: SimulatedInstallation) {
  const state = installation.stateOf('u:ada');
  return (state?.tierStates ?? []).map((tierState) => {
    const programme = programmes.find(({ signatureId }) => signatureId === tierState.programme);
    if (state === null || programme === undefined) return [tierState.programme, tierState.tier];
    const evaluation = evaluate(state, nobody, programme, state.asOfMs);
    return [tierState.programme, Math.max(tierOf(programme.programme.ladder, evaluation), tierState.tier)];
  });
}

/** Events at their own times, so that one that is imported happened when it is said to. */
const inTime = (all: readonly Happened[]) => [...all].sort((one, other) => one.event.atMs - other.event.atMs);

test(
  'imported events have the scores and reasons that they would have had live, and none when they are taken back',
  () => {
    let counted = 0;
    fc.assert(
      fc.property(story, ({ programme, happened, linkedBefore, linksByImport }) => {
        const programmes = new Installation().compiled(parsedProgramme(programme) as Programme);
        const all = inTime(happened as Happened[]);
        const events = all.filter(({ isImported }) => isImported).map(asScoville);
        const before = (links = !linksByImport) =>
          lived(programmes, all, linkedBefore, ({ isImported }) => !isImported, links);
        const [mixed, loud] = [before(), before()];
        const notified = mixed.records.length;
        importInto(mixed, events, linksByImport, {});
        const nowMs = mixed.nowMs + limits.hourMs;
        const live = lived(programmes, all, linkedBefore, () => true);
        expect(scores(mixed, programmes, nowMs)).toEqual(scores(live, programmes, nowMs));
        // By itself an import moves nobody up.
        const rises = mixed.records
          .slice(notified)
          .filter(({ from, to, actions }) => to > from || actions.length > 0);
        expect(rises).toEqual([]);
        importInto(loud, events, linksByImport, { notifies: true });
        expect(tiers(loud)).toEqual(highest(programmes, loud));
        mixed.takeBack(events);
        mixed.runOut();
        const laterMs = mixed.nowMs + limits.hourMs;
        // Who is who stays known.
        const without = scores(before(true), programmes, laterMs);
        expect(scores(mixed, programmes, laterMs)).toEqual(without);
        if (JSON.stringify(scores(live, programmes, laterMs)) !== JSON.stringify(without)) counted++;
      }),
      runs(60),
    );
    expect(counted).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);
