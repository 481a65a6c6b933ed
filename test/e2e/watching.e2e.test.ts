/** The running program as Prometheus sees it: the catalogue of metrics holds, both ways, and each panel and rule finds data. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closedValues, type Metric, metricTopics } from '../../src/base/telemetry/telemetry.ts';
import { alerts } from '../docs/watching/alerts.ts';
import { dashboards } from '../docs/watching/dashboards/dashboards.ts';
import { keptDeadlines, recordingRules } from '../docs/watching/objectives.core.ts';
import { rulesFile } from '../docs/watching/rules-file.core.ts';
import { type Exposition, metricOf, readExposition } from '../support/exposition.ts';
import { getHot } from '../support/getting-hot.ts';
import { type Program, programWriteKey, startOnTestServers } from '../support/program.ts';
import { type RunningPrometheus, startPrometheus, whyNoPrometheus } from '../support/prometheus.ts';
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
    // Gauges of the stores come with the first answer of each.
    await until('each has a sample', async () => {
      const now = await scrape();
      const without = [...catalogue.values()].filter(
        (metric) =>
          isKnownHere(metric.name) &&
          !isOpen(metric) &&
          !now.samples.some((sample) => metricOf(sample, now) === metric.name),
      );
      expect(without.map(({ name }) => name)).toEqual([]);
      return true;
    });
  });

  test('shows what waits, what is connected, and how it does', async () => {
    const shown = await until('the history has it', async () => {
      const now = await scrape();
      // The connections are counted beside the events.
      return (
        sum(now, 'scoville_history_events_total') > 0 &&
        sum(now, 'scoville_postgresql_connections') > 0 &&
        now
      );
    });
    const hops = shown.samples.filter(({ name }) => name === 'scoville_oldest_waiting_seconds');
    expect(hops.map(({ labels }) => labels['hop'])).toEqual(
      expect.arrayContaining(['score', 'history', 'sales', 'choose', 'compose', 'deliver']),
    );
    // Of 16, one listens for alerts, and one is kept for questions.
    expect(sum(shown, 'scoville_postgresql_connections_max')).toBe(14);
    const generations = shown.samples.filter(({ name }) => name === 'scoville_programme_generation');
    expect(generations.map(({ value }) => value)).toEqual([1, 1]);
    expect(sum(shown, 'process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(sum(shown, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });
});

describe.skipIf(whyNoPrometheus !== null)('Prometheus', () => {
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    // Before the first scrape: an open list begins with what was counted first.
    const rejected = { userId: 'ada', event: '', writeKey: programWriteKey };
    await fetch(`${program.url}/v1/track`, { method: 'POST', body: JSON.stringify(rejected) });
    prometheus = await startPrometheus(new URL(program.url).host, rulesFile());
    await getHot(program, 'bob', 'Bob Babbage');
    await until('it has seen the alert of the second lead', async () => {
      const [seen] = await prometheus.query('max_over_time(scoville_event_to_alert_seconds_count[1m])');
      return (seen?.value ?? 0) >= 2;
    });
  });
  afterAll(async () => void (await prometheus?.stop()));

  const panels = dashboards.flatMap(({ title, rows }) =>
    rows.flatMap((row) =>
      row.panels.flatMap((panel) =>
        panel.queries.map(({ expr }) => [`${title}: ${panel.title}`, expr] as const),
      ),
    ),
  );

  test.each(panels)('has data for the panel %s', async (_panel, expr) => {
    const asked = expr.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*');
    const found = await until('data', async () => {
      const series = await prometheus.query(asked);
      // No contact task was due within the last day: a share of none is no number.
      const isNumber = expr === keptDeadlines || series.some(({ value }) => Number.isFinite(value));
      return series.length > 0 && isNumber && series;
    });
    expect(found.length).toBeGreaterThan(0);
  });

  test('has data for each metric that a rule asks for', async () => {
    const exprs = [...alerts, ...recordingRules].map(({ expr }) => expr).join(' ');
    const selectors = new Set(
      exprs.match(/(?:\bscoville[_:][\w:]*|\bprocess_\w+|\bnodejs_\w+|\bup(?=\{))(?:\{[^}]*\})?/g),
    );
    expect(selectors.size).toBeGreaterThan(30);
    // A scrape that took too long leaves nothing to see until the next.
    await until('there is data for each', async () => {
      const empty: string[] = [];
      for (const selector of selectors)
        if ((await prometheus.query(selector)).length === 0) empty.push(selector);
      expect(empty).toEqual([]);
      return true;
    });
  });

  test('has no alert of a sound installation', async () => {
    expect(await prometheus.firing()).toEqual([]);
  });
});

/** Memory and files of a process are counted on Linux alone. */
function isKnownHere(name: string): boolean {
  return process.platform === 'linux' || !/^process_(?:resident|virtual|heap|open|max)/.test(name);
}
