/**
 * Exactly once, on real processes: workers, Redis and PostgreSQL killed, frozen and cut off under load, and then an
 * independent checker that compares every score, lead and task with the accepted events. The long form
 * (`npm run test:faults`) makes over a hundred kills; its seed is printed, and a failing one can be given again.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sumsApart, sumsOfPages } from '../support/account-sums.ts';
import type { Program } from '../support/program.ts';
import { shippedRules } from '../support/shipped-rules.ts';
import { streamLag } from '../support/stream-lag.ts';
import {
  type Installation,
  install,
  isDone,
  more,
  quietMsMax,
  scoredBy,
  survive,
  survivedAll,
} from '../support/survival.ts';
import { inWholeForm, isLong } from '../support/test-form.ts';
import { until } from '../support/until.ts';

/** One for every harm: the later ones find what the earlier ones have left, and at the end everybody is compared again. */
let installation: Installation;

beforeAll(async () => {
  const rules = shippedRules();
  await writeFile(path.join(rules, 'sums-of-pages.yaml'), sumsOfPages);
  installation = await install(2, { RULES_DIR: rules });
});
afterAll(() => installation?.close());

/** Events scored by the workers that live. */
const scored = async () => {
  const counts = await Promise.all(installation.workers.map(scoredBy));
  return counts.reduce((sum, count) => sum + count, 0);
};

describe('an accepted event counts exactly once', () => {
  test('workers killed at random moments, again and again', async () => {
    const kills = isLong ? 100 : 4;
    await survive(installation, isLong ? 3_000 : 80, async (sender, random) => {
      for (let kill = 0; kill < kills; kill++) {
        await more(sender, Math.floor(random() * (isLong ? 200 : 120)));
        const worker = installation.workers[Math.floor(random() * 2)] as Program;
        await worker.kill();
        await worker.restart();
      }
    });
  });

  test('Redis killed and started again', async () => {
    const { server } = installation.redis;
    const kills = isLong ? 20 : 2;
    await survive(installation, isLong ? 1_500 : 70, async (sender, random) => {
      for (let kill = 0; kill < kills; kill++) {
        await more(sender, 50 + Math.floor(random() * 150));
        await server.kill();
        await server.restart();
      }
    });
  });

  test('a worker frozen past its lock, its partitions taken by another, then thawed', async () => {
    const freezes = isLong ? 20 : 1;
    await survive(installation, isLong ? 2_000 : 90, async (sender, random) => {
      const [first, second] = installation.workers as [Program, Program];
      for (let freeze = 0; freeze < freezes; freeze++) {
        await more(sender, 50 + Math.floor(random() * 100));
        first.freeze();
        const before = await scoredBy(second);
        // Others can only have gone on by taking over what the frozen one holds.
        await until(
          'the other worker goes on',
          async () => (await scoredBy(second)) > before || isDone(sender),
          quietMsMax,
        );
        await until(
          'nothing is left unscored',
          async () => (await streamLag(installation.redis.server.url)).scoring === 0,
          quietMsMax,
        );
        first.thaw();
      }
    });
  });

  inWholeForm(() => {
    test('PostgreSQL cut off for a while: scoring goes on, and leads follow when it is back', async () => {
      const { server } = installation.postgres;
      const cuts = isLong ? 20 : 1;
      await survive(installation, isLong ? 1_500 : 70, async (sender, random) => {
        for (let cut = 0; cut < cuts; cut++) {
          await more(sender, 30 + Math.floor(random() * 60));
          const before = await scored();
          await server.kill();
          await until('scoring goes on', async () => (await scored()) > before || isDone(sender));
          await server.restart();
        }
      });
    });
  });

  test('what was right after one harm is right after all of them', () => survivedAll(installation));

  test('the score of a company is that of its people after all of them', async () => {
    const { door, postgres, crowd } = installation;
    const { apart, compared } = await sumsApart(door, postgres.server.url);
    expect(apart).toEqual([]);
    // One for each person, under all their devices and addresses.
    const viewers = crowd.filter(({ events }) => events.some(({ type }) => type === 'page'));
    expect(compared).toBe(viewers.length);
  });
});
