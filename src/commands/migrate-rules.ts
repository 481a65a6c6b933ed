/** `scoville migrate-rules`: rewrites the former words of rule files, each with a backup beside it. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrateRules } from '../contract/language/language.ts';

/** Rewrites one file, or all YAML files below a folder. Returns a line for each change; writes nothing in a dry run. */
export function migrateRuleFiles(target: string, options: { isDry: boolean }): string[] {
  const lines = yamlFilesIn(target).flatMap((file) => {
    const before = readFileSync(file, 'utf8');
    const { text, rewritings } = migrateRules(before);
    if (rewritings.length === 0) return [];
    const changes = rewritings.map(({ line, from, to }) => `${file}:${line}: ${from} → ${to}`);
    if (options.isDry) return changes;
    const backup = freeBackupOf(file);
    writeFileSync(backup, before, { flag: 'wx' });
    writeFileSync(file, text);
    return [...changes, `${file}: rewritten; the previous text is in ${backup}`];
  });
  return lines.length === 0 ? [`${target}: no former words`] : lines;
}

function yamlFilesIn(target: string): string[] {
  if (!statSync(target).isDirectory()) return [target];
  return readdirSync(target, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => path.join(target, name));
}

/** A name that is not taken: an earlier backup is never written over. */
function freeBackupOf(file: string): string {
  for (let count = 1; ; count++) {
    const backup = `${file}.before${count === 1 ? '' : `-${count}`}`;
    if (!existsSync(backup)) return backup;
  }
}
