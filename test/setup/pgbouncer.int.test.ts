/** PgBouncer as set-up gets it: one that is named is taken, and where none can be had it says what is skipped. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startModule } from '../support/child-program.ts';
import { pgBouncerProgram, whyNoPgBouncer } from '../support/pgbouncer.ts';
import { newDirectory } from '../support/test-run.ts';

/** Runs it for a checkout without tools of its own; returns what it prints and answers. */
async function ensured(environment: Record<string, string>): Promise<string> {
  const program = startModule(
    `
    const { ensurePgBouncer } = await import('./src/setup/pgbouncer.mjs');
    const root = process.env.CHECKOUT;
    console.log('answer: ' + await ensurePgBouncer({ root, say: (line) => console.log(line) }));
  `,
    { CHECKOUT: newDirectory('checkout'), ...environment },
  );
  expect(await program.ended).toBe(0);
  return program.output();
}

test.skipIf(whyNoPgBouncer !== null)('one that is named is taken, and nothing is fetched', async () => {
  const said = await ensured({ SCOVILLE_PGBOUNCER: pgBouncerProgram ?? '' });
  expect(said).toBe(`answer: ${pgBouncerProgram}\n`);
});

test.skipIf(existsSync('/usr/sbin/pgbouncer'))(
  'without Debian’s tools it says what is skipped, and why',
  async () => {
    const said = await ensured({ SCOVILLE_PGBOUNCER: '', PATH: '/nowhere' });
    expect(said).toMatch(/\*\*\* THE TESTS OF A POOLER WILL BE SKIPPED: no PgBouncer on this machine/);
    expect(said).toMatch(/answer: null\n$/);
  },
);
