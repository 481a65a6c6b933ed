/** The rules that the product ships with, in a folder of their own: a program writes there what is published. */
import { cpSync } from 'node:fs';
import { newDirectory } from './test-run.ts';

/** Returns a new copy of the folder. */
export function shippedRules(): string {
  const directory = newDirectory('rules');
  cpSync(new URL('../../rules', import.meta.url), directory, { recursive: true });
  return directory;
}
