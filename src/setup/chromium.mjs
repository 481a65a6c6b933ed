/**
 * Finds a Chromium for the browser tests, or installs Debian's as root. Its headless shell is preferred: the same engine without the
 * windows of a desktop, in a third of the processor time.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { capture, isRoot } from './child-processes.mjs';
import { hasApt, installPackages } from './debian-packages.mjs';

const shell = 'chromium-headless-shell';
const whole = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const usualFolders = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const macPrograms = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Returns the path of a Chromium; null when there is none and none could be installed. Then it prints a warning, and the tests
 * that need one are skipped.
 * @param {(line: string) => void} say
 * @returns {Promise<string | null>}
 */
export async function ensureChromium(say) {
  const named = process.env['SCOVILLE_CHROMIUM'];
  const present = (named ? runnable([named]) : null) ?? findProgram([shell]);
  if (present !== null) return present;
  const found = findProgram(whole) ?? runnable(macPrograms);
  if (isRoot() && hasApt()) {
    say(`Installing Debian’s package ${shell} for the browser tests (apt-get, ~1 min)…`);
    await installPackages([shell]);
    const installed = findProgram([shell]);
    if (installed !== null) return installed;
    // An older Debian has no such package.
    if (found === null) await installPackages(['chromium']);
  }
  const next = found ?? findProgram(whole);
  if (next !== null) return next;
  const reason = isRoot()
    ? 'apt-get could not install one'
    : `only root may install Debian’s package ${shell}`;
  say('');
  say(`*** THE BROWSER TEST WILL BE SKIPPED: no Chromium on this machine, and ${reason}.`);
  say(
    '*** To run it: as root, apt-get install chromium-headless-shell; or set SCOVILLE_CHROMIUM to a Chromium program.',
  );
  say('');
  return null;
}

/** Returns the first program of these names that runs; null when there is none. @param {string[]} names */
function findProgram(names) {
  const folders = new Set([...(process.env['PATH'] ?? '').split(path.delimiter), ...usualFolders]);
  return runnable(
    [...folders]
      .filter((folder) => folder !== '')
      .flatMap((folder) => names.map((name) => path.join(folder, name))),
  );
}

/** @param {string[]} programs */
function runnable(programs) {
  return (
    programs.find((program) => existsSync(program) && capture(program, ['--version']).code === 0) ?? null
  );
}
