/** Gets Debian packages onto the machine: installed as root, or unpacked below the checkout as an ordinary user. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, isRoot, runStep } from './child-processes.mjs';

const policyPath = '/usr/sbin/policy-rc.d';
const waitForOtherApt = ['-o', 'DPkg::Lock::Timeout=120'];

/** Whether this machine has Debian's package tools. */
export function hasApt() {
  return capture('apt-get', ['--version']).code === 0 && capture('dpkg', ['--version']).code === 0;
}

/**
 * Installs packages with apt-get as root, without starting the services they bring (nobody asked for a Redis on port 6379).
 * Returns whether it succeeded.
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  if (!isRoot() || !hasApt()) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const allowServices = forbidServices();
  try {
    const updated = await runStep('apt-get', ['update', '-qq', ...waitForOtherApt], { env, quiet: true });
    if (updated !== 0) process.stdout.write('apt-get update failed; trying with the lists that are there.\n');
    const args = ['install', '-y', '-qq', '--no-install-recommends', ...waitForOtherApt, ...packages];
    return (await runStep('apt-get', args, { env, quiet: true })) === 0;
  } finally {
    allowServices();
  }
}

/** Puts up invoke-rc.d's policy "start nothing" (status 101) unless the machine has its own; returns how to remove it. */
function forbidServices() {
  if (existsSync(policyPath)) return () => {};
  const takeDown = () => rmSync(policyPath, { force: true });
  writeFileSync(policyPath, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  process.once('exit', takeDown);
  return takeDown;
}

/**
 * Downloads packages and unpacks them into `target`, as any user. `apt` works in a folder of its own, so neither its lists nor
 * its lock need root. Returns whether it succeeded.
 * @param {{ packages: string[], target: string, work: string }} options `work`: scratch folder, removed by the caller
 */
export async function unpackPackages({ packages, target, work }) {
  if (!hasApt()) return false;
  const own = privateApt(work);
  const downloads = path.join(work, 'downloads');
  mkdirSync(downloads, { recursive: true });
  mkdirSync(target, { recursive: true });
  if (!existsSync(path.join(work, 'updated'))) {
    if ((await runStep('apt-get', [...own, 'update', '-qq'], { quiet: true })) !== 0) return false;
    writeFileSync(path.join(work, 'updated'), '');
  }
  if (
    (await runStep('apt-get', [...own, 'download', '-qq', ...packages], { cwd: downloads, quiet: true })) !==
    0
  )
    return false;
  for (const file of readdirSync(downloads).filter((name) => name.endsWith('.deb'))) {
    if ((await runStep('dpkg', ['-x', path.join(downloads, file), target], { quiet: true })) !== 0)
      return false;
    rmSync(path.join(downloads, file));
  }
  return true;
}

/**
 * The direct dependencies of a package that hold libraries, by apt's lists of `unpackPackages`.
 * @param {string} packageName @param {string} work
 */
export function libraryPackages(packageName, work) {
  const asked = capture('apt-cache', [...privateApt(work), 'depends', packageName]);
  const names = [...asked.stdout.matchAll(/^\s*\|?Depends: (\S+)$/gm)].map((match) => match[1] ?? '');
  return names.filter((name) => /^lib/.test(name) && name !== 'libc6');
}

/** apt's options for lists and cache below `work`. @param {string} work */
function privateApt(work) {
  const state = path.join(work, 'state');
  const cache = path.join(work, 'cache');
  mkdirSync(path.join(state, 'lists', 'partial'), { recursive: true });
  mkdirSync(path.join(cache, 'archives', 'partial'), { recursive: true });
  return [
    '-o',
    `Dir::State=${state}`,
    '-o',
    'Dir::State::status=/var/lib/dpkg/status',
    '-o',
    `Dir::Cache=${cache}`,
    '-o',
    'Debug::NoLocking=1',
    '-o',
    'APT::Sandbox::User=root',
  ];
}
