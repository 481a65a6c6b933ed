/** The running program as Prometheus sees it: the catalogue of metrics holds, both ways. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closedValues, type Metric, metricTopics } from '../../src/base/telemetry/telemetry.ts';
import { type Exposition, metricOf, readExposition } from '../support/exposition.ts';
import { getHot } from '../support/getting-hot.ts';
import { type Program, startOnTestServers } from '../support/program.ts';
import { until } from '../support/until.ts';

const catalogue = new Map(
  metricTopics.flatMap(({ table }) => Object.values<Metric>(table).map((metric) => [metric.name, metric])),
);

let program: Program;

const scrape = async (): Promise<Exposition> =>
  readExposition(await (await fetch(`${program.url}/metrics`)).text());
const sum = ({ samples }: Exposition, name: string) =>
  samples.filter((sample) => sample.name === name).reduce((all, { value }) => all + value, 0);

beforeAll(async () => {
  program = await startOnTestServers();
  await getHot(program, 'ada', 'Ada Lovelace');
});
afterAll(async () => void (await program?.stop()));

describe('the running program', () => {
  test('shows all metrics of the catalogue, and none besides', async () => {
    const { types } = await until('the alert of the lead has arrived', async () => {
      const shown = await scrape();
      return sum(shown, 'scoville_event_to_alert_seconds_count') > 0 && shown;
    });
    const shown = [...types].filter(([name]) => isKnownHere(name)).sort();
    const known = [...catalogue.values()].filter(({ name }) => isKnownHere(name));
    expect(shown).toEqual(known.map(({ name, kind }) => [name, kind]).sort());
  });

  test('gives each sample the labels of its metric, and values of the closed lists alone', async () => {
    const shown = await scrape();
    const strange = shown.samples.flatMap((sample) => {
      const metric = catalogue.get(metricOf(sample, shown));
      const labels = Object.entries(sample.labels).filter(([label]) => label !== 'le');
      return labels.flatMap(([label, value]) => {
        const values = metric?.labels[label];
        if (values === undefined) return [`${sample.name} has the label ${label}`];
        return closedValues(values)?.includes(value) === false
          ? [`${sample.name} has ${label} ${value}`]
          : [];
      });
    });
    expect(strange).toEqual([]);
    // An open list begins with nothing.
    const isOpen = ({ labels }: Metric) =>
      Object.values(labels).some((values) => closedValues(values) === null);
    const without = [...catalogue.values()].filter(
      (metric) =>
        isKnownHere(metric.name) &&
        !isOpen(metric) &&
        !shown.samples.some((sample) => metricOf(sample, shown) === metric.name),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  test('shows what waits, what is connected, and how it does', async () => {
    const shown = await until('the history has it', async () => {
      const now = await scrape();
      return sum(now, 'scoville_history_events_total') > 0 && now;
    });
    const hops = shown.samples.filter(({ name }) => name === 'scoville_oldest_waiting_seconds');
    expect(hops.map(({ labels }) => labels['hop'])).toEqual(
      expect.arrayContaining(['score', 'history', 'sales', 'choose', 'compose', 'deliver']),
    );
    expect(sum(shown, 'scoville_postgresql_connections')).toBeGreaterThan(0);
    expect(sum(shown, 'scoville_postgresql_connections_max')).toBe(10);
    const generations = shown.samples.filter(({ name }) => name === 'scoville_programme_generation');
    expect(generations.map(({ value }) => value)).toEqual([1, 1]);
    expect(sum(shown, 'process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(sum(shown, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });
});

/** Memory and files of a process are counted on Linux alone. */
function isKnownHere(name: string): boolean {
  return process.platform === 'linux' || !/^process_(?:resident|virtual|heap|open|max)/.test(name);
}
