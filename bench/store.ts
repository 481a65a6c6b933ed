/** The folder of result files, and the page made from them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceMarked } from '../test/support/marked-text.ts';
import { benchmarksPage, figuresForReadme, type PartTexts } from './docs.core.ts';
import { fileNameOf, type Result, ResultError, readResult, writtenResult } from './results.core.ts';
import { scalingPage } from './scaling.core.ts';

export const resultsDirectory = fileURLToPath(new URL('./results/', import.meta.url));
export const pageFile = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
export const scalingFile = fileURLToPath(new URL('../docs/scaling.md', import.meta.url));
export const readmeFile = fileURLToPath(new URL('../README.md', import.meta.url));

/** Returns every result in the folder; throws a `ResultError` for the first that cannot be used. */
export function storedResults(directory = resultsDirectory): Result[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => resultIn(path.join(directory, name)));
}

/** Returns the result of a file given as a path, or as a name in the folder of results. */
export function resultNamed(given: string, directory = resultsDirectory): Result {
  const found = [given, path.join(directory, given)].find((file) => existsSync(file));
  if (found !== undefined) return resultIn(found);
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.json')) : [];
  const known = names.length === 0 ? 'there is none yet' : `there are ${names.sort().join(', ')}`;
  throw new ResultError(`${given}: no such result file, here or in bench/results: ${known}.`);
}

/** Returns the newest result of a kind that has the parts named; throws a `ResultError` when there is none. */
export function latestStored(
  like: { isQuick: boolean; parts?: readonly string[] },
  directory = resultsDirectory,
): Result {
  const fitting = storedResults(directory).filter(
    (result) =>
      result.isQuick === like.isQuick &&
      (like.parts ?? []).every((id) => result.parts.some((part) => part.id === id)),
  );
  const latest = fitting.reduce<Result | null>(
    (newest, result) => (newest === null || result.startedAt > newest.startedAt ? result : newest),
    null,
  );
  if (latest !== null) return latest;
  const kind = like.isQuick ? 'quick result' : 'result';
  throw new ResultError(
    `latest: bench/results holds no ${kind} with the same parts. Run the bench once without a comparison.`,
  );
}

/** Writes a result under its own name, whole or not at all, never over another file; returns the path. */
export function storeResult(result: Result, directory = resultsDirectory): string {
  mkdirSync(directory, { recursive: true });
  for (let nth = 1; ; nth++) {
    const file = path.join(directory, fileNameOf(result, nth));
    if (existsSync(file)) continue;
    writeFileSync(`${file}.part`, writtenResult(result));
    renameSync(`${file}.part`, file);
    return file;
  }
}

/** Returns a path as a reader types it: from the working folder when it lies below. */
export function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}

/** Makes docs/benchmarks.md, docs/scaling.md and the figures of the README from all result files; returns the page's path. */
export function writePage(parts: readonly PartTexts[]): string {
  const results = storedResults();
  writeFileSync(pageFile, benchmarksPage(results, parts));
  writeFileSync(scalingFile, scalingPage(results));
  const readme = readFileSync(readmeFile, 'utf8');
  writeFileSync(readmeFile, replaceMarked(readme, 'figures', figuresForReadme(results, parts)));
  return pageFile;
}

function resultIn(file: string): Result {
  return readResult(shortPath(file), readFileSync(file, 'utf8'));
}
