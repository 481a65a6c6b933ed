/** The secrets of an installation: made at the first start, kept in one file that only its owner may read. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { newWriteKey } from '../base/kernel/kernel.ts';

export interface Secrets {
  /** The public key clients send events with: `c` and 24 of [a-z0-9]. */
  writeKey: string;
  /** The key servers send events with, of the same form. */
  secretKey: string;
  /** What links and pixels of mails are signed with: the first signs, all are believed. */
  mailLinkSecrets: readonly string[];
  /** The bearer token of `/api`. */
  apiToken: string;
  /** The first log-in of the console. */
  adminEmail: string;
  adminPassword: string;
  /** Between us and the private Redis and PostgreSQL. */
  redisPassword: string;
  postgresPassword: string;
}

/** The secrets an operator may set in the environment; they override the stored ones and are never stored. */
export type SecretOverrides = {
  [name in 'writeKey' | 'secretKey' | 'mailLinkSecrets' | 'apiToken' | 'adminEmail' | 'adminPassword']?:
    | Secrets[name]
    | undefined;
};

const fileName = 'secrets.json';
const defaultAdminEmail = 'admin@scoville.local';

/** Where a folder keeps them. */
export const secretsFile = (directory: string) => path.join(directory, fileName);

/** Whether a folder keeps secrets already. */
export function hasSecrets(directory: string): boolean {
  return existsSync(secretsFile(directory));
}

/** Reads the secrets kept in a folder, or makes and keeps new ones. */
export function keepSecrets(directory: string, overrides: SecretOverrides = {}): Secrets {
  const filePath = secretsFile(directory);
  const kept = existsSync(filePath) ? readSecrets(filePath) : {};
  const complete: Secrets = { ...newSecrets(), ...kept };
  if (Object.keys(kept).length < Object.keys(complete).length) writeSecrets(filePath, complete);
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined && value !== '');
  return { ...complete, ...Object.fromEntries(given) };
}

/**
 * Takes the secrets of a backup in place of a folder's own, but for the passwords of its private servers: these know no others. Makes
 * the folder when it is missing.
 */
export function adoptSecrets(directory: string, text: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { redisPassword, postgresPassword } = keepSecrets(directory);
  writeSecrets(secretsFile(directory), {
    ...keepSecrets(directory),
    ...(JSON.parse(text) as Partial<Secrets>),
    ...{ redisPassword, postgresPassword },
  });
}

function newSecrets(): Secrets {
  return {
    writeKey: newWriteKey(randomBytes(24)),
    secretKey: newWriteKey(randomBytes(24)),
    mailLinkSecrets: [randomToken()],
    apiToken: randomToken(),
    adminEmail: defaultAdminEmail,
    adminPassword: randomToken().slice(0, 16),
    redisPassword: randomToken(),
    postgresPassword: randomToken(),
  };
}

/** 192 random bits, base64url. */
function randomToken(): string {
  return randomBytes(24).toString('base64url');
}

function readSecrets(filePath: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(filePath, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    throw new Error(
      `${filePath} cannot be read as JSON (${(error as Error).message}). Restore it from a backup: the private servers beside it know its passwords.`,
    );
  }
}

/** Writes beside, forces to disk, renames: a crash leaves the old file or the new one, never a half. */
function writeSecrets(filePath: string, secrets: Secrets): void {
  const beside = `${filePath}.new`;
  const file = openSync(beside, 'w', 0o600);
  writeSync(file, `${JSON.stringify(secrets, null, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(beside, filePath);
}
