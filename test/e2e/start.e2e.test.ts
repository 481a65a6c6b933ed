/** Starting and stopping as an operator does: what is printed, a second start, a restart, roles, what logs never say. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { scoville } from '../support/command-line.ts';
import { runCurl } from '../support/curl-line.ts';
import {
  api,
  type Program,
  programToken,
  programWriteKey,
  startOnTestServers,
  startProgram,
} from '../support/program.ts';
import { fromSource, type ProgramStart, programStart } from '../support/program-file.ts';
import { startTestPostgres, startTestRedis } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const started: Program[] = [];

const start = async (settings: Record<string, string> = {}, args: string[] = [], from?: ProgramStart) => {
  const program = await startProgram(settings, args, from);
  started.push(program);
  return program;
};

afterEach(async () => {
  await Promise.all(started.splice(0).map((program) => program.stop()));
});

/** A start that is expected to refuse: its exit code and what it says. */
async function refusal(env: Record<string, string>): Promise<{ code: number | null; words: string }> {
  const begin = await programStart();
  const { status, stdout, stderr } = spawnSync(process.execPath, begin.args, {
    env: { ...process.env, PORT: '0', ...begin.env, ...env },
    encoding: 'utf8',
  });
  return { code: status, words: stdout + stderr };
}

const send = async (program: Program, path: string, body: object) =>
  (
    await fetch(program.url + path, {
      method: 'POST',
      body: JSON.stringify({ ...body, writeKey: programWriteKey }),
    })
  ).status;

const scoreOf = async (program: Program, key: string) =>
  (await api<{ scores: Record<string, { score: number }> }>(program, `/api/v1/profiles/${key}`)).scores[
    'emea-lead-scoring'
  ]?.score;

describe('a start', () => {
  test('prints address, log-in, write key, snippet and a curl that works; stops with 0 on SIGTERM; finds everything again, after kill -9 too', async () => {
    const program = await start({}, [], fromSource);
    const printed = await until('it says where it listens', async () => {
      const lines = program.lines.join('\n');
      return lines.includes(program.url) && lines;
    });
    expect(printed).toContain(`data-write-key="${programWriteKey}"`);
    expect(printed).toContain('log in as admin@scoville.local');
    const curl = /curl -u .*$/m.exec(printed)?.[0] ?? '';
    expect(await runCurl(curl)).toEqual({ status: 200, text: '{"success":true}' });
    await until('15 points', async () => (await scoreOf(program, 'first-visitor')) === 15);
    expect(printed).not.toContain('/shop');
    expect(await statusOf(program, '/shop')).toBe(404);

    const second = await refusal({ DATA_DIR: program.dataDir });
    expect(second.code).toBe(1);
    expect(second.words).toMatch(new RegExp(`already running.*${program.pid}`));

    // Beside the program by its private stores, and back into private stores that the command starts.
    const file = path.join(newDirectory('backup'), 'scoville.tar.gz');
    const own = { DATA_DIR: program.dataDir };
    const nowhere = await scoville(own, 'backup', `${file}/none.tar.gz`);
    expect(nowhere).toEqual({
      code: 2,
      words: expect.stringContaining('none.tar.gz.part" cannot be used: '),
    });
    expect(await scoville(own, 'backup', file)).toMatchObject({ code: 0 });
    expect((await scoville(own, 'restore', file, '--replace')).words).toContain('already running');
    expect(await program.stop()).toBe(0);
    expect(await scoville(own, 'restore', file, '--replace')).toMatchObject({ code: 0 });
    const next = await start(own);
    await until('the points are restored', async () => (await scoreOf(next, 'first-visitor')) === 15);

    const view = { anonymousId: 'v', messageId: 'm', properties: { path: '/managed-cloud' } };
    expect(await send(next, '/v1/page', view)).toBe(200);
    await next.kill();
    await next.restart();
    await until('15 points', async () => (await scoreOf(next, 'v')) === 15);
  });

  test('refuses bad settings, all at once, without showing secrets', async () => {
    const { code, words } = await refusal({
      DATA_DIR: newDirectory('data'),
      PORT: '99999',
      ROLES: 'ingest,wroker',
      WRITE_KEY: 'secret-but-bad',
      REDIS_URL: 'http://x',
    });
    expect(code).toBe(1);
    expect(words).toMatch(/PORT=99999/);
    expect(words).toMatch(/"wroker" is no role; expected some of ingest,worker,console/);
    expect(words).toMatch(/WRITE_KEY: expected "c" and 24 of a-z0-9/);
    expect(words).toMatch(/REDIS_URL: expected one of redis:/);
    expect(words).not.toContain('secret-but-bad');
  });

  test('refuses a bad programme with all its errors', async () => {
    const { code, words } = await refusal({
      DATA_DIR: newDirectory('data'),
      RULES_DIR: newDirectory('rules'),
    });
    expect(code).toBe(1);
    expect(words).toMatch(/no programme file; add at least one \*\.yaml/);
  });
});

const statusOf = async (program: Program, path: string) =>
  (await fetch(program.url + path, { headers: { authorization: `Bearer ${programToken}` } })).status;

const metricsToken = 'who-watches-has-this';

describe('while it runs', () => {
  let program: Program;
  beforeAll(async () => {
    program = await startOnTestServers(
      { NODE_ENV: 'production', LOG_LEVEL: 'debug', METRICS_TOKEN: metricsToken },
      ['--demo'],
    );
  });
  afterAll(() => program?.kill());

  test('shop, history and log-ins of the demo stay away from production', async () => {
    const options = await fetch(`${program.url}/api/v1/session/options`);
    expect(await options.json()).toEqual({ provider: null, failure: null, demo: null });
    expect((await api<{ items: object[] }>(program, '/api/v1/people')).items).toEqual([]);
    expect(await statusOf(program, '/shop')).toBe(404);
    expect(await statusOf(program, '/shop/assets/shop.js')).toBe(404);
  });

  test('health, readiness and metrics are there for operators; logs are JSON and name nobody', async () => {
    expect(await (await fetch(`${program.url}/livez`)).json()).toEqual({ status: 'ok' });
    await until('it says that it listens', async () =>
      program.lines.some((line) => line.includes('listening')),
    );
    expect(await (await fetch(`${program.url}/readyz`)).json()).toEqual({ status: 'ok', reasons: [] });
    expect(await statusOf(program, '/api/v1/setup')).toBe(200);
    const traits = { email: 'ada.secret@example.com', name: 'Ada Secret' };
    await send(program, '/v1/identify', { userId: 'ada-secret', messageId: 'i', traits });
    await send(program, '/v1/track', {
      userId: 'ada-secret',
      messageId: 't',
      event: 'Product Added',
      timestamp: '2020-01-01T00:00:00Z',
    });
    await send(program, '/v1/track', { userId: 'ada-secret', event: '' });
    const metrics = await until('metrics', async () => {
      const headers = { authorization: `Bearer ${metricsToken}` };
      const text = await (await fetch(`${program.url}/metrics`, { headers })).text();
      return /scoville_events_scored_total 1/.test(text) &&
        /scoville_events_refused_total\{reason="late"\} 1/.test(text) &&
        // A gauge may be of a second before.
        /scoville_stream_lag_entries\{partition="0"\} 0/.test(text)
        ? text
        : null;
    });
    for (const name of [
      'events_accepted_total{type="identify"} 1',
      'events_rejected_total{reason="invalid_event"} 1',
      'tasks_open 0',
      'commit_conflicts_total 0',
    ]) {
      expect(metrics).toContain(`scoville_${name}`);
    }
    expect(metrics).toMatch(/scoville_ingest_to_score_seconds_count [1-9]/);
    await program.stop();
    const logged = program.lines.filter((line) => line.startsWith('{'));
    expect(logged.length).toBeGreaterThan(0);
    for (const line of logged) expect(() => JSON.parse(line)).not.toThrow();
    expect(logged.join('\n')).not.toMatch(/secret|token-of-the-tests/i);
  });

  test('roles are separate processes on the same stores', async () => {
    const stores = await Promise.all([startTestRedis(), startTestPostgres()]);
    onTestFinished(async () => void (await Promise.all(stores.map((store) => store.stop()))));
    const [redis, postgres] = stores;
    const startRole = (role: string) =>
      start({ REDIS_URL: redis.url, DATABASE_URL: postgres.url, ROLES: role });
    const [door, worker, office] = await Promise.all(['ingest', 'worker', 'console'].map(startRole));
    if (!door || !worker || !office) throw new Error('a role did not start');
    // A door lives before there is an installation, and says so with 503 until one of the others has made it.
    for (const role of [door, worker, office])
      await until('the role is ready', async () => (await statusOf(role, '/readyz')) === 200);
    const body = { anonymousId: 'x', messageId: 'm', properties: { path: '/managed-cloud' } };
    for (const withoutDoor of [worker, office]) expect(await send(withoutDoor, '/v1/page', body)).toBe(404);
    for (const withoutConsole of [door, worker])
      expect((await fetch(`${withoutConsole.url}/api/v1/leads`)).status).toBe(404);
    expect(await statusOf(office, '/api/v1/setup')).toBe(200);
    expect(await send(door, '/v1/page', body)).toBe(200);
    await until('the console shows what the worker scored', async () => (await scoreOf(office, 'x')) === 15);
  });
});
