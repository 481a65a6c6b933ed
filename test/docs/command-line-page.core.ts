/** The page of the command line: every command, option and exit code, made of its own help. */
import { exitCodes, exitCodeWords } from '../../src/commands/exit-codes.ts';
import { type CommandName, commandHelp, optionsOf, optionWords } from '../../src/commands/usage.ts';

const cell = (text: string) => text.replaceAll('|', '\\|');

/** Returns docs/command-line.md. */
export function commandLinePage(): string {
  const names = Object.keys(commandHelp) as CommandName[];
  const codes = Object.entries(exitCodeWords).map(
    ([name, words]) => `| ${exitCodes[name as keyof typeof exitCodes]} | ${cell(words)} |`,
  );
  return [
    ...head,
    '## Exit codes',
    '',
    '| code | means |',
    '|---|---|',
    ...codes,
    '',
    '## Commands',
    '',
    ...names.flatMap(commandLines),
  ].join('\n');
}

function commandLines(name: CommandName): string[] {
  const { forms, does } = commandHelp[name];
  const options = optionsOf(name);
  return [
    `### ${name}`,
    '',
    does,
    '',
    '```sh',
    ...forms.map((form) => `scoville ${form}`),
    '```',
    '',
    ...(options.length === 0
      ? []
      : [
          '| option | means |',
          '|---|---|',
          ...options.map((option) => `| \`--${option}\` | ${cell(optionWords[option])} |`),
          '',
        ]),
  ];
}

const head = [
  '# Command line',
  '',
  '<!-- Made of src/commands/usage.ts by `npm run docs`. -->',
  '',
  '`npm run scoville -- <command>`, or `npx scoville <command>`, calls the API of a running Scoville. `DATA_DIR`, `HOST` and `PORT` select it,',
  'and `API_TOKEN` overrides its token. `check` and `migrate-rules` need no server and no store. `--help` behind a command says more of it.',
  'A result goes to standard output, a message of what is wrong to standard error.',
  '',
  '## Check of rule files',
  '',
  'In an editor, before a commit and in CI, the files of rules are checked as a running Scoville checks them:',
  '',
  '```sh',
  'npm run scoville -- check rules                 # a folder, with all below it',
  "npm run scoville -- check 'rules/**/*.yaml'     # a pattern",
  'npm run scoville -- check rules/web.yaml --json # for programs',
  'git show HEAD:rules/web.yaml | npm run --silent scoville -- check -',
  '```',
  '',
  '```',
  'rules/web.yaml:10:5: rules[1].pionts: unknown word "pionts"; did you mean "points"?',
  '   10 |     pionts: 5',
  '      |     ^^^^^^',
  '',
  '1 file checked, 1 error, no warnings, 0 examples ran',
  '```',
  '',
  'Programmes run the examples beside them (`web.examples.yaml` beside `web.yaml`). One that is not met is an error at its `expect`. A programme may',
  'name the pipelines of the sales processes that are checked with it. It may name those in a folder `pipelines` beside it or above it. Two files of one name are an error.',
  '[Warnings](versions.md#edit-and-save) end it with 1 under `--strict` alone.',
  '',
];
