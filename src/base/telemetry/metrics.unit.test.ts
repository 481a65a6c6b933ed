/** The instruments against the catalogue: what begins at 0, and what the process says of itself. */
import { expect, test } from 'vitest';
import { nodeMetrics } from './catalogue/node.ts';
import { createMetrics, watchProcess } from './metrics.ts';

test('a count with closed labels begins at 0 for each value, so that its first step is an increase', async () => {
  const { deliveries, deliverySeconds, ingestToScore } = createMetrics();
  const { values } = await deliveries.get();
  expect(values).toHaveLength(3 * 4);
  expect(values).toContainEqual({ labels: { channel: 'slack', outcome: 'failed' }, value: 0 });
  const durations = (await deliverySeconds.get()).values;
  expect(durations).toContainEqual(expect.objectContaining({ labels: { le: 1, channel: 'mail' }, value: 0 }));
  expect((await ingestToScore.get()).values.at(-1)?.value).toBe(0);
});

test('a value that has a meaning in the catalogue is scraped without it', async () => {
  const { identitiesIgnored } = createMetrics();
  const reasons = (await identitiesIgnored.get()).values.map(({ labels }) => labels.reason);
  expect(reasons).toEqual(['means_nobody', 'not_an_address']);
});

test('a count with an open label begins with nothing, and a gauge with what it is set to', async () => {
  const { eventsRejected, deliveriesWaiting } = createMetrics();
  expect((await eventsRejected.get()).values).toEqual([]);
  expect((await deliveriesWaiting.get()).values).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'the catalogue has what prom-client counts of Node, and no more',
  async () => {
    const metrics = createMetrics();
    const own = new Set((await metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
    watchProcess(metrics);
    const added = (await metrics.registry.getMetricsAsJSON()).filter(({ name }) => !own.has(name));
    expect(added.map(({ name, type }) => [name, String(type)]).sort()).toEqual(
      Object.values(nodeMetrics)
        .map(({ name, kind }) => [name, kind])
        .sort(),
    );
  },
);
