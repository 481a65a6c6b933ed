/**
 * Imported people and their scores, on the real program: somebody whom events know is graded by what a file says, and by what was before
 * once it is undone. A list of strangers makes no profiles.
 */
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportView, ProfileView } from '../../../src/contract/api/api.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { api, type Program, programSecretKey, programToken, startProgram } from '../../support/program.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { newDirectory } from '../../support/test-run.ts';
import { until } from '../../support/until.ts';

const programme = `programme: fit
name: Fit
campaign: Fit
timeZone: UTC
visit: { endsAfter: 30 minutes }
rules:
  - { id: page, label: Page, when: { type: page }, points: 5, pays: every time }
fit:
  rules:
    - { id: title, label: Decides, who: { traits: { title: { contains: director } } }, points: 30 }
    - { id: country, label: Near, who: { traits: { country: DE } }, points: 15 }
  grades: { A: 30, B: 15, C: 0 }
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 30 }] }
`;

let servers: (TestServer | TestDatabase)[] = [];
let program: Program;

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  servers = [redis, postgres];
  const rules = newDirectory('rules');
  for (const folder of ['sales', 'pipelines'])
    cpSync(new URL(`../../../rules/${folder}`, import.meta.url), path.join(rules, folder), {
      recursive: true,
    });
  writeFileSync(path.join(rules, 'fit.yaml'), programme);
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url, RULES_DIR: rules });
});
afterAll(async () => {
  await program?.kill();
  for (const server of servers) await server.stop();
});

async function imported(file: string): Promise<string> {
  const answer = await fetch(`${program.url}/api/v1/imports?kind=people`, {
    ...{ method: 'POST', body: file },
    headers: { authorization: `Bearer ${programToken}`, 'content-type': 'text/csv' },
  });
  const { id } = (await answer.json()) as ImportView;
  await until(
    'it is imported',
    async () => (await api<ImportView>(program, `/api/v1/imports/${id}`)).status === 'done',
  );
  return id;
}

const gradeOf = async (email: string) =>
  (await api<ProfileView>(program, `/api/v1/profiles/${email}`)).scores['fit']?.grade ?? null;
const hasGrade = (email: string, grade: string) =>
  until(`${email} has grade ${grade}`, async () => (await gradeOf(email)) === grade);

test('a file changes the fit of somebody whom events know, and its undo changes it back', async () => {
  const email = 'ann@fit.example';
  const sent = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({
      writeKey: programSecretKey,
      batch: [
        { type: 'identify', userId: 'ann', messageId: 'who', traits: { email, title: 'Student' } },
        { type: 'page', userId: 'ann', messageId: 'page', name: 'page', properties: { path: '/' } },
      ],
    }),
  });
  expect(sent.status).toBe(200);
  await hasGrade(email, 'C');
  await imported(`email,name,title\n${email},Ann,Student\n`);
  const id = await imported(
    `email,name,title\n${email},Ann,Sales director\nstranger@fit.example,Stranger,Director\n`,
  );
  await hasGrade(email, 'A');
  // The fit alone lifts her into the tier.
  await until('a lead is open', async () =>
    (await api<{ items: { person: { email: string } }[] }>(program, '/api/v1/leads')).items.some(
      ({ person }) => person.email === email,
    ),
  );
  await expect(api(program, '/api/v1/profiles/stranger@fit.example')).rejects.toThrow(/404/);
  await api(program, `/api/v1/imports/${id}/undo`, { method: 'POST', body: {} });
  await hasGrade(email, 'C');
});

test('the undo of somebody whom sales did not know gives scoring back what events had said', async () => {
  const email = 'bea@fit.example';
  const sent = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({
      writeKey: programSecretKey,
      batch: [{ type: 'identify', userId: 'bea', messageId: 'bea', traits: { email, country: 'FR' } }],
    }),
  });
  expect(sent.status).toBe(200);
  await hasGrade(email, 'C');
  const id = await imported(`email,country,phone\n${email},DE,1234567\n`);
  await hasGrade(email, 'B');
  await api(program, `/api/v1/imports/${id}/undo`, { method: 'POST', body: {} });
  await hasGrade(email, 'C');
  const { traits } = await api<ProfileView>(program, `/api/v1/profiles/${email}`);
  expect(traits).toMatchObject({ country: 'FR', phone: null });
});
