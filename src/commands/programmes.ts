/** The programme commands of the command line: publish, check, roll back, retire, pull; versions and their differences. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { counted } from '../base/time/time.ts';
import { errorInWords, readExamples, readProgramme } from '../contract/language/language.ts';
import type { Environment } from '../environment.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  note?: string | undefined;
  examples?: string | undefined;
  'no-examples': boolean;
  notify: boolean;
  check: boolean;
}

interface Connection {
  environment(): Environment;
  say(line: string): void;
  /** Ends the command with a code of failure, though it says its result. */
  fail(): void;
  ask<Answer>(method: string, path: string, body?: object): Promise<Answer>;
}

interface ExamplesRun {
  examplesRun: number;
  warnings: string[];
}

interface Published extends ExamplesRun {
  /** Null while PostgreSQL has not recorded it. */
  number: number | null;
  version: string;
}

interface ActiveText {
  version: string;
  text: string;
  examples: string | null;
}

type Command = (...given: (string | undefined)[]) => Promise<void>;

type ProgrammeCommand = 'publish' | 'versions' | 'diff' | 'rollback' | 'retire' | 'pull';

export function programmeCommands(
  { environment, say, fail, ask }: Connection,
  options: Options,
): Record<ProgrammeCommand, Command> {
  const sayExamples = ({ examplesRun, warnings }: ExamplesRun) => {
    say(`${counted(examplesRun, 'example')} ran`);
    for (const warning of warnings) say(`WARNING: ${warning}`);
  };
  const how = { note: options.note ?? '', notify: options.notify };
  return {
    publish: async (file) => {
      const { id, text } = readProgrammeFile(file);
      const given = { text, ...examplesFor(id, file ?? '', options) };
      const check = await ask<ExamplesRun & { changes: string[]; differences: string[] }>(
        'POST',
        `/programmes/${id}/check`,
        given,
      );
      for (const change of check.changes) say(change);
      if (options.check) {
        for (const difference of check.differences) say(`example not met: ${difference}`);
        if (check.differences.length > 0) fail();
        return sayExamples(check);
      }
      const published = await ask<Published>('POST', `/programmes/${id}/versions`, {
        ...given,
        ...how,
      });
      sayExamples(published);
      say(`${id}: version ${published.number ?? published.version} is active; re-scoring all profiles`);
    },
    versions: async (id) => {
      const path = `/programmes/${needed(id, 'a programme')}/versions`;
      const { items } = await ask<{ items: Record<string, string>[] }>('GET', path);
      for (const { number, version, activatedAt, author, note } of items)
        say(`${number}  ${version}  ${activatedAt}  ${author}${note === '' ? '' : `  ${note}`}`);
    },
    diff: async (id, from, to) => {
      const query = new URLSearchParams({
        from: needed(from, 'two versions'),
        to: needed(to, 'two versions'),
      });
      const path = `/programmes/${needed(id, 'a programme')}/diff?${query}`;
      const { changes } = await ask<{ changes: string[] }>('GET', path);
      for (const change of changes.length === 0 ? ['no difference'] : changes) say(change);
    },
    rollback: async (id, to) => {
      const path = `/programmes/${needed(id, 'a programme')}/rollback`;
      const examples = givenExamples(id ?? '', options);
      const body = { to: Number(needed(to, 'a version')), ...examples, ...how };
      const published = await ask<Published>('POST', path, body);
      sayExamples(published);
      const { number } = published;
      say(`${id}: version ${to} is active again${number === null ? '' : `, as version ${number}`}`);
    },
    retire: async (id) => {
      await ask('DELETE', `/programmes/${needed(id, 'a programme')}`);
      say(`${id}: retired; it scores nobody from now on`);
    },
    pull: async (directory = environment().RULES_DIR) => {
      const { writeRulesFile } = await import('../engine/programmes/programmes.ts');
      const { items } = await ask<{ items: { id: string }[] }>('GET', '/programmes');
      mkdirSync(directory, { recursive: true });
      for (const { id } of items) {
        const { text, version, examples } = await ask<ActiveText>('GET', `/programmes/${id}`);
        const written = await writeRulesFile(directory, { programme: id, text, examples }).catch(
          ({ message }: Error) => {
            throw new UsageError(message);
          },
        );
        say(`${id}@${version}: ${written.length === 0 ? 'the folder has it' : written.join(', ')}`);
      }
    },
  };
}

/** Returns a programme file with its id; errors carry the file's own name. */
export function readProgrammeFile(given: string | undefined): { id: string; text: string } {
  const file = needed(given, 'a programme file');
  const text = readFileSync(file, 'utf8');
  const read = readProgramme(file, text);
  if (!read.ok) throw new UsageError(read.errors.map(errorInWords).join('\n'));
  return { id: read.programme.programme, text };
}

/** The examples that travel with a file: those named, else those beside it; nothing where the programme's own are to be used. */
function examplesFor(id: string, file: string, options: Options): { examples?: string | null } {
  const beside = ['.examples.yaml', '.examples.yml'].map((end) => file.replace(/\.ya?ml$/, end));
  const examples = options.examples ?? beside.find((one) => one !== file && existsSync(one));
  return givenExamples(id, { ...options, examples });
}

/** The examples that the options name; nothing where they name none. */
function givenExamples(id: string, options: Options): { examples?: string | null } {
  if (options['no-examples']) return { examples: null };
  if (options.examples === undefined) return {};
  const examples = readFileSync(options.examples, 'utf8');
  const read = readExamples(options.examples, examples, id);
  if (!read.ok) throw new UsageError(read.errors.map(errorInWords).join('\n'));
  return { examples };
}

function needed(given: string | undefined, what: string): string {
  if (given === undefined)
    throw new UsageError(`${what} is missing; add it to the command, or see "scoville" for its usage`);
  return given;
}
