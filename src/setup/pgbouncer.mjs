/** Finds PgBouncer for the tests of a pooler, or unpacks Debian's package below the checkout. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { capture } from './child-processes.mjs';
import { unpackProgram } from './unpacked-program.mjs';

const usualFolders = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/** @param {string} root */
const unpackedPgBouncer = (root) => path.join(root, '.tools', 'pgbouncer', 'pgbouncer');

/** @param {string} program */
const works = (program) => existsSync(program) && /^PgBouncer/m.test(capture(program, ['--version']).stdout);

/**
 * Returns a `pgbouncer` that runs, after fetching Debian's where there is none. It is unpacked, never installed: nobody asked for a
 * service. Where it cannot be had, a warning is printed, null returned, and the tests that need it are skipped.
 * @param {{ root: string, say: (line: string) => void }} options
 * @returns {Promise<string | null>}
 */
export async function ensurePgBouncer({ root, say }) {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), ...usualFolders];
  const found = [
    process.env['SCOVILLE_PGBOUNCER'] ?? '',
    unpackedPgBouncer(root),
    ...folders.filter((folder) => folder !== '').map((folder) => path.join(folder, 'pgbouncer')),
  ].find((program) => program !== '' && works(program));
  if (found !== undefined) return found;
  say('Fetching Debian’s package pgbouncer for the tests of a pooler (0.5 MB, unpacked below .tools)…');
  const isThere = await unpackProgram({
    ...{ tools: path.join(root, '.tools'), name: 'pgbouncer', packages: ['pgbouncer'] },
    ...{ librariesOf: 'pgbouncer', program: path.join('usr', 'sbin', 'pgbouncer'), works },
  });
  if (isThere) return unpackedPgBouncer(root);
  say('');
  say('*** THE TESTS OF A POOLER WILL BE SKIPPED: no PgBouncer on this machine, and Debian’s package');
  say('*** could not be unpacked. To run them: install one, or set SCOVILLE_PGBOUNCER to the program.');
  say('');
  return null;
}
