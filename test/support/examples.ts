/** Loads the example files that lie beside the programmes. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Example, examplesSchema } from '../../src/contract/contract.ts';

const directory = new URL('../../rules/', import.meta.url);

/** Every example of every `*.examples.yaml`, with the programme it is about. */
export function loadExamples(): { programme: string; example: Example }[] {
  const files = readdirSync(directory, { recursive: true }).map(String);
  return files
    .filter((name) => name.endsWith('.examples.yaml'))
    .map((name) => examplesSchema.parse(parse(readFileSync(new URL(name, directory), 'utf8'))))
    .flatMap(({ programme, examples }) => examples.map((example) => ({ programme, example })));
}
