/** What comes to a profile while it waits for its history: it must not be rebuilt from one that has not got that far. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { Installation } from '../../../test/support/programme.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type CompiledProgrammes, evaluate, nobody } from '../scoring/scoring.ts';

const { dayMs, minuteMs, secondMs } = limits;
const latenessMs = 2 * dayMs;
const partitions = 3;
const startMs = Date.UTC(2026, 2, 2, 12);

const download =
  '- { id: download, label: Download, when: { event: Downloaded }, points: 10, pays: once a visit }';
const webinar = '- { id: webinar, label: Webinar, when: { event: Webinar Attended }, points: 3, pays: once }';
const ids = new Installation();
const first = ids.programmes(`rules:\n  ${download}\n`);
const second = ids.programmes(`rules:\n  ${download}\n  ${webinar}\n`);

const begin = () =>
  new SimulatedInstallation(
    { programmes: first, partitions, latenessMs, hasPast: true, historyLagMs: 10 * secondMs },
    startMs,
  );

let accepted = 0;
const accept = (
  installation: SimulatedInstallation,
  key: string,
  event: string,
  atMs = installation.nowMs,
) => {
  const messageId = `event ${accepted++}`;
  installation.accept(scovilleEvent({ messageId, atMs, type: 'track', event }), key);
};

/** Folds everything, also what that sends on to other partitions. */
const foldAll = (installation: SimulatedInstallation) => {
  const all = Array.from({ length: partitions }, (_, index) => index);
  while (all.map((partition) => installation.step(partition, 100)).includes(true));
};

/** Other programmes are active, and everybody is due. */
const publish = (installation: SimulatedInstallation, programmes: CompiledProgrammes = second) => {
  installation.publish(programmes);
  installation.process.generation = installation.generation;
  installation.reevaluateAll();
};

const scoreOf = (installation: SimulatedInstallation) => {
  installation.nowMs += minuteMs;
  installation.runOut();
  const state = installation.stateOf('u:ada');
  const [programme] = second.programmes;
  if (state === null || programme === undefined) throw new Error('no profile');
  return evaluate(state, nobody, programme, installation.nowMs).score;
};

describe('a profile that waits', () => {
  test('keeps what holds its visit open and the history has not got yet', () => {
    const installation = begin();
    accept(installation, 'u:ada', 'Downloaded');
    foldAll(installation);
    installation.nowMs += 20 * minuteMs;
    publish(installation);
    accept(installation, 'u:ada', 'Seen');
    foldAll(installation);
    installation.nowMs += limits.rebuildSoonMs;
    installation.runTimers();
    installation.nowMs += 20 * minuteMs;
    accept(installation, 'u:ada', 'Downloaded');
    expect(scoreOf(installation)).toBe(10_000);
  });

  test.each(['Seen', 'Seen twice'])('keeps what came late and held an earlier visit open: %s', (kind) => {
    const installation = begin();
    accept(installation, 'u:ada', 'Downloaded');
    if (kind === 'Seen twice') accept(installation, 'u:ada', 'Seen', startMs + 20 * minuteMs);
    foldAll(installation);
    installation.nowMs += 40 * minuteMs;
    accept(installation, 'u:ada', 'Downloaded');
    foldAll(installation);
    installation.nowMs += minuteMs;
    publish(installation);
    installation.nowMs += 5 * minuteMs;
    // It waits already, and the history is behind: it is rebuilt without this event.
    accept(installation, 'u:ada', 'Seen', startMs + 20 * minuteMs);
    foldAll(installation);
    installation.nowMs += limits.rebuildSoonMs;
    installation.runTimers();
    expect(installation.stateOf('u:ada')?.wait).toBeNull();
    expect(scoreOf(installation)).toBe(10_000);
  });

  test('keeps what a device has sealed that is linked meanwhile', () => {
    const installation = begin();
    accept(installation, 'a:phone', 'Downloaded');
    foldAll(installation);
    installation.nowMs += 4 * dayMs;
    accept(installation, 'a:phone', 'Seen');
    foldAll(installation);
    installation.nowMs += dayMs;
    accept(installation, 'u:ada', 'Downloaded');
    foldAll(installation);
    installation.nowMs += minuteMs;
    // The device is rebuilt at once, and sealed again; the user waits until the timer that was set by an event.
    publish(installation);
    accept(installation, 'u:ada', 'Webinar Attended');
    foldAll(installation);
    installation.runTimers();
    expect(installation.stateOf('a:phone')).toMatchObject({ generation: 2, wait: null });
    expect(installation.stateOf('a:phone')?.cuts).toHaveLength(1);
    installation.link('a:phone', 'u:ada');
    foldAll(installation);
    installation.nowMs += limits.rebuildSoonMs;
    installation.runTimers();
    expect(scoreOf(installation)).toBe(23_000);
  });
});

test('what earlier programmes held as one visit while it waited is taken from the history again', () => {
  const shorter = `visit: { endsAfter: 10 minutes }\nrules:\n  ${download}\n  ${webinar}\n`;
  const installation = begin();
  accept(installation, 'u:ada', 'Downloaded');
  foldAll(installation);
  installation.nowMs += 5 * 60 * minuteMs;
  publish(installation);
  for (let count = 0; count < 2; count++) {
    accept(installation, 'u:ada', 'Seen');
    foldAll(installation);
    installation.nowMs += 20 * minuteMs;
  }
  expect(installation.stateOf('u:ada')?.wait?.outline).toHaveLength(1);
  publish(installation, ids.programmes(shorter));
  installation.nowMs += minuteMs;
  installation.runOut();
  expect(installation.stateOf('u:ada')).toMatchObject({ generation: 3, wait: null });
  expect(installation.stateOf('u:ada')?.outline).toHaveLength(2);
});

test('a profile that waits is due before the sweep that follows, and after the history has gathered', () => {
  expect(limits.rebuildSoonMs).toBeGreaterThan(limits.historyGatherMs);
  expect(limits.rebuildSoonMs).toBeLessThan(limits.sweepEveryMs);
});
