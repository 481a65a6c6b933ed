/**
 * Writes the pages of docs/ that are made of code.
 *
 *     npm run docs
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../support/source-text.ts';
import { madePages } from './pages.ts';

for (const { filePath, text } of madePages) {
  writeFileSync(path.join(repository, filePath), await text());
  process.stdout.write(`Wrote ${filePath}.\n`);
}
