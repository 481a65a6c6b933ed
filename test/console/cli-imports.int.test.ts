/** `scoville import` and `scoville export` against the real program, by the function that the process runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../../src/commands/commands.ts';
import { readEnvironment } from '../../src/environment.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type Program, programToken, startProgram } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';

let servers: (TestServer | TestDatabase)[] = [];
let program: Program;
const folder = newDirectory('files');

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  servers = [redis, postgres];
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
});
afterAll(async () => {
  await program?.kill();
  for (const server of servers) await server.stop();
});

async function scoville(...given: string[]): Promise<{ code: number; said: string; complained: string }> {
  const said: string[] = [];
  const complained: string[] = [];
  const { hostname, port } = new URL(program.url);
  const code = await runCommandLine(given, {
    environment: () => readEnvironment({ HOST: hostname, PORT: port, API_TOKEN: programToken }),
    say: (line) => void said.push(line),
    writeOut: async (bytes) => {
      for await (const chunk of bytes) said.push(Buffer.from(chunk).toString());
    },
    complain: (line) => void complained.push(line),
    showProgress: () => {},
    onInterrupt: () => {},
    readIn: async () => '',
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

const write = (name: string, text: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

test('a file is checked, imported, exported and taken back', async () => {
  const file = write('people-2026.csv', 'Wer;Mail\r\nAda;ada@cli.example\r\nBob;nowhere\r\n');
  const dry = await scoville('import', file, '--dry-run', '--map', 'Wer=name');
  expect([dry.code, dry.said]).toEqual([
    1,
    expect.stringMatching(/people of people-2026\.csv {2}checked: 1 new, 0 changed, 0 unchanged, 1 bad/),
  ]);
  expect(dry.said).toContain('columns: Wer → name, Mail → email');
  const rejected = file.replace('.csv', '.rejected.csv');
  expect(dry.said).toContain(rejected);
  expect(readFileSync(rejected, 'utf8')).toContain('"""Mail"": expected an e-mail address";Bob;nowhere');
  const done = await scoville('import', file, '--rows', 'good', '--map', 'Wer=name');
  expect([done.code, done.said]).toEqual([0, expect.stringMatching(/done: 1 new/)]);
  writeFileSync(rejected, readFileSync(rejected, 'utf8').replace(';Bob;nowhere', ';Bob;bob@cli.example'));
  expect((await scoville('import', rejected, '--map', 'Wer=name')).said).toMatch(
    /done: 1 new, 0 changed, 0 unchanged, 0 bad/,
  );
  const out = path.join(folder, 'out.csv');
  await scoville('export', 'people', '--filter', 'q=ada@cli', '--out', out);
  expect(readFileSync(out, 'utf8')).toMatch(
    /^\ufeffid,email,claimedEmail,name,.*\r\npn_[\w-]+,ada@cli\.example,,Ada,/,
  );
  expect((await scoville('export', 'people')).said).toMatch(/bob@cli\.example,,Bob/);
  const id = /im_[\w-]+/.exec(done.said)?.[0] ?? '';
  expect((await scoville('import', 'undo', id)).said).toMatch(/undone: 1 new/);
  expect((await scoville('export', 'people')).said).not.toContain('ada@cli.example');
  expect((await scoville('import', 'list')).said.match(/^im_/gm)).toHaveLength(3);
  expect(JSON.parse((await scoville('import', 'show', id, '--json')).said)).toMatchObject({
    id,
    status: 'undone',
  });
});

test.each<[given: string[], words: RegExp, code?: number]>([
  [['import'], /a file is missing/],
  [['import', 'nowhere/people.csv'], /there is no such file or folder \(ENOENT\)/, 2],
  [['import', 'cats.csv'], /the kind of "cats.csv" is not known by its name; add --kind people\|companies/],
  [['import', 'people.csv', '--map', 'x'], /--map is "x": expected a pair/],
  [['import', 'undo', 'im_none'], /there is no import "im_none"/],
  [['export', 'products', '--filter', 'owner=x'], /"owner" is no filter of products/],
])('%j is refused', async (given, words, code = 1) => {
  for (const name of ['cats.csv', 'people.csv']) write(name, 'email\n');
  const ended = await scoville(
    ...given.map((word) => (/^(?:cats|people)\.csv$/.test(word) ? path.join(folder, word) : word)),
  );
  expect([ended.code, ended.complained.replaceAll(`${folder}${path.sep}`, '')]).toEqual([
    code,
    expect.stringMatching(words),
  ]);
});
