/** The alert rules against the catalogue and the runbook: each names what is there, and each is tried from both sides. */
import { describe, expect, test } from 'vitest';
import { type Metric, scrapedTable } from '../../../src/base/telemetry/telemetry.ts';
import { textOf } from '../../support/source-text.ts';
import { anchorsOf } from '../links.ts';
import { alertName } from './alert.ts';
import { alertCases } from './alert-cases.ts';
import { alerts } from './alerts.ts';
import { latencyObjectives, recordingRules } from './objectives.core.ts';
import { partAbove, quantile, series } from './promql.core.ts';
import { runbookOf } from './rules-file.core.ts';

const recorded = new Set(recordingRules.map(({ record }) => record));
const catalogue = new Map(Object.values<Metric>(scrapedTable).map((metric) => [metric.name, metric]));
const ofPrometheus = new Set(['job', 'instance', 'le']);

/** The metrics of an expression with the labels that it asks for; names that are neither known nor recorded are strange. */
function strangeIn(expr: string): string[] {
  const names = expr.match(/\b(?:scoville[_:]|process_|nodejs_)\w+(?::\w+)*/g) ?? [];
  const known = (name: string) =>
    recorded.has(name) || catalogue.has(name.replace(/_(?:bucket|sum|count)$/, '')) || catalogue.has(name);
  const labels = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner = '']) =>
    [...inner.matchAll(/(\w+)=/g)].map(([, label]) => label ?? ''),
  );
  const grouped = [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, inner = '']) =>
    inner.split(', '),
  );
  const allowed = new Set([
    ...ofPrometheus,
    ...names.flatMap((name) =>
      Object.keys(
        catalogue.get(name.replace(/_(?:bucket|sum|count)$/, ''))?.labels ??
          catalogue.get(name)?.labels ??
          {},
      ),
    ),
  ]);
  return [
    ...names.filter((name) => !known(name)),
    ...[...labels, ...grouped].filter((label) => !allowed.has(label)),
  ];
}

describe('every rule', () => {
  test.each([
    ...alerts.map((rule) => [alertName(rule), rule.expr]),
    ...recordingRules.map(({ record, expr }) => [record, expr]),
  ])('%s names metrics and labels of the catalogue', (_name, expr = '') => {
    expect(strangeIn(expr)).toEqual([]);
    expect(expr).toMatch(/scoville|process_|nodejs_|up\{/);
  });

  test('the checker finds a metric and a label that are not there', () => {
    expect(strangeIn('sum by (partition) (scoville_nothing) > scoville_held_leads{tier="1"}')).toEqual([
      'scoville_nothing',
      'tier',
      'partition',
    ]);
  });
});

describe('every alert', () => {
  test.each(alerts.map((rule) => [alertName(rule), rule] as const))(
    '%s is tried from both sides',
    (_name, rule) => {
      const cases = alertCases.filter(({ of }) => of === rule.name);
      expect(cases.some(({ quiet }) => quiet.length > 0)).toBe(true);
      expect(cases.some(({ fires }) => fires.length > 0)).toBe(true);
    },
  );

  test('has a section of the runbook, and its words are sentences', () => {
    const anchors = anchorsOf(textOf('docs/runbooks.md'));
    const broken = alerts.filter((rule) => !anchors.has(runbookOf(rule).split('#')[1] ?? ''));
    expect(broken.map(alertName)).toEqual([]);
    for (const { summary, means, see, do: todo } of alerts)
      for (const text of [summary, means, see, todo]) expect(text).toMatch(/^[A-Z*`].*[.`]$/);
    expect(new Set(alerts.map(alertName)).size).toBe(alerts.length);
  });

  test('names limits that a scrape can show: no case is of an alert that is not there', () => {
    const names = new Set(alerts.map(({ name }) => name));
    expect(alertCases.filter(({ of }) => !names.has(of))).toEqual([]);
  });
});

describe('parts of PromQL', () => {
  test('several values of a label are an expression, one is not', () => {
    expect(series('oldestWaiting', { hop: 'score' })).toBe('scoville_oldest_waiting_seconds{hop="score"}');
    expect(series('oldestWaiting', { hop: 'choose|compose' })).toBe(
      'scoville_oldest_waiting_seconds{hop=~"choose|compose"}',
    );
  });

  test('a part above a bound needs a bucket of it', () => {
    expect(partAbove('ingestToScore', 0.5, '5m')).toContain('{le="0.5"}');
    expect(partAbove('ingestToScore', 1, '5m')).toContain('{le=~"1|1[.]0"}');
    expect(() => partAbove('ingestToScore', 2, '5m')).toThrow(/has no bucket of 2 s; it has 0.001, .* 10$/);
    for (const { histogram, seconds } of latencyObjectives)
      expect(partAbove(histogram, seconds, '1h')).toBeTruthy();
  });

  test('a quantile keeps the labels that it is asked by', () => {
    expect(quantile(0.9, 'deliverySeconds', '5m', ['channel'])).toBe(
      'histogram_quantile(0.9, sum by (le, channel) (rate(scoville_delivery_seconds_bucket[5m])))',
    );
  });
});
