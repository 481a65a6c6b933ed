/** What the test files of a run share and one of them makes: whoever asks first makes it, the others wait until it is whole. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runDirectory } from './test-run.ts';
import { until } from './until.ts';

const madeMsMax = 60_000;

/** The folder of that name below the folder of the run, as `make` has filled it. Throws what `make` throws. */
export async function madeOnceARun(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(runDirectory(), name);
  if (existsSync(folder)) return folder;
  const making = `${folder}.making`;
  try {
    mkdirSync(making);
  } catch {
    await until(`${name} is made`, () => existsSync(folder), madeMsMax);
    return folder;
  }
  try {
    // Another one may have made it whole since the look above.
    if (existsSync(folder)) {
      rmSync(making, { recursive: true, force: true });
      return folder;
    }
    await make(making);
    renameSync(making, folder);
    return folder;
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}
