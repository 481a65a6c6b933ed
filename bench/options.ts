/** The options of the bench: what the command line asks for, checked before anything is started. */
import { parseArgs } from 'node:util';

export const usage = `usage: npm run bench -- [options]

  (none)                        run every part, write bench/results/<date>-<commit>.json, renew docs/benchmarks.md
  --part <id>                   run this part only; may be given again (--only is the same)
  --quick                       lower counts: proves that the bench works, never shown in the docs
  --compare <file | latest>     afterwards print what got better or worse since that result
  --only-compare <file> <file>  compare two results (or "latest"); nothing is run
  --docs                        renew docs/benchmarks.md, docs/scaling.md and the README's figures from the results
  --list                        list the parts
  --profiles <n>                profiles of the part rescoring, instead of its usual number
  --cpu-profiles <folder>       write a CPU profile of each program there
  --help                        this text

Progress goes to standard error, results to standard output. Ctrl-C stops every process and writes nothing.
Exit codes: 0 done, whatever got better or worse; 1 a part failed or a result file is wrong; 2 wrong options; 130 interrupted.`;

/** Wrong options: shown with the remedy and without a stack. */
export class UsageError extends Error {}

export type Asked =
  | { kind: 'help' | 'list' | 'docs' }
  | { kind: 'compare'; before: string; after: string }
  | {
      kind: 'run';
      /** In the order of the bench. */
      parts: string[];
      isQuick: boolean;
      compareWith: string | null;
      profiles: number | null;
      cpuProfiles: string | null;
    };

const options = {
  help: { type: 'boolean' },
  list: { type: 'boolean' },
  docs: { type: 'boolean' },
  'only-compare': { type: 'boolean' },
  part: { type: 'string', multiple: true },
  only: { type: 'string', multiple: true },
  quick: { type: 'boolean' },
  compare: { type: 'string' },
  profiles: { type: 'string' },
  'cpu-profiles': { type: 'string' },
} as const;
const allowed = Object.keys(options).map((name) => `--${name}`);
/** Each asks for something else than a run, and stands alone. */
const alone = ['help', 'list', 'docs', 'only-compare'] as const;

/** Returns what is asked for; throws a `UsageError` that names the option, the value and what is allowed. */
export function askedFor(args: readonly string[], partIds: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const [first, ...more] = alone.filter((name) => values[name] === true);
  if (first === undefined) {
    const [stray] = positionals;
    if (stray !== undefined) throw new UsageError(`"${stray}": no option. Allowed: ${allowed.join(', ')}.`);
    return askedRun(values, partIds);
  }
  if (first === 'help') return { kind: 'help' };
  const others = Object.keys(values).filter((name) => name !== first);
  if (more.length > 0 || others.length > 0)
    throw new UsageError(`--${first} stands alone: remove ${others.map((name) => `--${name}`).join(', ')}.`);
  if (first !== 'only-compare') {
    if (positionals.length > 0)
      throw new UsageError(`--${first} takes no value: remove "${positionals[0]}".`);
    return { kind: first };
  }
  const [before, after] = positionals;
  if (before === undefined || after === undefined || positionals.length > 2)
    throw new UsageError(`--only-compare takes two result files, got ${positionals.length}.`);
  return { kind: 'compare', before, after };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('. To specify');
    throw new UsageError(`${reason.replace(/\.$/, '')}. Allowed: ${allowed.join(', ')}.`);
  }
}

function askedRun(values: ReturnType<typeof parsed>['values'], partIds: readonly string[]): Asked {
  const named = [...(values.part ?? []), ...(values.only ?? [])];
  const wanted = named.length > 0 ? named : partIds;
  const strange = wanted.find((id) => !partIds.includes(id));
  if (strange !== undefined)
    throw new UsageError(`--part "${strange}": no such part. Allowed: ${partIds.join(', ')}.`);
  const profiles = values.profiles === undefined ? null : Number(values.profiles);
  if (profiles !== null && !(Number.isInteger(profiles) && profiles > 0))
    throw new UsageError(`--profiles "${values.profiles}": not a whole number above 0.`);
  return {
    kind: 'run',
    parts: partIds.filter((id) => wanted.includes(id)),
    isQuick: values.quick === true,
    compareWith: values.compare ?? null,
    profiles,
    cpuProfiles: values['cpu-profiles'] ?? null,
  };
}
