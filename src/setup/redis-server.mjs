/** Finds a Redis server program of version 7 or newer, or gets Debian's. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, isRoot, SetupError } from './child-processes.mjs';
import { installPackages, libraryPackages, unpackPackages } from './debian-packages.mjs';

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

/**
 * Unpacks Debian's redis-server, with the libraries the machine lacks, into `.tools/redis`: made whole in a scratch folder, then
 * renamed. The script `.tools/redis/redis-server` sets the path of those libraries.
 * @param {string} tools
 */
async function unpackRedis(tools) {
  const work = path.join(tools, `redis.new-${process.pid}`);
  const target = path.join(work, 'root');
  const program = path.join(target, 'redis-server');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    if (!(await unpackPackages({ packages: ['redis-server', 'redis-tools'], target, work }))) return false;
    if (capture('ldd', [path.join(target, 'usr', 'bin', 'redis-server')]).stdout.includes('not found')) {
      const packages = libraryPackages('redis-tools', work);
      if (packages.length > 0 && !(await unpackPackages({ packages, target, work }))) return false;
    }
    writeFileSync(program, wrapperScript(target));
    chmodSync(program, 0o755);
    if (redisMajor(program) < redisMajorMin) return false;
    const place = path.join(tools, 'redis');
    rmSync(place, { recursive: true, force: true });
    renameSync(target, place);
    return true;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} target */
function wrapperScript(target) {
  const folders = [path.join('usr', 'lib'), 'lib'].flatMap((parent) => {
    const place = path.join(target, parent);
    if (!existsSync(place)) return [];
    const triplets = readdirSync(place).filter((name) => name.includes('-linux-'));
    return [parent, ...triplets.map((name) => path.join(parent, name))];
  });
  const libraries = folders.map((folder) => `$here/${folder}`).join(':');
  return [
    '#!/bin/sh',
    '# Starts the Redis server unpacked here, with the libraries unpacked beside it.',
    'here=$(cd "$(dirname "$0")" && pwd)',
    `export LD_LIBRARY_PATH="${libraries}"`,
    'exec "$here/usr/bin/redis-server" "$@"',
    '',
  ].join('\n');
}
