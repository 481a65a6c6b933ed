/** Prometheus and promtool for tests; or the reason why there are none. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { repository } from './source-text.ts';

/** As set-up finds them. */
const folders = [
  process.env['SCOVILLE_PROMETHEUS'] ?? '',
  path.join(repository, '.tools', 'prometheus'),
  '/usr/bin',
];
const folder = folders.find((one) => one !== '' && existsSync(path.join(one, 'promtool'))) ?? null;

/** Null when they are there; else why the tests that need them are skipped, said loudly. */
export const whyNoPrometheus: string | null =
  folder === null ? 'no Prometheus; install one, or set SCOVILLE_PROMETHEUS to its folder' : null;

if (whyNoPrometheus !== null) console.warn(`\n!!! TESTS OF ALERT RULES SKIPPED: ${whyNoPrometheus}\n`);

export const prometheusProgram = (name: 'prometheus' | 'promtool') => path.join(folder ?? '', name);

/** Runs promtool in a folder; returns what it says, and whether it is content. */
export async function promtool(
  directory: string,
  ...args: string[]
): Promise<{ isWell: boolean; says: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(prometheusProgram('promtool'), args, {
      cwd: directory,
    });
    return { isWell: true, says: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { isWell: false, says: `${stdout}${stderr}` || String(error) };
  }
}
