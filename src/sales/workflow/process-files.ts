/** The files of sales processes: read at start and whenever somebody asks, each changed text becoming a version. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { PublishedProcess } from '../../contract/api/api.ts';
import { errorInWords, readSalesProcess } from '../../contract/language/language.ts';
import { fileAuthor } from '../store/store.ts';
import { publishRead } from './processes.ts';

/** What the product ships with; used where the rules folder says nothing of pipelines. */
const shippedDirectory = fileURLToPath(new URL('../../../rules/pipelines/', import.meta.url));

/** Publishes every file of a folder whose text is new. Throws `invalid_request` with the errors of all files, and then publishes none. */
export async function publishFiles(
  pool: pg.Pool,
  directory: string | null,
  nowMs: number,
): Promise<PublishedProcess[]> {
  const folder = directory !== null && existsSync(directory) ? directory : shippedDirectory;
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const texts = await Promise.all(
    names.map(async (name) => ({
      file: path.join(folder, name),
      text: await readFile(path.join(folder, name), 'utf8'),
    })),
  );
  const readings = texts.map(({ file, text }) => ({ text, reading: readSalesProcess(file, text) }));
  const errors = readings.flatMap(({ reading }) => (reading.ok ? [] : reading.errors.map(errorInWords)));
  if (errors.length > 0) throw new ApiError('invalid_request', errors.join('\n'));
  const published: PublishedProcess[] = [];
  for (const { text, reading } of readings)
    if (reading.ok)
      published.push(await publishRead(pool, reading.value, { text, author: fileAuthor }, nowMs));
  return published;
}
