/** Two real processes with rules folders of their own, one changed long before the other: everybody ends with one score. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { startFaultRedis } from '../support/fault-redis.ts';
import { api, type Program, programWriteKey, startProgram } from '../support/program.ts';
import { isLong } from '../support/test-form.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const rules = fileURLToPath(new URL('../../rules', import.meta.url));
const programme = 'emea-lead-scoring';
const people = isLong ? 3_000 : 100;
const waitMsMax = 60_000;
/** How many people view a page between one folder's change and the other's. */
const peopleBetween = Math.floor(people / 2);

/** A program with a folder of its own, and the file of the programme in it. */
interface Folder {
  program: Program;
  file: string;
}

/** One installation for both tests: the second finds what the first has left. */
let one: Folder;
let two: Folder;
const servers: TestDatabase[] = [];

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startFaultRedis(), startTestDatabase()]);
  servers.push(redis, postgres);
  const begin = async (): Promise<Folder> => {
    const directory = newDirectory('rules');
    await cp(rules, directory, { recursive: true });
    const settings = { REDIS_URL: redis.url, DATABASE_URL: postgres.url, RULES_DIR: directory };
    return { program: await startProgram(settings), file: join(directory, `${programme}.yaml`) };
  };
  // At once, on empty stores.
  [one, two] = await Promise.all([begin(), begin()]);
});
afterAll(async () => {
  for (const folder of [one, two]) await folder?.program.kill();
  for (const server of servers) await server.stop();
});

/** A page that somebody saw so long ago, ms: pages of one moment are one. */
async function view(program: Program, person: number, agoMs = 0): Promise<void> {
  const timestamp = new Date(Date.now() - agoMs).toISOString();
  const response = await fetch(`${program.url}/v1/page`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${programWriteKey}:`).toString('base64')}` },
    body: JSON.stringify({ userId: `person-${person}`, timestamp, properties: { path: '/managed-cloud' } }),
  });
  expect(response.status).toBe(200);
}

type Scores = Record<string, { score: number; programmeVersion: string }>;

/** Who was found wrong last is asked first: most looks then end with one request. */
let lastWrong = 0;

/** Somebody who has another score, in words; null where everybody has it. */
const wrongAmong = async (program: Program, score: number): Promise<string | null> => {
  for (let asked = 0; asked < people; asked++) {
    const person = (lastWrong + asked) % people;
    const found = await api<{ scores: Scores }>(program, `/api/v1/profiles/person-${person}`).catch(
      () => null,
    );
    const shown = found?.scores[programme]?.score;
    if (shown === score) continue;
    lastWrong = person;
    return `person-${person}: ${shown}`;
  }
  return null;
};

test('two starts at once on empty stores take nothing for lost', async () => {
  for (const { program } of [one, two])
    expect(await api(program, '/api/v1/restores')).toMatchObject({ items: [] });
});

test('one folder changed while the other stays: nobody is scored by the old rules for good', async () => {
  const sent = async (from: number, to: number, agoMs = 0) => {
    for (let person = from; person < to; person++)
      await view(person % 2 === 0 ? one.program : two.program, person, agoMs);
  };
  await sent(0, people, 10_000);
  await until('all are scored', async () => (await wrongAmong(two.program, 15)) === null, waitMsMax);
  const changed = (await readFile(one.file, 'utf8')).replace('points: 15', 'points: 17');
  // A second rule, so that everybody is rebuilt from the history too.
  const text = changed.replace(
    '\nladder:',
    '\n  - { id: cloud, label: Cloud, when: { type: page, path: /managed-cloud }, points: 2, pays: once }\n\nladder:',
  );
  await writeFile(one.file, text);
  // A second page of the visit (3 points) arrives meanwhile, at both processes.
  await sent(0, peopleBetween);
  await writeFile(two.file, text);
  await sent(peopleBetween, people);
  for (const { program } of [one, two]) {
    let wrong: string | null = null;
    await until(
      'everybody has the score of the new rules',
      async () => {
        wrong = await wrongAmong(program, 22);
        return wrong === null;
      },
      waitMsMax,
    ).catch(() => undefined);
    expect(wrong).toBeNull();
  }
  const { items } = await api<{ items: { number: number }[] }>(
    one.program,
    `/api/v1/programmes/${programme}/versions`,
  );
  expect(items.map(({ number }) => number)).toEqual([2, 1]);
});

test('an old copy that starts later changes nothing and says so', async () => {
  await two.program.kill();
  const text = (await readFile(one.file, 'utf8')).replace('points: 17', 'points: 19');
  await writeFile(one.file, text);
  await until('it is active', async () => {
    const { items } = await api<{ items: { number: number }[] }>(one.program, '/api/v1/programmes');
    return items[0]?.number === 3;
  });
  await two.program.restart();
  await view(two.program, people);
  await until(
    'scored by the text of the store',
    async () => {
      const { scores } = await api<{ scores: Scores }>(two.program, `/api/v1/profiles/person-${people}`);
      return scores[programme]?.score === 21;
    },
    waitMsMax,
  );
  const ready = (await (await fetch(`${two.program.url}/readyz`)).json()) as { notes: string[] };
  expect(ready.notes).toEqual([expect.stringContaining('was active before')]);
  expect(two.program.lines.some((line) => line.includes('was active before'))).toBe(true);
});
