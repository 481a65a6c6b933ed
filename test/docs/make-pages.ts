/**
 * Writes the pages of docs/ that are made of code.
 *
 *     npm run docs
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../support/source-text.ts';
import { madePages } from './pages.ts';

for (const { place, text } of madePages) {
  writeFileSync(path.join(repository, place), await text());
  process.stdout.write(`Wrote ${place}.\n`);
}
