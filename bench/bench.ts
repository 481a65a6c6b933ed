/**
 * The bench: how fast, how soon and how small, on real servers of its own, into a result file and docs/benchmarks.md.
 *
 *     npm run bench -- --help
 *
 * Nothing here passes or fails by its figures: a comparison prints what got better or worse.
 */
import path from 'node:path';
import { comparisonOf } from './comparison.core.ts';
import { comparisonReport } from './comparison-report.core.ts';
import { endDescendantsAtExit } from './descendants.ts';
import { runReport } from './docs.core.ts';
import { type Asked, askedFor, UsageError, usage } from './options.ts';
import { parts } from './parts.ts';
import { progress } from './progress.ts';
import { type Result, ResultError } from './results.core.ts';
import { latestStored, resultNamed, shortPath, storeResult, writePage } from './store.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

// A reader that has read enough (`| head`) does not end a run: its file is still written.
process.stdout.on('error', () => undefined);

/** Does what is asked for; returns the exit code. */
async function main(asked: Asked): Promise<number> {
  switch (asked.kind) {
    case 'help':
      say(usage);
      return 0;
    case 'list':
      for (const { id, title, shows } of parts) say(`${id.padEnd(16)}${title}. ${shows}`);
      return 0;
    case 'docs':
      say(`Wrote ${shortPath(writePage(parts))}.`);
      return 0;
    case 'compare':
      compare(earlier(asked.before, { isQuick: false }), earlier(asked.after, { isQuick: false }));
      return 0;
    case 'run':
      return run(asked);
  }
}

async function run({
  parts: ids,
  isQuick,
  compareWith,
  profiles,
  cpuProfiles,
}: Asked & { kind: 'run' }): Promise<number> {
  // Read before the long work: a wrong name should not cost a run.
  const before = compareWith === null ? null : earlier(compareWith, { isQuick, parts: ids });
  stopOnSignals();
  endDescendantsAtExit();
  if (cpuProfiles !== null) process.env['SCOVILLE_BENCH_PROFILES'] = path.resolve(cpuProfiles);
  const { runParts } = await import('./run.ts');
  const wanted = parts.filter(({ id }) => ids.includes(id));
  const { result, failed } = await runParts(wanted, { isQuick, profiles });
  if (result !== null) {
    progress(`Wrote ${shortPath(storeResult(result))}.`);
    say(runReport(result, parts));
    if (!isQuick) progress(`Wrote ${shortPath(writePage(parts))}.`);
    if (before !== null) compare(before, result);
  }
  if (failed.length > 0) progress(`Failed: ${failed.join(', ')}.`);
  return failed.length > 0 ? 1 : 0;
}

/** The result of a name; "latest" is the newest of the same kind with the same parts. */
function earlier(name: string, like: { isQuick: boolean; parts?: readonly string[] }): Result {
  return name === 'latest' ? latestStored(like) : resultNamed(name);
}

function compare(before: Result, after: Result): void {
  say(comparisonReport(before, after, comparisonOf(before, after)));
}

function stopOnSignals(): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const [signal, code] of Object.entries(codes))
    process.once(signal, () => {
      progress('Interrupted: every process is stopped, nothing is written.');
      process.exit(code);
    });
}

try {
  process.exitCode = await main(
    askedFor(
      process.argv.slice(2),
      parts.map(({ id }) => id),
    ),
  );
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ResultError)) throw error;
  progress(error.message);
  if (error instanceof UsageError) progress('See npm run bench -- --help');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
