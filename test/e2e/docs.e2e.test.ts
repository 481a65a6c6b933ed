/** The curl lines of the documentation, run by a shell against the real program; and what the pages say comes of them. */
import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type Program, programWriteKey, startOnTestServers } from '../support/program.ts';
import { repository, textOf } from '../support/source-text.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const pages = ['README.md', 'docs/start.md', 'docs/send-events.md'];
const programme = 'emea-lead-scoring';
const run = promisify(execFile);

let program: Program;
let rulesDirectory: string;

beforeAll(async () => {
  rulesDirectory = newDirectory('rules');
  await cp(path.join(repository, 'rules'), rulesDirectory, { recursive: true });
  program = await startOnTestServers({ RULES_DIR: rulesDirectory });
});

afterAll(async () => {
  expect(await program?.stop()).toBe(0);
});

/** Every command of a page's shell blocks that sends an event, with this program's address and key. */
function eventsOf(page: string): string[] {
  const blocks = [...textOf(page).matchAll(/^```(?:sh)?\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');
  return blocks.flatMap((block) =>
    [...block.matchAll(/curl -u [\s\S]*?'[^']*'(?: http\S+)?/g)].map(([command]) =>
      command.replace(/https?:\/\/[\w.:]+(?=\/v1)/, program.url).replace(/-u \S+:/, `-u ${programWriteKey}:`),
    ),
  );
}

const scoreOf = async (key: string) =>
  (
    await api<{ scores: Record<string, { score: number }> }>(
      program,
      `/api/v1/profiles/${encodeURIComponent(key)}`,
    )
  ).scores[programme]?.score;

test.each(pages)('every event of %s is accepted', async (page) => {
  const commands = eventsOf(page);
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    const { stdout } = await run('sh', ['-c', `${command} --silent --show-error`]);
    expect([command, stdout]).toEqual([command, '{"success":true}']);
  }
});

test('the first lead of docs/start.md appears', async () => {
  await until(
    'the visitor has the points of page and case study',
    async () => (await scoreOf('grace')) === 25,
  );
  const leads = await until('the lead', async () => {
    const { items } = await api<{ items: { person: { email: string } }[] }>(program, '/api/v1/leads');
    return items.some(({ person }) => person.email === 'grace@example.com') ? items : null;
  });
  expect(leads.length).toBeGreaterThan(0);
});

test('a demo video is worth what the file says, before and after it is saved', async () => {
  await until('the video of the README', async () => (await scoreOf('17')) === 8);
  const file = path.join(rulesDirectory, `${programme}.yaml`);
  const text = await readFile(file, 'utf8');
  const shown = textOf('README.md').match(/^ {2}- id: demo-video\n(?: {4}.+\n)+/m)?.[0] ?? 'no rule';
  expect(text).toContain(shown);
  await writeFile(file, text.replace(shown, shown.replace('points: 8', 'points: 12')));
  await until('the profile is re-scored', async () => (await scoreOf('17')) === 12);
});
