/** The pure core of scoring in a process of its own: against json-rules-engine, and many rules against few, in turns. */
import type { ScovilleEvent } from '../../src/contract/contract.ts';
import { limits } from '../../src/kernel/kernel.ts';
import { type CompiledProgrammes, compileAlone, Replay, recognise } from '../../src/scoring/scoring.ts';
import { answer } from '../answering.ts';
import { eventsPerProfile, prospects } from '../prospects.ts';
import { engineOf50, factsFor, programmeOf50 } from '../rules-50.ts';
import { type Difference, eventsFor, metCount, programmeOf } from '../rules-many.ts';
import { checkSameRules } from '../same-rules.ts';

export interface EngineTurn {
  matching: number;
  taking: number;
  engine: number;
}

/** Microseconds of processor time an event, for few and for many rules. */
export interface ManyTurn {
  few: number;
  many: number;
}

let sink = 0;

/** Processor seconds, of all threads: what collects the garbage counts, what other programs do does not. */
function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const parsed = (texts: readonly string[]) => texts.map((text) => JSON.parse(text) as ScovilleEvent[]);

function matchingSeconds(programmes: CompiledProgrammes, profiles: readonly ScovilleEvent[][]): number {
  const before = process.cpuUsage();
  for (const events of profiles)
    for (const event of events) sink += recognise(programmes, event).matches.length;
  return secondsSince(before);
}

function takingSeconds(programmes: CompiledProgrammes, profiles: readonly ScovilleEvent[][]): number {
  const before = process.cpuUsage();
  for (const events of profiles) {
    const replay = new Replay(programmes, limits.latenessMs);
    for (const event of events) replay.take(event);
    sink += replay.standings[0]?.tier ?? 0;
  }
  return secondsSince(before);
}

/** Events a core second: ours matching, ours with everything, theirs. */
async function engines(given: { profiles: number; engineEvents: number; turns: number }) {
  const texts = prospects(given.profiles, 17);
  const count = given.profiles * eventsPerProfile;
  const programmes = compileAlone(programmeOf50(), 'bench');
  const engine = engineOf50();
  const sample = parsed(texts).flat().slice(0, given.engineEvents);
  await checkSameRules(programmes, engine, sample);

  const turn = async (): Promise<EngineTurn> => {
    const matching = count / matchingSeconds(programmes, parsed(texts));
    const facts = sample.map(factsFor);
    const before = process.cpuUsage();
    for (const one of facts) sink += (await engine.run(one)).events.length;
    const engineSeconds = secondsSince(before);
    const taking = count / takingSeconds(programmes, parsed(texts));
    return { matching, taking, engine: sample.length / engineSeconds };
  };
  await turn();
  const turns: EngineTurn[] = [];
  while (turns.length < given.turns) turns.push(await turn());
  return turns;
}

const fewRules = 10;
const manyRules = 1_000;

/** What an event costs with few rules and with many: matched alone, or with everything. */
function many(given: { difference: Difference; what: 'matching' | 'taking'; events: number; turns: number }) {
  const few = programmeOf(given.difference, fewRules);
  const many = programmeOf(given.difference, manyRules);
  const microseconds = (programmes: CompiledProgrammes): number => {
    const events = eventsFor(given.difference, given.events);
    for (const event of events.slice(0, 100))
      if (recognise(programmes, event).matches.length !== metCount)
        throw new Error('not the same three rules');
    const profiles = Array.from({ length: Math.ceil(events.length / eventsPerProfile) }, (_, index) =>
      events.slice(index * eventsPerProfile, (index + 1) * eventsPerProfile),
    );
    const measure = given.what === 'matching' ? matchingSeconds : takingSeconds;
    return (measure(programmes, profiles) / events.length) * 1e6;
  };
  const turn = (): ManyTurn => ({ few: microseconds(few), many: microseconds(many) });
  turn();
  turn();
  return Array.from({ length: given.turns }, turn);
}

answer({ engines, many, sink: () => sink });
