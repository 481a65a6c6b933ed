/** `scoville check` by its own command line, on files of its own and without settings: no server and no store is asked. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { aProcess, aProgramme } from '../../test/support/mistakes.ts';
import { runCommandLine } from './commands.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'scoville-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const examples = `programme: web
examples:
  - example: A page is five points
    steps: [{ page: /pricing }]
    expect: { score: 5, tier: none }
  - example: Two are warm
    steps: [{ page: /pricing, times: 2 }]
    expect: { score: 8, tier: none }
`;

function write(name: string, text: string | Buffer): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Runs it with names below the folder; what is said has them without it. */
async function check(given: readonly string[], input = '') {
  const said: string[] = [];
  const complained: string[] = [];
  const below = (line: string) => line.replaceAll(`${folder}${path.sep}`, '');
  const code = await runCommandLine(
    [
      'check',
      ...given.map((one) =>
        /^-|^[a-z-]+$/.test(one) || path.isAbsolute(one) ? one : path.join(folder, one),
      ),
    ],
    {
      environment: () => {
        throw new Error('settings were asked for');
      },
      say: (line) => said.push(...below(line).split('\n')),
      complain: (line) => complained.push(below(line)),
      readIn: async () => input,
      writeOut: async () => {},
      showProgress: () => {},
      onInterrupt: () => {},
    },
  );
  return { code, said, complained };
}

describe('scoville check', () => {
  test('of a programme runs the examples beside it', async () => {
    write('fine/web.yaml', aProgramme.text);
    write('fine/web.examples.yaml', examples);
    const fine = ['2 files checked, no errors, no warnings, 2 examples ran'];
    for (const given of [
      ['fine/web.yaml'],
      ['fine/web.examples.yaml'],
      ['fine/web.yaml', 'fine/web.examples.yaml'],
    ])
      expect(await check(given)).toEqual({ code: 0, said: fine, complained: [] });
    expect((await check(['fine/web.yaml', '--no-examples'])).said).toEqual([
      '1 file checked, no errors, no warnings, 0 examples ran',
    ]);
  });

  test('says file, line and column, with a mark under the word', async () => {
    write('bad/web.yaml', aProgramme.text.replace('points: 5', 'pionts: 5').replace('24 hours', '24 hrs'));
    expect(await check(['bad/web.yaml'])).toEqual({
      code: 1,
      complained: [],
      said: [
        'bad/web.yaml:10:5: rules[1].pionts: unknown word "pionts"; did you mean "points"?',
        '   10 |     pionts: 5',
        '      |     ^^^^^^',
        '',
        'bad/web.yaml:26:18: ladder.contactWithin: "24 hrs" is not allowed; expected a time such as "24 hours", "8 working hours" or "2 working days"; did you mean "24 hours"?',
        '   26 |   contactWithin: 24 hrs',
        '      |                  ^^^^^^',
        '',
        '1 file checked, 2 errors, no warnings, 0 examples ran',
      ],
    });
  });

  test('shows a warning, which fails with --strict alone', async () => {
    write('doubt/web.yaml', aProgramme.text.replace('name: hot', 'name: warm'));
    const { code, said } = await check(['doubt/web.yaml']);
    expect([code, said[0], said.at(-1)]).toEqual([
      0,
      'doubt/web.yaml:29:15: warning: ladder.tiers[2].name: "warm" is the name of a tier before it; nobody sees which of them is meant, so rename one',
      '1 file checked, no errors, 1 warning, 0 examples ran',
    ]);
    expect((await check(['doubt/web.yaml', '--strict'])).code).toBe(1);
  });

  test('shows an example that is not met at its expectation', async () => {
    write('unmet/web.yaml', aProgramme.text);
    write('unmet/web.examples.yaml', examples.replace('score: 8', 'score: 9'));
    const { code, said } = await check(['unmet/']);
    expect([code, said[0]]).toEqual([
      1,
      'unmet/web.examples.yaml:8:13: examples[2].expect: "Two are warm": the score is 8; expected 9',
    ]);
    const other = write('unmet/other.yaml', examples);
    expect((await check(['unmet/web.yaml', '--examples', other])).code).toBe(0);
  });

  test('of a folder knows the names of one file in the others', async () => {
    const leads = aProgramme.text.replace('{ do: alert }', '{ do: open lead, in: web/leads }');
    write('all/web.yaml', leads);
    write('all/pipelines/web.yaml', aProcess.text);
    const { code, said } = await check(['all/']);
    expect([code, said.filter((line) => line.includes('warning:'))]).toEqual([
      0,
      [
        'all/web.yaml:29:56: warning: ladder.tiers[2].up[1].in: "web/leads" is no pipeline; expected "web/lead"; did you mean "web/lead"?',
      ],
    ]);
    // The folder beside is looked at where the programme is checked alone.
    expect((await check(['all/web.yaml'])).said.at(-1)).toMatch(/^1 file checked, no errors, 1 warning/);
    write('all/web-2.yaml', leads);
    expect((await check(['all/'])).said.filter((line) => line.includes('rename'))).toEqual([
      'all/web.yaml:1:12: programme: "web" is the name in all/web-2.yaml too; rename one of them, or remove a file',
    ]);
  });

  test('finds files by a pattern, and every kind by its name or its words', async () => {
    for (const name of ['routing', 'escalation', 'review'])
      write(`sales/${name}.yaml`, readFileSync(new URL(`../../rules/sales/${name}.yaml`, import.meta.url)));
    write('sales/process.yaml', aProcess.text);
    const { said } = await check(['sales/*.yaml', '--json']);
    const { files } = JSON.parse(said.join('\n')) as {
      files: { file: string; kind: string; errors: object[] }[];
    };
    expect(files.map(({ kind, errors }) => [kind, errors.length])).toEqual([
      ['escalation', 0],
      ['sales-process', 0],
      ['review', 0],
      ['routing', 0],
    ]);
  });

  test('reads the input, as the kind that is stated', async () => {
    expect((await check(['-'], aProgramme.text)).code).toBe(0);
    expect((await check(['-'], aProcess.text)).code).toBe(0);
    const { code, said } = await check(['-', '--kind', 'routing', '--json'], 'queues: Q\n');
    expect(code).toBe(1);
    expect(JSON.parse(said.join('\n'))).toMatchObject({
      files: [{ file: 'stdin', kind: 'routing', warnings: [], examplesRun: 0 }],
    });
  });

  test('shows hostile signs as their numbers', async () => {
    write('hostile/web.yaml', `${aProgramme.text}"\\e[2J\u202e": 1\n"\u202eabc": 1\n`);
    const { said } = await check(['hostile/web.yaml']);
    expect(said.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(said.join('')).toContain('\\u202e');
  });

  test.each([
    [[], 'a file is missing; name files, folders or patterns, or - for the input'],
    [['none.yaml'], '"none.yaml" cannot be used: there is no such file or folder (ENOENT)'],
    [['none/*.yaml'], '"none/*.yaml" matches no file'],
    [
      ['fine/web.yaml', '--kind', 'cats'],
      '--kind is "cats": expected one of programme, examples, sales-process, routing, escalation, review',
    ],
  ])('of %j checks nothing and ends with 2', async (given, message) => {
    const { code, said, complained } = await check(given);
    expect([code, said]).toEqual([2, []]);
    expect(complained.join('\n').replaceAll(`${folder}${path.sep}`, '')).toBe(
      message.replace('"none/', `"none/`),
    );
  });

  test('of examples without a programme says so', async () => {
    write('lost/shop.examples.yaml', examples);
    const { code, said } = await check(['lost/']);
    expect([code, said[0]]).toEqual([
      1,
      'lost/shop.examples.yaml:1:1: no programme lies beside it; name the file as its programme, such as my-programme.examples.yaml beside my-programme.yaml',
    ]);
  });

  test('of a folder without rule files says so', async () => {
    write('empty/readme.txt', 'nothing');
    expect((await check(['empty/'])).code).toBe(2);
  });
});
