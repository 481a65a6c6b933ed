/** Installs the packages of package-lock.json when node_modules does not hold exactly them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runStep, SetupError } from './child-processes.mjs';

/** How long to wait for another set-up that is installing in the same checkout, ms. */
const otherInstallMsMax = 15 * 60_000;

/**
 * Runs `npm ci` when node_modules is missing or was made from another lock file.
 * @param {{ root: string, production: boolean, say: (line: string) => void }} options `production`: without the tools of development
 */
export async function ensurePackages({ root, production, say }) {
  if (arePackagesCurrent(root, production)) return;
  const release = await takeInstallLock(root, say);
  try {
    if (arePackagesCurrent(root, production)) return;
    say('Installing packages from package-lock.json (once, about a minute)…');
    const started = performance.now();
    const npm = npmCommand();
    const code = await runStep(
      npm.program,
      [
        ...npm.args,
        'ci',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        '--include=prod',
        '--include=optional',
        production ? '--omit=dev' : '--include=dev',
      ],
      { cwd: root },
    );
    if (code !== 0) {
      throw new SetupError(
        `npm ci ended with code ${code}. It needs the npm registry (or a mirror named in ~/.npmrc): put that right and run the command again.`,
      );
    }
    writeMark(root, production);
    say(`Packages installed in ${Math.round((performance.now() - started) / 1000)} s.`);
  } finally {
    release();
  }
}

/** @param {string} root */
function markPath(root) {
  return path.join(root, 'node_modules', '.scoville-lock-hash');
}

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} root @param {boolean} production */
function writeMark(root, production) {
  writeFileSync(markPath(root), `${lockHash(root)} ${production ? 'production' : 'full'}\n`);
}

/**
 * Whether node_modules was installed from this very lock file; a full installation serves production too. An `npm ci` done by
 * hand counts when npm's own record in node_modules agrees with the lock file.
 * @param {string} root @param {boolean} production
 */
function arePackagesCurrent(root, production) {
  if (existsSync(markPath(root))) {
    const [hash, kind] = readFileSync(markPath(root), 'utf8').trim().split(' ');
    if (hash === lockHash(root)) return production || kind === 'full';
  }
  if (!doesInstalledMatchLock(root, production)) return false;
  writeMark(root, production);
  return true;
}

/** @param {string} root @param {boolean} production */
function doesInstalledMatchLock(root, production) {
  try {
    const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
    const installed = JSON.parse(
      readFileSync(path.join(root, 'node_modules', '.package-lock.json'), 'utf8'),
    ).packages;
    return Object.entries(wanted).every(([folder, entry]) => {
      if (folder === '' || (production && (entry.dev || entry.devOptional))) return true;
      const found = installed[folder];
      if (found === undefined) return entry.optional === true && !isForThisMachine(entry);
      return found.version === entry.version && existsSync(path.join(root, folder, 'package.json'));
    });
  } catch {
    return false;
  }
}

/**
 * Whether npm would surely install an optional package here: it is made for this system and processor. One bound to a C library
 * may be for the other. One bound to nothing may belong to a package that was left out.
 * @param {{ os?: string[], cpu?: string[], libc?: string[] }} entry
 */
function isForThisMachine({ os, cpu, libc }) {
  return (
    libc === undefined && os?.includes(process.platform) === true && cpu?.includes(process.arch) === true
  );
}

/** The npm that called us, else the one on PATH. */
function npmCommand() {
  const own = process.env['npm_execpath'];
  if (own?.endsWith('npm-cli.js') && existsSync(own)) return { program: process.execPath, args: [own] };
  return { program: 'npm', args: [] };
}

/**
 * Keeps two set-ups of one checkout from installing at once: a folder made atomically, holding the pid of its owner. One whose
 * owner is dead is moved aside.
 * @param {string} root @param {(line: string) => void} say
 */
async function takeInstallLock(root, say) {
  const tools = path.join(root, '.tools');
  const lock = path.join(tools, 'install.lock');
  mkdirSync(tools, { recursive: true });
  const deadline = Date.now() + otherInstallMsMax;
  for (let isSaid = false; ; ) {
    try {
      mkdirSync(lock);
      writeFileSync(path.join(lock, 'pid'), String(process.pid));
      return () => rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(lock);
    if (owner !== null && !isAlive(owner)) {
      const aside = `${lock}.dead-${process.pid}`;
      try {
        renameSync(lock, aside);
      } catch {
        // Another waiter moved it first.
      }
      rmSync(aside, { recursive: true, force: true });
      continue;
    }
    if (Date.now() > deadline) {
      throw new SetupError(
        `Another set-up (pid ${owner ?? 'unknown'}) has been installing for too long. If none runs, delete ${lock}.`,
      );
    }
    if (!isSaid)
      say(`Another set-up (pid ${owner ?? 'unknown'}) is installing packages here; waiting for it…`);
    isSaid = true;
    await pause(250);
  }
}

/** @param {string} lock */
function readOwner(lock) {
  try {
    const pid = Number(readFileSync(path.join(lock, 'pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
