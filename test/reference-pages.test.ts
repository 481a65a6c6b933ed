/** The reference pages against the tables they are printed from, and the tables against the rules for their names. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorCodes, limits, limitTopics } from '../src/base/kernel/kernel.ts';
import { createMetrics, type Metric, metricTable, metricTopics } from '../src/base/telemetry/telemetry.ts';
import { pageFile, pagesCommand, referencePages } from './support/reference-pages.ts';

describe('the reference pages', () => {
  test.each(Object.entries(referencePages))(`%s is what "${pagesCommand}" prints`, (page, text) => {
    expect(readFileSync(pageFile(page), 'utf8'), `run "${pagesCommand}" to rewrite ${page}`).toBe(text());
  });

  test.each([
    ['docs/metrics.md', metricTopics.flatMap(({ table }) => Object.values(table).map(({ name }) => name))],
    ['docs/errors.md', Object.keys(errorCodes)],
    ['docs/limits.md', Object.keys(limits).filter((name) => !/^(?:second|minute|hour|day)Ms$/.test(name))],
  ])('%s has a row for each name and no other', (page, names) => {
    const rows = readFileSync(pageFile(page), 'utf8').matchAll(/^\| `(\w+)` \|/gm);
    const shown = [...rows].map(([, name]) => name);
    expect(shown).toEqual(names);
    expect(shown.length).toBeGreaterThan(10);
  });
});

test('each limit has one topic', () => {
  const names = limitTopics.flatMap(({ table }) => Object.keys(table));
  expect(new Set(names).size).toBe(names.length);
});

describe('the metrics', () => {
  test.each(Object.values<Metric>(metricTable).map((row) => [row.name, row] as const))(
    '%s is named, explained and scraped',
    async (name, { kind, help, labels, buckets }) => {
      expect(name).toMatch(/^scoville_[a-z]+(?:_[a-z]+)*$/);
      expect(name.endsWith('_total')).toBe(kind === 'counter');
      expect(help).toMatch(/^[A-Z].*\.$/);
      expect(buckets === undefined).toBe(kind !== 'histogram');
      for (const values of Object.values(labels)) expect(values).not.toBe('');
      expect(await createMetrics().registry.metrics()).toContain(`# HELP ${name} ${help}`);
    },
  );

  test('the build carries the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(pageFile('package.json'), 'utf8')) as { version: string };
    const text = await createMetrics().registry.metrics();
    expect(text).toContain(`scoville_build_info{version="${version}",node="${process.versions.node}"} 1`);
  });
});

test.each(Object.entries(errorCodes))('the error %s has a sentence and a remedy', (_code, row) => {
  expect(row.status).toBeGreaterThanOrEqual(400);
  expect(row.title).toMatch(/^[A-Z].*[^.]$/);
  expect(row.remedy).toMatch(/^[A-Z].*\.$/);
});
