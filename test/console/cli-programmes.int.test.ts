/**
 * The programme commands of the command line against the real program: a few as processes, as an operator runs them; the others by
 * the function that such a process runs.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes, runCommandLine } from '../../src/commands/commands.ts';
import { readEnvironment } from '../../src/environment.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { api, type Program, programToken, startProgram } from '../support/program.ts';
import { startTestRedis } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';
import { webExamples, webProgramme } from '../support/web-programme.ts';

const servers: TestDatabase[] = [];
let program: Program;
let databaseUrl = '';
/** The folder of the program, and one of the person at the command line. */
const [rules, desk] = [newDirectory('rules'), newDirectory('desk')];

beforeAll(async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  servers.push(redis, postgres);
  databaseUrl = postgres.url;
  await writeFile(join(rules, 'web.yaml'), webProgramme(5));
  program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url, RULES_DIR: rules });
});
afterAll(async () => {
  await program?.kill();
  for (const server of servers) await server.stop();
});

/** Its lines, and the code it ended with. */
interface Ended {
  code: number;
  said: string[];
  complained: string;
}

function variables(): Record<string, string> {
  const { hostname, port } = new URL(program.url);
  return { HOST: hostname, PORT: port, API_TOKEN: programToken, RULES_DIR: rules };
}

/** Runs the command line here. */
async function scoville(...given: string[]): Promise<Ended> {
  const said: string[] = [];
  let complained = '';
  const code = await runCommandLine(given, {
    environment: () => readEnvironment(variables()),
    say: (line) => said.push(...line.split('\n')),
    complain: (line) => {
      complained += `${line}\n`;
    },
    writeOut: async () => {},
    showProgress: () => {},
    onInterrupt: () => {},
    readIn: async () => '',
  });
  return { code, said, complained };
}

/** Its process, in the folder of the person. */
function processOf(given: readonly string[]) {
  const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
  const env = { ...process.env, ...variables() };
  return spawn(process.execPath, [cli, ...given], { env, cwd: desk });
}

/** Runs it as a process, in the folder of the person. */
async function scovilleProcess(...given: string[]): Promise<Ended> {
  const child = processOf(given);
  let [said, complained] = ['', ''];
  child.stdout.on('data', (text) => {
    said += text;
  });
  child.stderr.on('data', (text) => {
    complained += text;
  });
  const [code] = await once(child, 'close');
  return { code, said: said.split('\n').filter((line) => line !== ''), complained };
}
const fileOf = (name: string) => join(desk, name);
const write = (name: string, text: string) => writeFile(fileOf(name), text);
const versions = async () => (await scoville('versions', 'web')).said.map((line) => line.split('  '));

test('without a command, or with one that there is none of, the command line says what there is', async () => {
  const [help, none, unknown, option] = await Promise.all([
    scovilleProcess('--help'),
    scoville(),
    scoville('constructor'),
    scovilleProcess('versions', 'web', '--nonsense'),
  ]);
  expect(help).toMatchObject({ code: 0, complained: '' });
  const named = help.said.flatMap((line) => /^ {2}scoville (\S+)/.exec(line)?.[1] ?? []);
  expect(named).toEqual(expect.arrayContaining(['audit', 'publish', 'rollback', 'restore', 'keys', 'erase']));
  const usage = `${help.said.join('\n')}\n`;
  expect(await scoville('help')).toEqual(help);
  expect(none).toEqual({ code: 2, said: [], complained: usage });
  expect(unknown).toEqual({ code: 2, said: [], complained: `there is no command "constructor"\n${usage}` });
  expect(option).toEqual({ code: 2, said: [], complained: `Unknown option '--nonsense'\n${usage}` });
});

describe('publish', () => {
  const broken = webProgramme(8).replace('points: 8', 'points: lots');

  test('--check says what would change and which example is not met, and publishes nothing', async () => {
    await write('draft.yaml', webProgramme(6));
    expect(await scovilleProcess('publish', 'draft.yaml', '--check')).toEqual({
      ...{ code: 0, complained: '' },
      said: [
        'rule "Page" (page): points 5 → 6',
        '0 examples ran',
        expect.stringMatching(/^WARNING: no example ran/),
      ],
    });
    await write('draft.examples.yaml', webExamples(5));
    const { code, said } = await scovilleProcess('publish', 'draft.yaml', '--check');
    expect([code, said.at(-1)]).toEqual([1, '1 example ran']);
    expect(said[1]).toMatch(/^example not met: .*"One page": the score is 6; expected 5$/);
    expect(await versions()).toHaveLength(1);
  });

  test('is held up by the examples beside the file, and takes others, or none', async () => {
    const refused = await scoville('publish', fileOf('draft.yaml'));
    expect([refused.code, refused.complained]).toEqual([
      1,
      expect.stringMatching(/does not meet its examples(.|\n)*the score is 6; expected 5/),
    ]);
    await write('others.yaml', webExamples(6));
    const published = await scoville(
      ...['publish', fileOf('draft.yaml'), '--examples', fileOf('others.yaml'), '--note', 'six'],
    );
    expect(published).toMatchObject({ code: 0, complained: '' });
    expect(published.said.slice(-2)).toEqual([
      '1 example ran',
      'web: version 2 is active; re-scoring all profiles',
    ]);
    await write('draft.yaml', webProgramme(7));
    const without = await scoville('publish', fileOf('draft.yaml'), '--no-examples');
    expect(without.said).toEqual([
      'rule "Page" (page): points 6 → 7',
      '0 examples ran',
      expect.stringMatching(/^WARNING: no example ran/),
      'web: version 3 is active; re-scoring all profiles',
    ]);
    expect(await versions()).toEqual([
      ['3', expect.any(String), expect.any(String), 'API token'],
      ['2', expect.any(String), expect.any(String), 'API token', 'six'],
      ['1', expect.any(String), expect.any(String), 'file'],
    ]);
  });

  test('--notify asks for notifications of the change', async () => {
    await write('draft.yaml', webProgramme(8));
    expect((await scoville('publish', fileOf('draft.yaml'), '--no-examples', '--notify')).code).toBe(0);
    const client = new pg.Client(databaseUrl);
    await client.connect();
    const { rows } = await client.query<{ notifies: boolean }>(
      `SELECT notifies FROM programme_versions WHERE programme = 'web' ORDER BY number`,
    );
    await client.end();
    expect(rows.map(({ notifies }) => notifies)).toEqual([false, false, false, true]);
  });

  test.each<[given: string[], words: RegExp, code: number]>([
    [[], /^a programme file is missing/, 1],
    [['absent.yaml'], /absent\.yaml/, 2],
    [[fileOf('draft.yaml'), '--examples', fileOf('broken.yaml')], /broken\.yaml:/, 1],
  ])('%j says what is wrong', async (given, words, ending) => {
    await write('broken.yaml', broken);
    const { code, said, complained } = await scoville('publish', ...given);
    expect({ code, said }).toEqual({ code: ending, said: [] });
    expect(complained).toMatch(words);
  });

  test('of a file with an error says where, by the name that was given', async () => {
    await write('broken.yaml', broken);
    const { code, said, complained } = await scovilleProcess('publish', 'broken.yaml');
    expect({ code, said }).toEqual({ code: 1, said: [] });
    expect(complained).toMatch(
      /^broken\.yaml:7:60: rules\[1\]\.points: "lots" is not allowed; expected a number/,
    );
  });
});

test('diff says what differs between two versions', async () => {
  expect((await scoville('diff', 'web', '1', '3')).said).toEqual(['rule "Page" (page): points 5 → 7']);
  expect((await scoville('diff', 'web', '2', '2')).said).toEqual(['no difference']);
  expect((await scoville('diff', 'web')).complained).toMatch(/^two versions is missing/);
});

describe('rollback', () => {
  test('takes the examples of the version, others, or none', async () => {
    const back = await scoville('rollback', 'web', '2', '--note', 'too much');
    expect(back.said).toEqual(['1 example ran', 'web: version 2 is active again, as version 5']);
    expect((await versions())[0]?.at(-1)).toBe('too much');
    await write('fives.yaml', webExamples(5));
    const held = await scoville('rollback', 'web', '2', '--examples', fileOf('fives.yaml'));
    expect([held.code, held.complained]).toEqual([1, expect.stringMatching(/the score is 6; expected 5/)]);
    const without = await scoville('rollback', 'web', '2', '--no-examples');
    expect(without.said.at(-1)).toBe('web: version 2 is active again, as version 6');
    expect(without.said[0]).toBe('0 examples ran');
  });

  test('of a version that is not there says so', async () => {
    expect((await scoville('rollback', 'web', '99')).complained).toMatch(
      /^programme "web" has no version 99/,
    );
  });
});

describe('pull', () => {
  test('writes what is active, with its examples, to a folder, and says what the folder has', async () => {
    expect((await scoville('rollback', 'web', '2')).code).toBe(0);
    await write('shop.yaml', webProgramme(9, 'shop'));
    expect((await scoville('publish', fileOf('shop.yaml'))).code).toBe(0);
    const folder = join(desk, 'pulled');
    expect((await scoville('pull', folder)).said).toEqual([
      expect.stringMatching(/^shop@[0-9a-f]{8}: .*shop\.yaml$/),
      expect.stringMatching(/^web@[0-9a-f]{8}: .*web\.examples\.yaml, .*web\.yaml$/),
    ]);
    expect(await readFile(join(folder, 'web.yaml'), 'utf8')).toBe(webProgramme(6));
    expect(await readFile(join(folder, 'web.examples.yaml'), 'utf8')).toBe(webExamples(6));
    expect((await readdir(folder)).sort()).toEqual(['shop.yaml', 'web.examples.yaml', 'web.yaml']);
    const again = await scoville('pull', folder);
    expect(again.said.every((line) => line.endsWith(': the folder has it'))).toBe(true);
  });

  test('without a folder writes to RULES_DIR, and never over a file with an error', async () => {
    expect((await scoville('pull')).code).toBe(0);
    expect(await readFile(join(rules, 'web.yaml'), 'utf8')).toBe(webProgramme(6));
    const folder = newDirectory('pulled');
    await writeFile(join(folder, 'web.yaml'), 'programme: [');
    const { code, complained } = await scoville('pull', folder);
    expect([code, complained]).toEqual([1, expect.stringMatching(/^\S+web\.yaml: is there, .*\n$/)]);
    expect(await readFile(join(folder, 'web.yaml'), 'utf8')).toBe('programme: [');
  });
});

test('Ctrl-C cancels the backtest under way, and ends the command with a code of its own', async () => {
  await write('draft.yaml', webProgramme(6));
  const client = new pg.Client(databaseUrl);
  await client.connect();
  // It reads the links first: while they are held it is under way.
  await client.query('BEGIN; LOCK TABLE links IN ACCESS EXCLUSIVE MODE');
  const child = processOf(['backtest', 'draft.yaml']);
  const closed = once(child, 'close');
  const latest = async () => {
    const { items } = await api<{ items: { id: string; status: string }[] }>(program, '/api/v1/backtests');
    return items[0];
  };
  const begun = await until('the backtest is under way', async () => {
    const one = await latest();
    return one?.status === 'running' && one;
  });
  child.kill('SIGINT');
  const [code, signal] = await closed;
  await client.query('ROLLBACK');
  await client.end();
  expect([code, signal]).toEqual([exitCodes.interrupted, null]);
  expect(await latest()).toMatchObject({ id: begun.id, status: 'cancelled' });
});

test('retire ends a programme; its versions stay', async () => {
  expect((await scoville('retire', 'shop')).said).toEqual(['shop: retired; it scores nobody from now on']);
  expect((await scoville('retire', 'shop')).complained).toMatch(/^no programme "shop" is active/);
  expect((await scoville('retire', 'web')).complained).toMatch(/the only active programme/);
  expect((await scoville('versions', 'shop')).said).toHaveLength(1);
  const back = await scoville('rollback', 'shop', '1');
  expect(back.said.at(-1)).toBe('shop: version 1 is active again, as version 2');
});

test('a person is exported, and erased where somebody is sure; the receipt is verified', async () => {
  const ada = { email: 'ada@example.com', name: 'Ada Lovelace' };
  await api(program, '/api/v1/people', { method: 'POST', body: ada });
  const exported = await scoville('export', ada.email);
  expect(exported.code).toBe(0);
  expect(JSON.parse(exported.said.join('\n'))).toMatchObject({ sales: { people: [ada] } });
  const unsure = await scoville('erase', ada.email);
  expect([unsure.code, unsure.complained]).toEqual([1, expect.stringContaining('nothing was erased')]);
  const erased = await scovilleProcess('erase', ada.email, '--yes');
  const [line = '', receipt = ''] = erased.said;
  expect([erased.code, line]).toEqual([0, expect.stringMatching(/^\S+ {2}done {2}.*sales\.people 1/)]);
  // Whole words: digests in hexadecimal may hold "ada" by chance.
  for (const named of Object.values(ada)) expect(receipt).not.toContain(named);
  await writeFile(fileOf('receipt.json'), JSON.stringify(JSON.parse(receipt), null, 2));
  await writeFile(fileOf('printed.txt'), `${erased.said.join('\n')}\n`);
  await writeFile(fileOf('forged.json'), JSON.stringify({ ...JSON.parse(receipt), counts: {} }));
  for (const file of ['receipt.json', 'printed.txt'])
    expect(await scoville('erase', 'verify', fileOf(file))).toMatchObject({
      ...{ code: 0, said: ['the receipt is genuine'] },
    });
  for (const file of ['nowhere.json', 'shop.yaml']) {
    const { code, complained } = await scoville('erase', 'verify', fileOf(file));
    expect([code, complained]).toEqual([1, expect.stringContaining('holds no receipt')]);
  }
  const forged = await scoville('erase', 'verify', fileOf('forged.json'));
  expect([forged.code, forged.complained]).toEqual([1, expect.stringContaining('was not signed by')]);
  expect((await scoville('erase', 'show', line.split(' ')[0] ?? '')).said).toEqual(erased.said);
  const gone = await scoville('export', ada.email);
  expect([gone.code, gone.said]).toEqual([expect.any(Number), []]);
  expect(gone.code).not.toBe(0);
});
