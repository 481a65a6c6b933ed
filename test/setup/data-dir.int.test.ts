/** DATA_DIR: one process at a time, however the one before ended; secrets made once. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeKeyPattern } from '../../src/base/kernel/kernel.ts';
import { DataDirRefused, openDataDir } from '../../src/setup/setup.ts';
import { startModule } from '../support/child-program.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const freshFolder = () => path.join(newDirectory('data-dir'), 'data');
const permissionsOf = (folder: string) => statSync(folder).mode & 0o777;

/** Another process that opens the folder, says so, and stays. */
async function startHolder(folder: string) {
  const holder = startModule(
    `
    const { openDataDir } = await import('./src/setup/setup.ts');
    openDataDir(${JSON.stringify(folder)});
    // The lock must not hang on a reference that the collector may find unused.
    globalThis.gc();
    console.log('opened');
    setInterval(() => {}, 1_000);
  `,
    { NODE_OPTIONS: '--expose-gc' },
  );
  onTestFinished(() => holder.kill('SIGKILL'));
  await until('the other process has opened DATA_DIR', () => holder.output().includes('opened'));
  return holder;
}

test('the first start makes secrets; the next one finds them', () => {
  const folder = freshFolder();
  const first = openDataDir(folder);
  first.close();
  const second = openDataDir(folder);
  second.close();
  expect(first.isFirstStart).toBe(true);
  expect(second.isFirstStart).toBe(false);
  expect(second.secrets).toEqual(first.secrets);
  expect(first.secrets.writeKey).toMatch(writeKeyPattern);
  expect(first.secrets.adminEmail).toBe('admin@scoville.local');
  expect(new Set(Object.values(first.secrets).flat()).size).toBe(8);
});

test('nobody else may list the folder or read its files', () => {
  const folder = freshFolder();
  openDataDir(folder).close();
  expect(permissionsOf(folder)).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
  for (const name of ['secrets.json', 'lock.sqlite'])
    expect(permissionsOf(path.join(folder, name))).toBe(0o600);
});

test('a secret from the environment wins and is not written down', () => {
  const folder = freshFolder();
  const opened = openDataDir(folder, { apiToken: 'given', adminPassword: undefined, writeKey: '' });
  opened.close();
  expect(opened.secrets.apiToken).toBe('given');
  expect(opened.secrets.writeKey).toMatch(writeKeyPattern);
  expect(readFileSync(path.join(folder, 'secrets.json'), 'utf8')).not.toContain('given');
});

test('a second process names the first and the remedy', async () => {
  const folder = freshFolder();
  const holder = await startHolder(folder);
  expect(() => openDataDir(folder)).toThrow(DataDirRefused);
  expect(() => openDataDir(folder)).toThrow(
    `Scoville is already running: DATA_DIR ${folder} is in use by process ${holder.pid}`,
  );
  expect(() => openDataDir(folder)).toThrow(
    `Stop it (kill ${holder.pid}), or start this one with another DATA_DIR and PORT.`,
  );
});

test('the same process, too, cannot open it twice', () => {
  const folder = freshFolder();
  const opened = openDataDir(folder);
  expect(() => openDataDir(folder)).toThrow(DataDirRefused);
  opened.close();
  openDataDir(folder).close();
});

test('after a kill -9 the folder is free at once, whatever was written down about its owner', async () => {
  const folder = freshFolder();
  const holder = await startHolder(folder);
  holder.kill('SIGKILL');
  await holder.ended;
  // The worst case: the dead owner's pid now belongs to a living process (this one).
  writeFileSync(
    path.join(folder, 'owner.json'),
    JSON.stringify({ pid: process.pid, since: '2020-01-01T00:00:00Z' }),
  );
  openDataDir(folder).close();
});

test('a folder that holds other files is left alone', () => {
  const folder = freshFolder();
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'thesis.txt'), 'mine');
  const before = permissionsOf(folder);
  expect(() => openDataDir(folder)).toThrow(
    /holds other files \(thesis\.txt\) .* Set DATA_DIR to a new or empty folder/,
  );
  expect(permissionsOf(folder)).toBe(before);
});

test('a spoilt secrets file is named, and frees the lock', () => {
  const folder = freshFolder();
  openDataDir(folder).close();
  writeFileSync(path.join(folder, 'secrets.json'), '{');
  expect(() => openDataDir(folder)).toThrow(/secrets\.json cannot be read as JSON/);
  expect(() => openDataDir(folder)).toThrow(/secrets\.json cannot be read as JSON/);
});
