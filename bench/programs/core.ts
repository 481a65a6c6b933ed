/** The pure core of scoring in a process of its own: against json-rules-engine, and many rules against few, in turns. */
import type { ScovilleEvent } from '../../src/contract/language/language.ts';
import { type CompiledProgrammes, compileAlone, recognise } from '../../src/engine/scoring/scoring.ts';
import { answer } from '../answering.ts';
import { coreSeconds, matchAll, sumSoFar, takeAll } from '../core-seconds.ts';
import { eventsPerProfile, prospects } from '../prospects.ts';
import { engineOf50, factsFor, programmeOf50 } from '../rules-50.ts';
import { type Difference, eventsFor, fewRules, manyRules, metCount, programmeOf } from '../rules-many.ts';
import { checkSameRules } from '../same-rules.ts';

/** Events a core second: ours matching, ours with everything, theirs. */
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

/** So many that each of the fifty rules fires. */
const checkedEvents = 4_000;
/** Turns before those that count: until the compiler has seen both sides. */
const warmUpTurns = 2;

const parsed = (texts: readonly string[]) => texts.map((text) => JSON.parse(text) as ScovilleEvent[]);

async function engines(given: {
  profiles: number;
  engineEvents: number;
  turns: number;
}): Promise<EngineTurn[]> {
  const texts = prospects(given.profiles, 17);
  const count = given.profiles * eventsPerProfile;
  const programmes = compileAlone(programmeOf50(), 'bench');
  const engine = engineOf50();
  const events = parsed(texts).flat();
  await checkSameRules(programmes, engine, events.slice(0, checkedEvents));

  const turn = async (index: number): Promise<EngineTurn> => {
    const ofProfiles = parsed(texts);
    const matchingSeconds = await coreSeconds(() => matchAll(programmes, ofProfiles));
    const from = (index * given.engineEvents) % (count - given.engineEvents);
    const matchedEvents = events.slice(from, from + given.engineEvents).map(factsFor);
    const engineSeconds = await coreSeconds(async () => {
      let fired = 0;
      for (const one of matchedEvents) fired += (await engine.run(one)).events.length;
      return fired;
    });
    const takingSeconds = await coreSeconds(() => takeAll(programmes, ofProfiles));
    return {
      matching: count / matchingSeconds,
      taking: count / takingSeconds,
      engine: matchedEvents.length / engineSeconds,
    };
  };
  return inTurns(given.turns, turn);
}

/** What an event costs with few rules and with many: matched alone, or with everything. */
function many(given: {
  difference: Difference;
  what: 'matching' | 'taking';
  events: number;
  turns: number;
}): Promise<ManyTurn[]> {
  const few = programmeOf(given.difference, fewRules);
  const many = programmeOf(given.difference, manyRules);
  const measured = given.what === 'matching' ? matchAll : takeAll;
  const microseconds = async (programmes: CompiledProgrammes): Promise<number> => {
    const events = eventsFor(given.difference, given.events + 1);
    const first = events.pop();
    if (first === undefined || recognise(programmes, first).matches.length !== metCount)
      throw new Error(`an event does not meet the ${metCount} rules`);
    const profiles = Array.from({ length: Math.ceil(given.events / eventsPerProfile) }, (_, index) =>
      events.slice(index * eventsPerProfile, (index + 1) * eventsPerProfile),
    );
    return ((await coreSeconds(() => measured(programmes, profiles))) / given.events) * 1e6;
  };
  return inTurns(given.turns, async (index) => {
    // The first to run alternates.
    if (index % 2 === 0) return { few: await microseconds(few), many: await microseconds(many) };
    return { many: await microseconds(many), few: await microseconds(few) };
  });
}

async function inTurns<Turn>(count: number, turn: (index: number) => Promise<Turn>): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let index = 0; index < warmUpTurns + count; index++) turns.push(await turn(index));
  return turns.slice(warmUpTurns);
}

answer({ engines, many, sum: sumSoFar });
