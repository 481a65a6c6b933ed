/** `scoville migrate-rules` on a folder: a dry run writes nothing, a real one keeps the previous text, a second one changes nothing. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrateRuleFiles } from './migrate-rules.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scoville-rules-'));
  mkdirSync(path.join(folder, 'pipelines'));
  writeFileSync(path.join(folder, 'pipelines', 'tiny.yaml'), 'system: tiny\npipelines: []\n');
  writeFileSync(path.join(folder, 'programme.yaml'), 'programme: x\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => path.join(folder, 'pipelines', 'tiny.yaml');
const text = (name: string) => readFileSync(name, 'utf8');

test('a dry run says what would change, and writes nothing', () => {
  expect(migrateRuleFiles(folder, { isDry: true })).toEqual([`${file()}:1: system → process`]);
  expect(text(file())).toBe('system: tiny\npipelines: []\n');
  expect(readdirSync(path.dirname(file()))).toEqual(['tiny.yaml']);
});

test('rewrites with a backup, and the second time nothing', () => {
  expect(migrateRuleFiles(folder, { isDry: false })).toEqual([
    `${file()}:1: system → process`,
    `${file()}: rewritten; the previous text is in ${file()}.before`,
  ]);
  expect(text(file())).toBe('process: tiny\npipelines: []\n');
  expect(text(`${file()}.before`)).toBe('system: tiny\npipelines: []\n');
  expect(migrateRuleFiles(folder, { isDry: false })).toEqual([`${folder}: no former words`]);
});

test('a backup is never written over', () => {
  migrateRuleFiles(file(), { isDry: false });
  writeFileSync(file(), 'system: other\npipelines: []\n');
  migrateRuleFiles(file(), { isDry: false });
  expect(text(`${file()}.before`)).toBe('system: tiny\npipelines: []\n');
  expect(text(`${file()}.before-2`)).toBe('system: other\npipelines: []\n');
});
