/** Every command of the command line with its forms, and every option with its meaning: the source of each help. */
import { exitCodes, exitCodeWords } from './exit-codes.ts';

interface CommandHelp {
  /** What follows `scoville`, one form a line. */
  forms: readonly string[];
  does: string;
}

export const commandHelp = {
  check: {
    forms: [
      'check <file, folder, pattern or -> … [--examples file | --no-examples] [--kind kind] [--strict] [--json]',
    ],
    does: 'Checks programmes, their examples, sales processes and rules of sales without a server: every error with its line and its remedy.',
  },
  doctor: {
    forms: ['doctor [--json]'],
    does: 'Looks at the stores and settings of an installation, also where nothing runs, and says what to correct.',
  },
  audit: {
    forms: ['audit [profile id] [--json]'],
    does: 'Computes scores again from the history and compares them with the active ones.',
  },
  backup: {
    forms: ['backup <file> [--postgresql-alone] [--json]', 'backup verify <file> [--json]'],
    does: 'Writes all of an installation to one file while it runs, or reads such a file and compares every checksum.',
  },
  restore: {
    forms: [
      'restore <backup> [--replace] [--keep-redis | --postgresql-alone] [--json]',
      'restore [cancel] [--json]',
    ],
    does: 'Puts a backup back while no Scoville runs; without one restores every profile from the history, or calls that off.',
  },
  'failing-profiles': {
    forms: ['failing-profiles [--json]'],
    does: 'Lists profiles that cannot be evaluated, with their reasons.',
  },
  'dead-letters': {
    forms: ['dead-letters [show|replay|drop <id or all>]'],
    does: 'Lists events that could not be scored; shows, replays or drops them.',
  },
  quarantine: {
    forms: ['quarantine [release|drop <id or all>]'],
    does: 'Lists leads that are held back; releases or drops them.',
  },
  erase: {
    forms: ['erase <identity> --yes', 'erase verify <receipt.json>', 'erase show <id>'],
    does: 'Erases a person in every store and prints the signed receipt; verifies a receipt; shows an erasure.',
  },
  export: {
    forms: [
      'export <identity>',
      'export <people|companies|customers|owners|products|opportunities|do-not-contact> [--filter owner=x] [--delimiter ;] [--out file]',
    ],
    does: 'Prints all that is known of a person as JSON, or records of a kind as CSV.',
  },
  import: {
    forms: [
      'import <file.csv> [--kind people] [--dry-run] [--rows all|good] [--map "E-Mail=email"] [--dates dmy] [--decimal ,] [--delimiter ;] [--encoding windows-1252] [--empty clear] [--pipeline process/pipeline] [--rejected file] [--json]',
      'import list | show <id> | cancel <id> | undo <id> | rejected <id>',
    ],
    does: 'Imports records from CSV, row by row or all or none; an import can be undone within a day.',
  },
  'import-events': {
    forms: [
      'import-events <file …> [--type track] [--format csv] [--alert-since 7d] [--rejected file] [--json]',
      'import-events list | show <id> | finish <id> | undo <id> | rejected <id>',
    ],
    does: 'Imports events of before, as NDJSON or CSV of Segment, RudderStack or Jitsu, plain, gzip or zstd. Interrupted, the same command goes on.',
  },
  keys: {
    forms: [
      'keys [make <name> [--secret] | change <id> [name] | rotate <id> [--grace seconds] | revoke <id>] [--origins a,b] [--signed required] [--form process/pipeline [--fields a,b] [--redirect address]]',
    ],
    does: 'Lists, makes, changes, rotates and revokes the keys with which clients send events and forms.',
  },
  mail: {
    forms: [
      'mail [connect <provider> [name] | rotate <name> | remove <name>] [--secret-file file] [--topic arn] [--url address]',
      'mail link <address> <message id> [url …] [--proves]',
    ],
    does: 'Connects accounts of mail providers, and makes links that recognise the readers of a mail.',
  },
  backtest: {
    forms: ['backtest draft.yaml [--since 30d] [--until 1d] [--json]'],
    does: 'Computes what a draft would have done to the real history.',
  },
  suggest: {
    forms: ['suggest <programme or programme.yaml> [--since 365d] [--out draft.yaml] [--json]'],
    does: 'Computes what each rule is worth by the leads that were won, lost or rated junk; --out writes it as a draft. It ends with 1 where nothing can be learnt, and says why.',
  },
  publish: {
    forms: ['publish programme.yaml [--examples file | --no-examples] [--note "why"] [--notify] [--check]'],
    does: 'Makes a text the next version of its programme; with --check it says alone what would change.',
  },
  versions: { forms: ['versions <programme>'], does: 'Lists the versions of a programme.' },
  diff: {
    forms: ['diff <programme> <from> <to>'],
    does: 'Says in words what changed from one version to another.',
  },
  rollback: {
    forms: ['rollback <programme> <number> [--examples file | --no-examples] [--note "why"] [--notify]'],
    does: 'Publishes an earlier version again.',
  },
  retire: { forms: ['retire <programme>'], does: 'Ends a programme: it scores nobody from now on.' },
  pull: {
    forms: ['pull [folder]'],
    does: 'Writes the active programmes and their examples to the rules folder.',
  },
  'migrate-rules': {
    forms: ['migrate-rules [file or folder] [--dry-run]'],
    does: 'Rewrites former words of rule files, each file with a backup beside it.',
  },
} as const satisfies Record<string, CommandHelp>;

export type CommandName = keyof typeof commandHelp;

export const options = {
  help: { type: 'boolean', short: 'h', default: false },
  since: { type: 'string' },
  until: { type: 'string' },
  note: { type: 'string' },
  examples: { type: 'string' },
  'no-examples': { type: 'boolean', default: false },
  notify: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  secret: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  replace: { type: 'boolean', default: false },
  'keep-redis': { type: 'boolean', default: false },
  'postgresql-alone': { type: 'boolean', default: false },
  origins: { type: 'string' },
  signed: { type: 'string' },
  grace: { type: 'string' },
  form: { type: 'string' },
  fields: { type: 'string' },
  redirect: { type: 'string' },
  'secret-file': { type: 'string' },
  topic: { type: 'string' },
  url: { type: 'string' },
  proves: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  kind: { type: 'string' },
  rows: { type: 'string' },
  map: { type: 'string', multiple: true },
  dates: { type: 'string' },
  decimal: { type: 'string' },
  delimiter: { type: 'string' },
  encoding: { type: 'string' },
  empty: { type: 'string' },
  pipeline: { type: 'string' },
  rejected: { type: 'string' },
  type: { type: 'string' },
  format: { type: 'string' },
  'alert-since': { type: 'string' },
  filter: { type: 'string', multiple: true },
  out: { type: 'string' },
} as const;

export const optionWords: Readonly<Record<keyof typeof options, string>> = {
  help: 'what a command does, its options and the exit codes',
  since:
    'how far back the backtest begins, or the leads that points are learnt from; 30d is today and the 29 days before it in UTC',
  until: 'how far back it ends; 1d is the beginning of today in UTC',
  note: 'why; it stands in the list of versions',
  examples: 'the examples file to be met, in place of the one beside the programme',
  'no-examples': 'without examples',
  notify: 'notify of tiers that this change alone makes',
  json: 'the result as JSON',
  check: 'say what would change, and publish nothing',
  strict: 'a warning ends it with 1 too',
  secret: 'a secret key, for servers; else a public one',
  yes: 'it is meant: erasing cannot be undone',
  replace: 'remove what the stores hold',
  'keep-redis': 'leave Redis as it is: it is newer than the backup',
  'postgresql-alone': 'without Redis: its profiles come from the history',
  origins: 'sites that may use the key, separated by commas',
  signed: 'required or optional: whether user ids need signatures',
  grace: 'seconds for which the key before a rotation still counts',
  form: 'a key for forms that open records of this pipeline',
  fields: 'fields that such a form may fill, separated by commas',
  redirect: 'where a browser goes after the form',
  'secret-file': 'the file that holds the secret of the provider',
  topic: 'the topic of Amazon SNS',
  url: 'the address that the provider posts to',
  proves: 'the link proves the address of its reader',
  'dry-run': 'say what would change, and change nothing',
  kind: 'of import: the kind of records; of check: the kind of files whose names and words do not show it',
  rows: 'all: all rows or none; good: the good rows',
  map: 'a header and the column it is, such as "E-Mail=email"; several times for more',
  dates: 'the order of day, month and year: dmy, mdy or ymd',
  decimal: 'the decimal sign of numbers',
  delimiter: 'the sign between cells',
  encoding: 'the encoding of the file',
  empty: 'keep or clear: what an empty cell does',
  pipeline: 'the pipeline of imported records, such as emea/lead',
  rejected: 'the file that bad rows are written to',
  type: 'of events whose rows name none: track, page, screen, identify, group or alias',
  format: 'ndjson or csv; found from the file unless given',
  'alert-since': 'people whose latest imported event is as young may be notified of, such as 7d; else nobody',
  filter: 'a filter of the list, such as owner=rep@example.com; several times for more',
  out: 'the file that the result is written to',
};

const surroundings =
  'DATA_DIR, HOST and PORT select the running Scoville; API_TOKEN overrides its token. "check" and "migrate-rules" need none, "backup" and "restore <backup>" the stores alone.';

const codes = () =>
  Object.entries(exitCodeWords).map(
    ([name, words]) => `  ${exitCodes[name as keyof typeof exitCodes]}  ${words}`,
  );

/** Returns the help of the whole command line. */
export function usage(): string {
  const forms = Object.values(commandHelp).flatMap(({ forms: all }) =>
    all.map((form) => `  scoville ${form}`),
  );
  return [
    'usage:',
    ...forms,
    'scoville <command> --help says more of one.',
    surroundings,
    'exit codes:',
    ...codes(),
  ].join('\n');
}

/** Returns the help of one command: its forms, what it does, its options. */
export function usageOf(name: CommandName): string {
  const { forms, does } = commandHelp[name];
  const named = optionsOf(name).map((option) => `  --${option}  ${optionWords[option]}`);
  return [
    'usage:',
    ...forms.map((form) => `  scoville ${form}`),
    does,
    ...(named.length === 0 ? [] : ['options:', ...named]),
    surroundings,
    'exit codes:',
    ...codes(),
  ].join('\n');
}

/** The options that the forms of a command name. */
export function optionsOf(name: CommandName): (keyof typeof options)[] {
  const text = commandHelp[name].forms.join(' ');
  return (Object.keys(options) as (keyof typeof options)[]).filter((option) =>
    new RegExp(`--${option}(?![\\w-])`).test(text),
  );
}

/** Whether a word is a command. */
export const isCommand = (word: string | undefined): word is CommandName =>
  word !== undefined && Object.hasOwn(commandHelp, word);
