/** Several processes under the supervisor of `npm start`: each role works, what is killed comes back, and all end together. */
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive, listProcesses } from '../../src/setup/process-table.ts';
import { clicksRules } from '../support/clicks-rules.ts';
import { startTestDatabase } from '../support/databases.ts';
import { api, type Program, programWriteKey, startProgram } from '../support/program.ts';
import { startTestRedis } from '../support/servers.ts';
import { inWholeForm, isShort } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const begin = { args: [fileURLToPath(new URL('../../src/start.ts', import.meta.url))], env: {} };
const waitMsMax = 60_000;

const childrenOf = ({ pid }: Program) =>
  listProcesses().filter(({ parentPid, pid: child }) => parentPid === pid && isAlive(child));
const said = ({ lines }: Program) => lines.join('\n');

async function click(program: Program, messageId: string): Promise<void> {
  const event = { type: 'track', userId: 'ada', event: 'Clicked', messageId };
  const response = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch: [event], writeKey: programWriteKey }),
  });
  expect(response.status).toBe(200);
}

const hasScore = (program: Program, score: number) =>
  until(
    `ada has ${score}`,
    async () => {
      const view = await api<{ scores: { clicks?: { score: number } } }>(program, '/api/v1/profiles/ada');
      return view.scores.clicks?.score === score;
    },
    waitMsMax,
  );

/** Stores of a test, and the settings of two processes on them. */
async function stores(): Promise<Record<string, string>> {
  const [redis, postgres] = await Promise.all([
    startTestRedis(),
    startTestDatabase({ isWithoutTables: true }),
  ]);
  onTestFinished(async () => {
    await Promise.all([redis.stop(), postgres.stop()]);
  });
  const urls = { REDIS_URL: redis.url, DATABASE_URL: postgres.url };
  return { ...urls, RULES_DIR: clicksRules(), PROCESSES: '2' };
}

const bothRun = (program: Program) =>
  until('both run', () => said(program).includes('2 processes run: door and console, worker 1.'), waitMsMax);

test('a door with the console and a worker: the killed one is started again, and a stop ends both', async () => {
  const program = await startProgram(await stores(), [], begin);
  onTestFinished(() => program.kill());
  await bothRun(program);
  expect(said(program)).not.toContain('Redis has lost data');
  await click(program, 'one');
  await hasScore(program, 30);

  // The worker starts when the door is ready, as the last one.
  const before = childrenOf(program).sort((one, other) => one.pid - other.pid);
  expect(before).toHaveLength(2);
  const killed = before.slice(isShort ? 1 : 0).map(({ pid }) => pid);
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  await until('it says so', () =>
    /worker 1 ended with SIGKILL; starting it again in 1 s/.test(said(program)),
  );
  await until('the door takes an event', () => click(program, 'two').then(() => true), waitMsMax);
  await hasScore(program, 60);
  expect(childrenOf(program).filter(({ pid }) => killed.includes(pid))).toEqual([]);

  expect((await fetch(`${program.url}/readyz`)).status).toBe(200);
  const children = childrenOf(program);
  expect(await program.stop()).toBe(0);
  expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
});

inWholeForm(() => {
  test('a supervisor that is killed takes its processes with it', async () => {
    const program = await startProgram(await stores(), [], begin);
    onTestFinished(() => program.kill());
    await bothRun(program);
    const orphans = childrenOf(program);
    expect(orphans).toHaveLength(2);
    await program.kill();
    await until('they have ended', () => orphans.every(({ pid }) => !isAlive(pid)), waitMsMax);
  });

  test('a process that cannot start ends all of them: the port of Redis is taken', async () => {
    const settings = await stores();
    const taken = { ...settings, OPS_PORT: new URL(settings['REDIS_URL'] ?? '').port };
    await expect(startProgram(taken, [], begin)).rejects.toThrow(
      'Scoville ends: door and console ended during the start, with code 1',
    );
  });
});
