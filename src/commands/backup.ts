/** `scoville backup` and `scoville restore <backup>`: all of an installation in one file, and back. */
import { existsSync, statSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BackupRefused, makeBackup, restoreBackup, type Verified, verifyBackup } from '../backup/backup.ts';
import { counted } from '../base/time/time.ts';
import type { Environment } from '../environment.ts';
import { type CommandStores, withStores } from '../roles/roles.ts';
import { adoptSecrets } from '../setup/setup.ts';
import { MisuseError, UsageError } from './usage-error.ts';

/** What both commands need of the surroundings. */
interface Connection {
  environment(): Environment;
  say(line: string): void;
  showProgress(line: string): void;
}

interface Options {
  json: boolean;
  replace: boolean;
  'keep-redis': boolean;
  'postgresql-alone': boolean;
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** `backup <file>` and `backup verify <file>`. */
export async function backup(
  terminal: Connection,
  words: readonly (string | undefined)[],
  options: Options,
): Promise<void> {
  const [first, second] = words;
  if (first === 'verify') {
    const verified = await orRefused(terminal, () => verifyBackup(fileIn(second)));
    return sayVerified(terminal, verified, options);
  }
  const file = fileIn(first);
  if (existsSync(file))
    throw new UsageError(`"${file}" is there already: name another file, or remove it first`);
  const wanted = { needsRedis: !options['postgresql-alone'], mayRun: true, say: terminal.say };
  const made = await withStoresOf(terminal, wanted, (stores) =>
    makeBackup(stores, file, Date.now(), terminal.showProgress),
  );
  terminal.showProgress('');
  if (options.json) return terminal.say(JSON.stringify({ file, ...made }, null, 2));
  const keys = made.keys === null ? 'without Redis' : `${counted(made.keys, 'key')} of Redis`;
  terminal.say(
    `${file}: ${megabytes(made.bytes)}, ${counted(made.tables, 'table')} of PostgreSQL, ${keys}, ${counted(made.attachments, 'attachment')}`,
  );
  terminal.say(`SHA-256 ${made.sha256}`);
  terminal.say('It holds secrets and people: keep it encrypted, away from this machine.');
}

/** `restore <backup>`. */
export async function restoreArchive(terminal: Connection, file: string, options: Options): Promise<void> {
  if (options['keep-redis'] && options['postgresql-alone'])
    throw new MisuseError(
      '--keep-redis leaves Redis as it is, --postgresql-alone empties it: name one of them',
    );
  terminal.showProgress('reading the backup');
  const verified = await orRefused(terminal, () => verifyBackup(file));
  const wanted = { needsRedis: !options['keep-redis'], mayRun: false, say: terminal.say };
  const { manifest } = options['postgresql-alone']
    ? { manifest: { ...verified.manifest, hasRedis: false } }
    : verified;
  await withStoresOf(terminal, wanted, async (stores) => {
    await restoreBackup(
      stores,
      file,
      { ...verified, manifest },
      {
        replaces: options.replace,
        keepsRedis: options['keep-redis'],
        nowMs: Date.now(),
        progress: terminal.showProgress,
      },
    );
    await restoreFiles(terminal.environment(), stores, verified);
  });
  terminal.showProgress('');
  if (options.json) return terminal.say(JSON.stringify({ file, ...summaryOf(verified) }, null, 2));
  terminal.say(
    `${file} is restored: Scoville ${manifest.product} of ${manifest.madeAt}, every table compared with the backup`,
  );
  terminal.say(
    options['keep-redis']
      ? 'Start Scoville: what Redis still has goes on from there.'
      : 'Start Scoville: it restores every profile from the history. "scoville restore" shows how far it is.',
  );
}

function fileIn(word: string | undefined): string {
  if (word === undefined)
    throw new MisuseError(
      '"backup" takes a file, such as scoville-2026-11-30.tar.gz; see "scoville backup --help"',
    );
  if (existsSync(word) && statSync(word).isDirectory())
    throw new MisuseError(`"${word}" is a folder: name a file in it`);
  return word;
}

async function restoreFiles(environment: Environment, stores: CommandStores, { files }: Verified) {
  const secrets = files.get('secrets.json');
  if (secrets !== undefined) adoptSecrets(environment.DATA_DIR, secrets);
  const connections = files.get('mail-connections.json');
  const filePath = stores.files['mail-connections.json'];
  if (connections === undefined || filePath === undefined) return;
  await mkdir(path.dirname(filePath), { recursive: true, mode: 0o700 });
  // The previous one stays beside it.
  if (existsSync(filePath)) await copyFile(filePath, `${filePath}.before-restore`);
  await writeFile(filePath, connections, { mode: 0o600 });
}

const summaryOf = ({ manifest, attachments }: Verified) => ({
  product: manifest.product,
  madeAt: manifest.madeAt,
  tables: manifest.tables.length,
  hasRedis: manifest.hasRedis,
  attachments,
});

function sayVerified({ say, showProgress }: Connection, verified: Verified, { json }: Options): void {
  showProgress('');
  const summary = summaryOf(verified);
  if (json) {
    say(JSON.stringify(summary, null, 2));
    return;
  }
  const { product, madeAt, tables, hasRedis, attachments } = summary;
  say(
    `sound: Scoville ${product} of ${madeAt}, ${tables} tables of PostgreSQL, ${hasRedis ? 'with' : 'without'} Redis, ${attachments} attachments`,
  );
}

/** A store that cannot be used, or a refusal, is no fault of ours. */
function withStoresOf<T>(
  terminal: Connection,
  wanted: Parameters<typeof withStores>[1],
  use: (stores: CommandStores) => Promise<T>,
): Promise<T> {
  return orRefused(terminal, () => withStores(terminal.environment(), wanted, use));
}

async function orRefused<T>({ showProgress }: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    showProgress('');
    const { name, message } = error as Error;
    const isOurs = error instanceof BackupRefused || name === 'DataDirRefused';
    if (isOurs || /cannot be used: |^no Scoville has run/.test(message)) throw new UsageError(message);
    throw error;
  }
}
