/** Many workers on the stores of one installation: who does what, what is lost when some are killed, and what each step costs. */
import { startTestCluster } from '../test/support/redis-cluster.ts';
import { startTestPostgres } from '../test/support/servers.ts';
import { allSteps, caughtUp, keptEvents } from './caught-up.ts';
import { startChild } from './child.ts';
import { fillStream } from './fill.ts';
import type { CrowdOptions, Done } from './programs/crowd.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured } from './results.core.ts';
import { type Costs, costFigures, costsOf, eventsPerProfile, loadOf } from './step-costs.ts';
import { openBenchStream } from './stream.ts';
import { shown } from './table.core.ts';

export interface ManyWorkersCounts {
  workers: number;
  processes: number;
  partitions: number;
  /** Of each of the two loads. */
  events: number;
  /** Of a turn of the costs. */
  costEvents: number;
  repetitions: number;
}

/** One round of the crowd, then one of the costs. */
export async function measureManyWorkers(counts: ManyWorkersCounts): Promise<Measured> {
  const crowds: Crowd[] = [];
  const costs: Costs[] = [];
  for (let turn = 0; turn < counts.repetitions; turn++) {
    crowds.push(await crowdOf(counts));
    costs.push(await costsOf(counts.costEvents));
  }
  const { repetitions: _, costEvents, ...sizes } = counts;
  return {
    configuration: {
      ...{ 'masters of the cluster': 3, 'events a load': sizes.events, 'events of the costs': costEvents },
      ...{ workers: sizes.workers, processes: sizes.processes, partitions: sizes.partitions },
      'events a profile': eventsPerProfile,
    },
    figures: [...crowdFigures(crowds), ...costFigures(costs)],
  };
}

interface Crowd {
  done: Done[];
  seconds: number;
  /** From the kill until all is done again. */
  recoverySeconds: number;
  lost: number;
  doubled: number;
}

/** On a Redis Cluster of three masters with a replica each. */
async function crowdOf(counts: ManyWorkersCounts): Promise<Crowd> {
  const [cluster, postgres] = await Promise.all([startTestCluster(), startTestPostgres({ isDurable: true })]);
  try {
    const crowd = await crowdAt(cluster.url, postgres.url, counts);
    const did = (step: keyof Done) => workersThat(step)(crowd);
    progress(
      `  ${did('scored')} of ${counts.workers} workers scored, ${did('relayed')} relayed, ${did('copied')} copied; ${shown(crowd.recoverySeconds)} s after the kill, ${crowd.lost} lost`,
    );
    return crowd;
  } finally {
    await Promise.all([cluster.stop(), postgres.stop()]);
  }
}

async function crowdAt(redisUrl: string, databaseUrl: string, counts: ManyWorkersCounts): Promise<Crowd> {
  const { partitions, processes, workers } = counts;
  const stream = await openBenchStream(redisUrl, partitions);
  const children = Array.from({ length: processes }, () => startChild('crowd'));
  const given: CrowdOptions = {
    ...{ redisUrl, databaseUrl, partitions, ...allSteps },
    workers: workers / processes,
  };
  try {
    // Rooms that are opened at once would wait for the lock of migrations, one after the other.
    for (const child of children) await child.ask('open', given);
    const beganMs = performance.now();
    const first = await fillStream(redisUrl, loadOf(counts.events, 11), partitions);
    await caughtUp(stream, redisUrl);
    const seconds = (performance.now() - beganMs) / 1_000;
    const done = (await Promise.all(children.map((child) => child.ask<Done[]>('done')))).flat();
    const second = await fillStream(redisUrl, loadOf(counts.events, 12), partitions);
    const killedMs = performance.now();
    for (const { pid } of children.slice(0, Math.ceil(processes / 4))) process.kill(pid, 'SIGKILL');
    await caughtUp(stream, redisUrl);
    const recoverySeconds = (performance.now() - killedMs) / 1_000;
    const { all, distinct } = await keptEvents(databaseUrl);
    return { done, seconds, recoverySeconds, lost: first + second - distinct, doubled: all - distinct };
  } finally {
    // A killed program has ended already.
    await Promise.all(children.map((child) => child.stop()));
    await stream.close();
  }
}

const workersThat =
  (step: keyof Done) =>
  ({ done }: Crowd) =>
    done.filter((one) => one[step] > 0).length;

function crowdFigures(crowds: readonly Crowd[]): Figure[] {
  const part = (
    id: string,
    title: string,
    value: (crowd: Crowd) => number,
    unit: string,
    better: 'higher' | 'lower',
  ) => figureOf({ id, title, unit, better, repetitions: crowds.map(value) });
  const busiest = ({ done }: Crowd) =>
    (Math.max(...done.map(({ scored }) => scored)) / done.reduce((sum, { scored }) => sum + scored, 0)) * 100;
  return [
    part('workers.scored', 'workers that scored events', workersThat('scored'), 'workers', 'higher'),
    part('workers.relayed', 'workers that applied tier updates', workersThat('relayed'), 'workers', 'higher'),
    part('workers.copied', 'workers that copied to the history', workersThat('copied'), 'workers', 'higher'),
    part('workers.busiest', 'events that the busiest worker scored, of all', busiest, '%', 'lower'),
    part(
      'seconds',
      'a load, from its first event until all of it is done',
      ({ seconds }) => seconds,
      's',
      'lower',
    ),
    part(
      'recovery',
      'the same load with a quarter of the processes killed',
      ({ recoverySeconds }) => recoverySeconds,
      's',
      'lower',
    ),
    part('lost', 'accepted and not in the history', ({ lost }) => lost, 'events', 'lower'),
    part('doubled', 'in the history twice', ({ doubled }) => doubled, 'events', 'lower'),
  ];
}
