/** An upgrade while the earlier program runs: that of the commit before the newest migration, beside the one of this source. */
import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { audited } from '../support/audits.ts';
import { clicksRules } from '../support/clicks-rules.ts';
import { startTestDatabase } from '../support/databases.ts';
import { everyItem, type Program, programWriteKey, startProgram } from '../support/program.ts';
import { startTestRedis } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const git = (...args: string[]) =>
  spawnSync('git', args, { cwd: root, encoding: 'buffer', maxBuffer: 2 ** 28 });

/** The commit before the newest migration; null where there is no git, or too little of its past. */
function earlierCommit(): string | null {
  const found = git('log', '-1', '--format=%H', '--diff-filter=A', '--', ':(glob)src/**/migrations/*.sql');
  const commit = found.status === 0 ? found.stdout.toString().trim() : '';
  return commit !== '' && git('cat-file', '-e', `${commit}^`).status === 0 ? `${commit}^` : null;
}
const commit = earlierCommit();

/** The source of a commit, with the packages of now. */
function sourceOf(name: string): string {
  const folder = newDirectory('earlier');
  const archive = git('archive', '--format=tar', name, 'src', 'rules', 'clients', 'package.json');
  expect(archive.status).toBe(0);
  expect(spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout }).status).toBe(0);
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  cpSync(path.join(root, 'dist', 'web'), path.join(folder, 'dist', 'web'), { recursive: true });
  return folder;
}

test.runIf(commit !== null)(
  'an earlier program goes on beside the upgraded one, and starts again beside it',
  async () => {
    const [redis, postgres] = await Promise.all([
      startTestRedis(),
      startTestDatabase({ isWithoutTables: true }),
    ]);
    onTestFinished(async () => {
      await Promise.all([redis.stop(), postgres.stop()]);
    });
    const settings = { REDIS_URL: redis.url, DATABASE_URL: postgres.url, RULES_DIR: clicksRules() };
    const earlier = await startProgram(settings, [], {
      args: [path.join(sourceOf(commit ?? ''), 'src', 'main.ts')],
      env: {},
    });
    onTestFinished(() => earlier.kill());
    let people = 0;
    /** Somebody becomes a lead by one program, and the other one shows it. */
    const lead = async (by: Program, shownBy: Program) => {
      const userId = `person-${++people}`;
      const traits = { email: `${userId}@example.com` };
      const response = await fetch(`${by.url}/v1/batch`, {
        method: 'POST',
        body: JSON.stringify({
          batch: [
            { type: 'identify', userId, traits, messageId: `i${people}` },
            { type: 'track', userId, event: 'Clicked', messageId: `c${people}` },
          ],
          writeKey: programWriteKey,
        }),
      });
      expect(response.status).toBe(200);
      await until(
        `${userId} is a lead`,
        async () => (await everyItem(shownBy, '/api/v1/leads')).length === people,
      );
    };
    await lead(earlier, earlier);
    const upgraded = await startProgram(settings);
    onTestFinished(() => upgraded.kill());
    await lead(earlier, upgraded);
    await lead(upgraded, earlier);
    // Rolled back: the earlier version starts on the tables of the later one.
    expect(await earlier.stop()).toBe(0);
    await earlier.restart();
    await lead(earlier, upgraded);
    expect(await upgraded.stop()).toBe(0);
    await lead(earlier, earlier);
    // Who is not in the history yet is skipped: audited again, everybody is there.
    const audit = await until('the history has everybody', async () => {
      const result = await audited(earlier);
      return result.checked === people && result;
    });
    expect(audit.mismatched).toBe(0);
  },
);
