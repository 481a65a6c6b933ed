/** Finds a Redis server program of version 7 or newer, or gets Debian's. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { capture, isRoot, SetupError } from './child-processes.mjs';
import { installPackages } from './debian-packages.mjs';
import { unpackProgram } from './unpacked-program.mjs';

const redisMajorMin = 7;
const usualFolders = [
  '/usr/bin',
  '/usr/local/bin',
  '/usr/sbin',
  '/opt/redis/bin',
  '/opt/homebrew/bin',
  '/snap/bin',
];

/**
 * The path of a working `redis-server`: found on the machine, else installed from Debian as root, else unpacked from Debian's
 * package into `.tools/redis`.
 * @param {{ root: string, say: (line: string) => void }} options
 * @returns {Promise<string>}
 */
export async function ensureRedisServer({ root, say }) {
  const unpacked = path.join(root, '.tools', 'redis', 'redis-server');
  const found = findOnMachine(say) ?? (redisMajor(unpacked) >= redisMajorMin ? unpacked : null);
  if (found !== null) return found;

  if (isRoot()) {
    say(
      'No Redis server found: installing Debian’s package redis-server (apt-get; it is not started as a service)…',
    );
    if (await installPackages(['redis-server'])) {
      const installed = findOnMachine(say);
      if (installed !== null) return installed;
    }
    say('apt-get could not install a Redis server; unpacking the package below .tools instead…');
  } else {
    say(
      'No Redis server found: fetching Debian’s package and unpacking it below .tools (no root needed, ~8 MB)…',
    );
  }
  if (await unpackRedis(path.join(root, '.tools'))) return unpacked;
  throw new SetupError(
    `No Redis server (version ${redisMajorMin} or newer) was found, and Debian’s package could be neither installed nor unpacked. ` +
      'Do one of these: install it (as root: apt-get install redis-server), put redis-server on PATH, or set REDIS_URL to a running Redis.',
  );
}

/** @param {(line: string) => void} say */
function findOnMachine(say) {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), ...usualFolders].filter(
    (folder) => folder !== '',
  );
  const refused = new Set();
  for (const folder of new Set(folders)) {
    const program = path.join(folder, 'redis-server');
    const major = redisMajor(program);
    if (major >= redisMajorMin) return program;
    if (major > 0) refused.add(`${program} is version ${major}`);
  }
  for (const reason of refused) say(`${reason}; Redis ${redisMajorMin} or newer is needed.`);
  return null;
}

/** The major version a program says it is; 0 when it is no Redis server that starts. @param {string} program */
function redisMajor(program) {
  if (!existsSync(program)) return 0;
  const asked = capture(program, ['--version']);
  const match = /Redis server v=(\d+)\./.exec(asked.stdout);
  return asked.code === 0 && match ? Number(match[1]) : 0;
}

/** Unpacks Debian's redis-server, with the libraries the machine lacks, into `.tools/redis`. @param {string} tools */
const unpackRedis = (tools) =>
  unpackProgram({
    ...{ tools, name: 'redis', packages: ['redis-server', 'redis-tools'], librariesOf: 'redis-tools' },
    program: path.join('usr', 'bin', 'redis-server'),
    works: (program) => redisMajor(program) >= redisMajorMin,
  });
