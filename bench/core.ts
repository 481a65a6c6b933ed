/** The pure core alone: events a core second against json-rules-engine, and the cost of a thousand rules. */
import { startChild } from './child.ts';
import { measureLargeProfiles } from './large-profiles.ts';
import type { EngineTurn, ManyTurn } from './programs/core.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured, ratioOf } from './results.core.ts';
import { type Difference, differences, fewRules, manyRules } from './rules-many.ts';
import { shown } from './table.core.ts';

export interface CoreCounts {
  repetitions: number;
  profiles: number;
  engineEvents: number;
  /** Events a turn of few against many rules. */
  events: number;
  /** Events a turn of profiles that remember many. */
  ofLargeProfiles: number;
  /** Days after which a robot's profile is measured: until its events are sealed, until what it was paid first has faded away. */
  robotDays: readonly number[];
}

const aims = { engine: 100, many: 2 };

export async function measureCore(counts: CoreCounts): Promise<Measured> {
  const { repetitions, profiles, engineEvents, events, ofLargeProfiles, robotDays } = counts;
  return {
    configuration: {
      profiles,
      "events of json-rules-engine's turns": engineEvents,
      'events of the turns of many rules': events,
      'few rules': fewRules,
      'many rules': manyRules,
      'events of the turns of large profiles': ofLargeProfiles,
    },
    figures: [
      ...(await againstEngine(counts)),
      ...(await manyAgainstFew(counts)),
      ...(await measureLargeProfiles({ repetitions, events: ofLargeProfiles, robotDays })),
    ],
  };
}

async function againstEngine({ repetitions, profiles, engineEvents }: CoreCounts): Promise<Figure[]> {
  const core = startChild('core');
  try {
    const rates = await core.ask<EngineTurn[]>('engines', { turns: repetitions, profiles, engineEvents });
    for (const rate of rates)
      progress(
        `  matching ${shown(rate.matching)}, everything ${shown(rate.taking)}, json-rules-engine ${shown(rate.engine)} events/core s`,
      );
    const side = (id: keyof EngineTurn, title: string) =>
      figureOf({
        id,
        title,
        unit: 'events/core s',
        better: 'higher',
        repetitions: rates.map((rate) => rate[id]),
        ...(id === 'engine' && { isReference: true }),
      });
    const engine = side('engine', '50 rules: matched by json-rules-engine');
    const matching = side('matching', '50 rules: matched');
    const taking = side('taking', '50 rules: matched, folded, evaluated and stepped up the ladder');
    const ratio = (figure: Figure, aim?: number) =>
      ratioOf(
        {
          id: `${figure.id}.ratio`,
          title: `${figure.title} ÷ matched by json-rules-engine`,
          better: 'higher',
          ...(aim !== undefined && { aim: { is: '≥', value: aim } }),
        },
        figure,
        engine,
      );
    return [ratio(matching, aims.engine), ratio(taking), matching, taking, engine];
  } finally {
    await core.stop();
  }
}

async function manyAgainstFew({ repetitions, events }: CoreCounts): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const difference of differences) {
    const isNewPath = difference === 'path, each a new one';
    figures.push(
      ...(await manyFigures({
        difference,
        what: 'matching',
        turns: repetitions,
        events: isNewPath ? events / 100 : events,
      })),
    );
  }
  const taking = {
    difference: 'event name',
    what: 'taking',
    turns: repetitions,
    events: events / 10,
  } as const;
  return [...figures, ...(await manyFigures(taking))];
}

/** A process each, so that none runs on what another left behind. */
async function manyFigures(given: {
  difference: Difference;
  what: 'matching' | 'taking';
  turns: number;
  events: number;
}): Promise<Figure[]> {
  const core = startChild('core');
  try {
    const turns = await core.ask<ManyTurn[]>('many', given);
    const id = `${given.what}.by-${given.difference.replaceAll(/[^a-z]+/g, '-')}`;
    const what = given.what === 'matching' ? 'to match' : 'to match, fold, evaluate and step';
    const side = (name: keyof ManyTurn, rules: number) =>
      figureOf({
        id: `${id}.${name}`,
        title: `an event ${what}, ${shown(rules)} rules (by ${given.difference})`,
        unit: 'µs/event',
        better: 'lower',
        repetitions: turns.map((turn) => turn[name]),
      });
    const [few, many] = [side('few', fewRules), side('many', manyRules)];
    const ratio = ratioOf(
      {
        id: `${id}.ratio`,
        title: `cost of an event ${what}, ${shown(manyRules)} rules ÷ ${shown(fewRules)} rules (by ${given.difference})`,
        better: 'lower',
        ...(given.what === 'matching' && { aim: { is: '<', value: aims.many } }),
      },
      many,
      few,
    );
    progress(`  ${ratio.title}: ${shown(ratio.median)}`);
    return [ratio, many, few];
  } finally {
    await core.stop();
  }
}
