/** Prometheus as set-up gets it: one that is named is taken, and where none can be had it says what is skipped. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startModule } from '../support/child-program.ts';
import { prometheusFolder, whyNoPrometheus } from '../support/prometheus.ts';
import { newDirectory } from '../support/test-run.ts';

/** Runs it for a checkout without tools of its own; returns what it prints and answers. */
async function ensured(environment: Record<string, string>): Promise<string> {
  const program = startModule(
    `
    const { ensurePrometheus } = await import('./src/setup/prometheus.mjs');
    const root = process.env.CHECKOUT;
    console.log('answer: ' + await ensurePrometheus({ root, say: (line) => console.log(line) }));
  `,
    { CHECKOUT: newDirectory('checkout'), ...environment },
  );
  expect(await program.ended).toBe(0);
  return program.output();
}

test.skipIf(whyNoPrometheus !== null)('one that is named is taken, and nothing is fetched', async () => {
  const said = await ensured({ SCOVILLE_PROMETHEUS: prometheusFolder ?? '' });
  expect(said).toBe(`answer: ${prometheusFolder}\n`);
});

test.skipIf(existsSync('/usr/bin/promtool'))(
  'without Debian’s tools it says what is skipped, and why',
  async () => {
    const said = await ensured({ SCOVILLE_PROMETHEUS: '', PATH: '/nowhere' });
    expect(said).toMatch(/\*\*\* THE TESTS OF ALERT RULES AND DASHBOARDS WILL BE SKIPPED: no Prometheus/);
    expect(said).toMatch(/answer: null\n$/);
  },
);
