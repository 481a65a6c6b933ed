/**
 * The file of accounts at mail providers: read at the start, and again when it has changed.
 *
 * It is a file and no table, so that a door needs no PostgreSQL. Each machine with a door has the same file, as it has the same settings.
 */
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { every } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Logger } from '../../base/telemetry/telemetry.ts';
import { connectionsIn, connectionsText, type NamedConnection } from './connections.core.ts';

/** Reads the file; none is no account. Throws an error that names it. */
export function readConnections(file: string): NamedConnection[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`${file} cannot be read (${(error as Error).message})`);
  }
  try {
    return connectionsIn(text);
  } catch (error) {
    throw new Error(`${file} is not usable: ${(error as Error).message}`);
  }
}

/** Writes the file for its owner alone; a crash leaves the one before or the new one. */
export function writeConnections(file: string, connections: readonly NamedConnection[]): void {
  const text = connectionsText(connections);
  connectionsIn(text);
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export interface Connections {
  of(provider: string): readonly NamedConnection[];
  /** Reads the file again where it has changed. */
  refresh(): void;
  close(): void;
}

/** Opens the file. Throws where it cannot be used; later a file that cannot leaves the accounts of before. */
export function openConnections(file: string, logger: Logger): Connections {
  let all = readConnections(file);
  let seen = changeOf(file);
  const refresh = () => {
    const now = changeOf(file);
    if (now === seen) return;
    seen = now;
    try {
      all = readConnections(file);
    } catch (error) {
      logger.error(
        { error: (error as Error).message },
        'the changed file of mail connections is invalid; those of before stay active',
      );
    }
  };
  const beat = every(limits.mailConnectionsReadEveryMs, refresh);
  return { of: (provider) => all.filter((one) => one.provider === provider), refresh, close: beat.close };
}

function changeOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
}
