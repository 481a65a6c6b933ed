/** Two processes that begin an installation at the same moment: both have the programmes of their folder. */
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock as clock } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { openProgrammes, type Programmes } from '../../../src/engine/programmes/programmes.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis } from '../../support/servers.ts';

const directory = fileURLToPath(new URL('../../../rules', import.meta.url));

test('a text that another process has activated since is active, not old', async () => {
  const redis = await startTestRedis();
  onTestFinished(redis.stop);
  const stream = await openStream({ url: redis.url, partitions: 2, onError: () => undefined });
  onTestFinished(stream.close);
  const open = async (seen: Stream): Promise<Programmes> => {
    const programmes = await openProgrammes({
      ...{ directory, stream: seen, versions: null, clock },
      ...{ logger: createLogger('silent'), metrics: createMetrics() },
    });
    onTestFinished(programmes.close);
    return programmes;
  };

  // Both find nothing active. The other one is done before this one compares its file.
  let other: Promise<Programmes> | null = null;
  const textsThatWere: Stream['activation']['textsThatWere'] = async (digests) => {
    other ??= open(stream);
    await other;
    return stream.activation.textsThatWere(digests);
  };
  const late = await open({ ...stream, activation: { ...stream.activation, textsThatWere } });
  expect(late.current().programmes.map(({ programme }) => programme.programme)).toEqual([
    'emea-lead-scoring',
  ]);
  expect(late.errors()).toEqual([]);
});
