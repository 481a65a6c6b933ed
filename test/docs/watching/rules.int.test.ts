/** The alert rules as Prometheus understands them: every case of every alert, by promtool. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { promtool, whyNoPrometheus } from '../../support/prometheus.ts';
import { repository } from '../../support/source-text.ts';

const directory = path.join(repository, 'ops', 'prometheus');

describe.skipIf(whyNoPrometheus !== null)('promtool', () => {
  test('takes the rules and the configuration', async () => {
    expect(await promtool(directory, 'check', 'config', 'prometheus.yaml')).toEqual({
      isWell: true,
      says: expect.stringMatching(/SUCCESS: \d+ rules found/),
    });
  });

  test.each(['scoville.test.yaml', 'scoville-week.test.yaml'])('sees %s hold', async (file) => {
    const { isWell, says } = await promtool(directory, 'test', 'rules', file);
    expect(isWell, says).toBe(true);
  });
});
