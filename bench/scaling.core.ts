/** The text of docs/scaling.md: from what each step costs to machines for a number of events a day. No figure in it is typed. Pure. */
import { limits } from '../src/base/kernel/kernel.ts';
import type { Figure, Result } from './results.core.ts';
import { shown, table } from './table.core.ts';

/** What an event costs, from the newest results that have it. */
export interface StepCosts {
  /** Processor microseconds. */
  door: number;
  score: number;
  copy: number;
  /** Of a tier update. */
  relay: number;
  /** Of Redis: appended, scored and copied; then of a tier update. */
  redis: number;
  redisOfUpdate: number;
  /** Of PostgreSQL: copied; then of a tier update. */
  postgres: number;
  postgresOfUpdate: number;
  /** Bytes. */
  stream: number;
  history: number;
  anonymousProfile: number;
  identifiedProfile: number;
}

/** Where each stands in the results: a part and the id of a figure. */
const sources: { readonly [Cost in keyof StepCosts]: readonly (readonly [part: string, figure: string])[] } =
  {
    door: [['ingest-single', 'always.ingest-cpu']],
    score: [['k', 'cost.score']],
    copy: [['k', 'cost.copy']],
    relay: [['k', 'cost.relay']],
    redis: [
      ['k', 'cost.door.redis'],
      ['k', 'cost.score.redis'],
      ['k', 'cost.copy.redis'],
    ],
    redisOfUpdate: [['k', 'cost.relay.redis']],
    postgres: [['k', 'cost.copy.postgres']],
    postgresOfUpdate: [['k', 'cost.relay.postgres']],
    stream: [['k', 'bytes.stream']],
    history: [['k', 'bytes.history']],
    anonymousProfile: [['memory', 'anonymous.used-memory']],
    identifiedProfile: [['memory', 'identified.used-memory']],
  };

/** What is assumed of the traffic and the machines; each stands on the page. */
export const assumed = {
  /** The busiest second of a day against its mean. */
  peak: 4,
  /** The part of a core that may be busy in that second. */
  busy: 0.5,
  /** Tier updates an event. */
  updates: 0.01,
  /** Events a profile sends before it is forgotten, and the days until then (`PROFILE_DAYS`). */
  eventsPerProfile: 20,
  profileDays: 180,
  /** The part of profiles that say who they are. */
  identified: 1 / 12,
  /** How long PostgreSQL may be away while Redis keeps what comes. */
  awaySeconds: 3_600,
  machine: { cores: 16, bytes: 64 * 1024 ** 3 },
} as const;

const scales = [1e6, 1e8, 1e9];
const daySeconds = 86_400;

/** A thing that more machines do not make larger. */
interface Wall {
  name: string;
  demand(costs: StepCosts, load: Load): number;
  limit: number;
  unit: string;
  beyond: string;
}

interface Load {
  perDay: number;
  /** Events in the busiest second. */
  peak: number;
}

const loadOf = (perDay: number): Load => ({ perDay, peak: (perDay / daySeconds) * assumed.peak });

/** Cores that something takes in the busiest second, where each is busy as far as assumed. */
const coresFor = (microseconds: number, { peak }: Load) => (peak * microseconds) / 1e6 / assumed.busy;

const redisBytes = (costs: StepCosts, { perDay }: Load) => {
  const { eventsPerProfile, profileDays, identified, awaySeconds } = assumed;
  const profiles = (perDay * profileDays) / eventsPerProfile;
  const ofProfile = identified * costs.identifiedProfile + (1 - identified) * costs.anonymousProfile;
  return profiles * ofProfile + (perDay / daySeconds) * awaySeconds * costs.stream;
};
const redisCores = (costs: StepCosts, load: Load) =>
  coresFor(costs.redis + assumed.updates * costs.redisOfUpdate, load);
const postgresCores = (costs: StepCosts, load: Load) =>
  coresFor(costs.postgres + assumed.updates * costs.postgresOfUpdate, load);
const relayCores = (costs: StepCosts, load: Load) => coresFor(assumed.updates * costs.relay, load);
const historyBytes = (costs: StepCosts, { perDay }: Load) => perDay * limits.historyDays * costs.history;

const walls: readonly Wall[] = [
  {
    name: 'one Redis: its one core',
    demand: redisCores,
    limit: 1,
    unit: 'cores',
    beyond: 'masters of a Redis Cluster',
  },
  {
    name: 'one Redis: its memory',
    demand: (costs, load) => redisBytes(costs, load) / 1024 ** 3,
    limit: 256,
    unit: 'GiB',
    beyond: 'fewer `PROFILE_DAYS`, or masters of a Redis Cluster',
  },
  {
    name: 'routing assigns one lead at a time',
    demand: relayCores,
    limit: 1,
    unit: 'cores',
    beyond: 'a lock of routing for each team',
  },
  {
    name: 'one worker scores a partition',
    demand: (costs, load) => coresFor(costs.score, load),
    limit: 1_024,
    unit: 'cores',
    beyond: 'nothing: `PARTITIONS` ends there',
  },
  {
    name: 'one PostgreSQL takes all writes: its processors',
    demand: postgresCores,
    limit: 64,
    unit: 'cores',
    beyond: 'the history in a database of its own',
  },
  {
    name: 'one PostgreSQL takes all writes: its disk',
    demand: (costs, load) => historyBytes(costs, load) / 1024 ** 4,
    limit: 64,
    unit: 'TiB',
    beyond: 'fewer `HISTORY_DAYS`',
  },
];

/** Returns the newest costs; null where a result lacks one. */
export function stepCosts(results: readonly Result[]): StepCosts | null {
  const ordered = results
    .filter(({ isQuick }) => !isQuick)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  const medianOf = (part: string, figure: string) => {
    const found = ordered.find(({ parts }) => parts.some(({ id }) => id === part));
    const figures: readonly Figure[] = found?.parts.find(({ id }) => id === part)?.figures ?? [];
    return figures.find(({ id }) => id === figure)?.median;
  };
  const costs: Partial<Record<keyof StepCosts, number>> = {};
  for (const cost of Object.keys(sources) as (keyof StepCosts)[])
    for (const [part, figure] of sources[cost]) {
      const median = medianOf(part, figure);
      if (median === undefined) return null;
      costs[cost] = (costs[cost] ?? 0) + median;
    }
  return costs as StepCosts;
}

/** The walls of a load by how near they are: part 1 is where it stands. */
export function wallsOf(costs: StepCosts, perDay: number): (Wall & { needed: number; part: number })[] {
  const load = loadOf(perDay);
  return walls
    .map((wall) => {
      const needed = wall.demand(costs, load);
      return { ...wall, needed, part: needed / wall.limit };
    })
    .sort((a, b) => b.part - a.part);
}

/** What a load needs; whole processes and machines. */
export function needsOf(costs: StepCosts, perDay: number) {
  const load = loadOf(perDay);
  const { cores, bytes } = assumed.machine;
  const doors = Math.ceil(coresFor(costs.door, load));
  const workerCores = coresFor(costs.score + costs.copy, load) + relayCores(costs, load);
  const workers = Math.ceil(workerCores);
  const memory = redisBytes(costs, load);
  const masters = Math.max(Math.ceil(redisCores(costs, load)), Math.ceil(memory / (bytes / 2)));
  return {
    peak: load.peak,
    doors,
    workers,
    machines: Math.ceil((doors + workers) / cores),
    masters,
    redisMachines: Math.ceil(Math.max(masters / cores, memory / (bytes / 2))),
    redisGiB: memory / 1024 ** 3,
    postgresCores: Math.ceil(postgresCores(costs, load)),
    historyTiB: historyBytes(costs, load) / 1024 ** 4,
    writtenMiB: (load.peak * costs.history) / 1024 ** 2,
  };
}

/** Returns the whole page. */
export function scalingPage(results: readonly Result[]): string {
  const costs = stepCosts(results);
  const lines = [
    '# Scaling',
    '',
    '<!-- Made by `npm run bench -- --docs` from bench/results/ and bench/scaling.core.ts. Do not edit: a test compares. -->',
    '',
    'From what each step of an event costs to machines for a million, a hundred million and a billion events a day. It is arithmetic from measured costs,',
    'not a run of that size. [Benchmarks](benchmarks.md) has the costs with their spread, [Operate](operate.md#scaling) how processes are added.',
    ...(costs === null
      ? [
          '',
          'No results have all costs yet: run `npm run bench -- --part ingest-single --part memory --only k`.',
        ]
      : [
          ...costLines(costs),
          ...assumptionLines,
          ...machineLines(costs),
          ...wallLines(costs),
          ...manyWorkers(results),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function costLines(costs: StepCosts): string[] {
  const us = (value: number) => `${shown(value)} µs`;
  const perCore = (value: number) => `${shown(1e6 / value)}/s`;
  return [
    ...['', '## Cost of each step', ''],
    ...table(
      ['step', 'of the process', 'of Redis', 'of PostgreSQL', 'one core of the process'],
      [
        ['an event at the door, one a request', us(costs.door), '', '', perCore(costs.door)],
        ['an event scored', us(costs.score), '', '', perCore(costs.score)],
        ['an event into the history', us(costs.copy), '', us(costs.postgres), perCore(costs.copy)],
        ['all three', us(costs.door + costs.score + costs.copy), us(costs.redis), us(costs.postgres), ''],
        [
          'a tier update in sales',
          us(costs.relay),
          us(costs.redisOfUpdate),
          us(costs.postgresOfUpdate),
          perCore(costs.relay),
        ],
      ],
    ),
    '',
    ...table(
      ['what is kept', 'where', 'bytes'],
      [
        ['an event that waits', 'Redis', shown(costs.stream)],
        ['an anonymous profile', 'Redis', shown(costs.anonymousProfile)],
        ['an identified profile', 'Redis', shown(costs.identifiedProfile)],
        ['an event with its ledger entries and indexes', 'PostgreSQL', shown(costs.history)],
      ],
    ),
  ];
}

const assumptionLines = [
  ...['', '## Assumptions', ''],
  `- The busiest second has ${assumed.peak} times the mean of its day, and ${assumed.busy * 100} % of a core may be busy then.`,
  `- ${shown(assumed.updates * 100)} % of events change a tier. One profile in ${Math.round(1 / assumed.identified)} says who it is.`,
  `- A profile sends ${assumed.eventsPerProfile} events in ${assumed.profileDays} days, and is forgotten then (\`PROFILE_DAYS\`). The history is kept for ${limits.historyDays} days (\`HISTORY_DAYS\`).`,
  `- Redis keeps what comes while PostgreSQL is away for ${assumed.awaySeconds / 60} minutes. Half of its machine stays free for copies of itself.`,
  `- A machine has ${assumed.machine.cores} cores and ${assumed.machine.bytes / 1024 ** 3} GiB of memory. Replicas and spare machines come on top.`,
];

function machineLines(costs: StepCosts): string[] {
  const needs = scales.map((perDay) => needsOf(costs, perDay));
  const row = (name: string, value: (need: (typeof needs)[number]) => number) => [
    name,
    ...needs.map((need) => shown(value(need))),
  ];
  return [
    ...['', '## Machines', ''],
    ...table(
      ['events a day', ...scales.map((perDay) => perDay.toLocaleString('en-GB'))],
      [
        row('events in the busiest second', ({ peak }) => peak),
        row('processes with the role `ingest`', ({ doors }) => doors),
        row('processes with the role `worker`', ({ workers }) => workers),
        row('machines for both', ({ machines }) => machines),
        row('masters of Redis', ({ masters }) => masters),
        row('memory of Redis, GiB', ({ redisGiB }) => redisGiB),
        row('machines for Redis', ({ redisMachines }) => redisMachines),
        row('cores of PostgreSQL', ({ postgresCores: cores }) => cores),
        row('written to PostgreSQL in the busiest second, MiB', ({ writtenMiB }) => writtenMiB),
        row('history in PostgreSQL, TiB', ({ historyTiB }) => historyTiB),
      ],
    ),
    '',
    'One machine with `npm start` has all of it in the first column.',
  ];
}

function wallLines(costs: StepCosts): string[] {
  return [
    ...['', '## Walls', ''],
    'More machines do not move these. 1 is where the wall stands; the largest number of a column is its next wall.',
    '',
    ...table(
      ['wall', 'it stands at', ...scales.map((perDay) => perDay.toLocaleString('en-GB')), 'then'],
      walls.map((wall) => [
        wall.name,
        `${shown(wall.limit)} ${wall.unit}`,
        ...scales.map((perDay) => partOf(wallsOf(costs, perDay), wall)),
        wall.beyond,
      ]),
    ),
    '',
    ...scales.map((perDay) => {
      const [next] = wallsOf(costs, perDay);
      const [name, needed] = [next?.name ?? '', `${shown(next?.needed ?? 0)} ${next?.unit ?? ''}`];
      const remark = (next?.part ?? 0) > 1 ? 'It has to be moved first' : 'It stands further away';
      return `- At ${perDay.toLocaleString('en-GB')} events a day the next wall is: **${name}** (${needed}). ${remark}.`;
    }),
  ];
}

function partOf(found: ReturnType<typeof wallsOf>, { name }: Wall): string {
  const part = found.find((one) => one.name === name)?.part ?? 0;
  return part > 1 ? `**${shown(part)}**` : shown(part);
}

/** The run that shows who does what. */
function manyWorkers(results: readonly Result[]): string[] {
  const newest = [...results]
    .filter(({ isQuick, parts }) => !isQuick && parts.some(({ id }) => id === 'k'))
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
  const part = newest?.parts.find(({ id }) => id === 'k');
  if (newest === undefined || part === undefined) return [];
  const figure = (id: string) => shown(part.figures.find((one) => one.id === id)?.median ?? Number.NaN);
  const setting = (name: string) => String(part.configuration[name] ?? '–');
  return [
    ...['', '## Many workers', ''],
    `\`npm run bench -- --only k\` started ${setting('workers')} workers in ${setting('processes')} processes on ${newest.machine.cores} cores, over ${setting('partitions')} partitions. Of them, ${figure('workers.scored')} scored, ${figure('workers.relayed')} applied tier updates, ${figure('workers.copied')} wrote the history. The busiest one scored ${figure('workers.busiest')} % of all events. A quarter of the processes was killed under load: ${figure('lost')} events were lost and ${figure('doubled')} doubled.`,
    '',
    'Every worker can do every step, and nothing is done by one of them alone. A partition is scored by one at a time, by its lease. Its tier updates and its history are written by one at a time, by a lock of its rows.',
  ];
}
