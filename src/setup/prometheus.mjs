/** Finds Prometheus with its promtool for the tests of rules and dashboards, or unpacks Debian's package below the checkout. */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { capture } from './child-processes.mjs';
import { unpackPackages } from './debian-packages.mjs';

const programs = ['prometheus', 'promtool'];
const usualFolders = ['/usr/bin', '/usr/local/bin', '/opt/prometheus', '/opt/homebrew/bin'];

/** Where the set-up unpacks it. @param {string} root */
const unpackedPrometheus = (root) => path.join(root, '.tools', 'prometheus');

/**
 * Returns a folder with `prometheus` and `promtool` that run; null when there is none. It fetches nothing.
 * @param {string} root
 * @returns {string | null}
 */
function findPrometheus(root) {
  const named = process.env['SCOVILLE_PROMETHEUS'];
  const folders = [
    ...(named ? [named] : []),
    unpackedPrometheus(root),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    ...usualFolders,
  ];
  return folders.find((folder) => folder !== '' && hasPrograms(folder)) ?? null;
}

/**
 * The same, after fetching Debian's package where there is none: two programs that need no library. It is unpacked, never
 * installed: nobody asked for a service. When it cannot be had, a warning is printed, and the tests that need it are skipped.
 * @param {{ root: string, say: (line: string) => void }} options
 * @returns {Promise<string | null>}
 */
export async function ensurePrometheus({ root, say }) {
  const found = findPrometheus(root);
  if (found !== null) return found;
  say('Fetching Debian’s package prometheus for the tests of alert rules (19 MB, unpacked below .tools)…');
  if (await unpackPrometheus(root)) return unpackedPrometheus(root);
  say('');
  say('*** THE TESTS OF ALERT RULES AND DASHBOARDS WILL BE SKIPPED: no Prometheus on this machine, and');
  say(
    '*** Debian’s package could not be unpacked. To run them: install one, or set SCOVILLE_PROMETHEUS to its folder.',
  );
  say('');
  return null;
}

/** @param {string} folder */
function hasPrograms(folder) {
  return programs.every((name) => {
    const program = path.join(folder, name);
    return existsSync(program) && capture(program, ['--version']).code === 0;
  });
}

/** Made whole in a scratch folder, then renamed. @param {string} root */
async function unpackPrometheus(root) {
  const work = path.join(root, '.tools', `prometheus.new-${process.pid}`);
  const target = path.join(work, 'root');
  const ready = path.join(work, 'ready');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(ready, { recursive: true });
  try {
    if (!(await unpackPackages({ packages: ['prometheus'], target, work }))) return false;
    for (const name of programs) {
      const program = path.join(target, 'usr', 'bin', name);
      if (!existsSync(program)) return false;
      chmodSync(program, 0o755);
      renameSync(program, path.join(ready, name));
    }
    if (!hasPrograms(ready)) return false;
    const folder = unpackedPrometheus(root);
    rmSync(folder, { recursive: true, force: true });
    renameSync(ready, folder);
    return true;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
