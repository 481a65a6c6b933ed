/** Finds a Chromium for the browser tests, or installs Debian's as root. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { capture, isRoot } from './child-processes.mjs';
import { installPackages } from './debian-packages.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
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
  const found = findChromium();
  if (found !== null) return found;
  let reason = 'only root may install Debian’s package chromium';
  if (isRoot()) {
    say('No Chromium found: installing Debian’s package chromium for the browser test (apt-get, ~1 min)…');
    await installPackages(['chromium']);
    const installed = findChromium();
    if (installed !== null) return installed;
    reason = 'apt-get could not install Debian’s package chromium';
  }
  say('');
  say(`*** THE BROWSER TEST WILL BE SKIPPED: no Chromium on this machine, and ${reason}.`);
  say('*** To run it: as root, apt-get install chromium; or set SCOVILLE_CHROMIUM to a Chromium program.');
  say('');
  return null;
}

function findChromium() {
  const named = process.env['SCOVILLE_CHROMIUM'];
  const folders = new Set([...(process.env['PATH'] ?? '').split(path.delimiter), ...usualFolders]);
  const candidates = [
    ...(named ? [named] : []),
    ...[...folders]
      .filter((folder) => folder !== '')
      .flatMap((folder) => names.map((name) => path.join(folder, name))),
    ...macPrograms,
  ];
  return (
    candidates.find((program) => existsSync(program) && capture(program, ['--version']).code === 0) ?? null
  );
}
