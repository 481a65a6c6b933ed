/** Loads the example files that lie beside the programmes. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Example, examplesSchema } from '../../src/contract/language/language.ts';

const directory = new URL('../../rules/', import.meta.url);

/** Every example of every `*.examples.yaml`, drafts' too, with the programme it is about and the file of that beside it. */
export function loadExamples(): { programme: string; file: URL; example: Example }[] {
  const files = readdirSync(directory, { recursive: true }).map(String);
  return files
    .filter((name) => name.endsWith('.examples.yaml'))
    .flatMap((name) => {
      const { programme, examples } = examplesSchema.parse(
        parse(readFileSync(new URL(name, directory), 'utf8')),
      );
      const file = new URL(name.replace('.examples.', '.'), directory);
      return examples.map((example) => ({ programme, file, example }));
    });
}
