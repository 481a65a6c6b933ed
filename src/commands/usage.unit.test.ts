/** The help of the command line: every command and every option in it, and what each exit code follows from. */
import { describe, expect, test } from 'vitest';
import { runCommandLine, type Terminal } from './commands.ts';
import { exitCodes, exitCodeWords } from './exit-codes.ts';
import { type CommandName, commandHelp, options, optionsOf, usage } from './usage.ts';

async function run(given: string[], fault?: Error) {
  const said: string[] = [];
  const complained: string[] = [];
  const terminal: Terminal = {
    environment: () => {
      throw fault ?? new Error('settings were asked for');
    },
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
    readIn: async () => '',
    writeOut: async () => {},
    showProgress: () => {},
    onInterrupt: () => {},
  };
  const code = await runCommandLine(given, terminal);
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

const names = Object.keys(commandHelp) as CommandName[];

describe('the help', () => {
  test.each(names)('of %s has its forms, what it does, its options and the exit codes', async (name) => {
    const shown = await run([name, '--help']);
    expect(shown).toMatchObject({ code: 0, complained: '' });
    expect(await run(['help', name])).toEqual(shown);
    const { forms, does } = commandHelp[name];
    for (const part of [...forms, does]) expect(shown.said).toContain(part);
    for (const option of optionsOf(name)) expect(shown.said).toContain(`\n  --${option}  `);
    for (const words of Object.values(exitCodeWords)) expect(shown.said).toContain(words);
  });

  test('of every form names an option that is there, and every option is of some form', () => {
    const given = names.flatMap((name) => commandHelp[name].forms.join(' ').match(/--[a-z-]+/g) ?? []);
    const known = Object.keys(options).filter((option) => option !== 'help');
    expect([...new Set(given)].sort()).toEqual(known.map((option) => `--${option}`).sort());
  });

  test('of a command that is none is that of all, with the one that is likely meant', async () => {
    expect(await run(['help', 'chek'])).toMatchObject({ code: 0, said: usage() });
    const { code, complained } = await run(['chek']);
    expect([code, complained.split('\n')[0]]).toEqual([
      2,
      'there is no command "chek"; did you mean "check"?',
    ]);
    expect((await run(['zzz'])).complained.split('\n')[0]).toBe('there is no command "zzz"');
  });
});

describe('the exit code', () => {
  test.each<[name: keyof typeof exitCodes, given: string[], fault?: Error]>([
    ['done', ['--help']],
    ['refused', ['publish']],
    ['misused', []],
    ['misused', ['check']],
    ['misused', ['versions', '--nonsense']],
    ['misused', ['publish', 'nowhere.yaml']],
    ['misused', ['versions', 'web'], new Error('the environment is not usable:\nPORT: "x"')],
    ['broken', ['versions', 'web'], new RangeError('Maximum call stack size exceeded')],
  ])('%s follows from %j', async (name, given, fault) => {
    const { code, complained } = await run(given, fault);
    expect(code).toBe(exitCodes[name]);
    expect(complained).not.toMatch(/\n\s+at /);
    expect(complained === '').toBe(name === 'done');
  });
});
