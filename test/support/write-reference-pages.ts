/** `npm run docs`: rewrites the reference pages that are printed from tables of the code. */
import { writeFileSync } from 'node:fs';
import { pageFile, referencePages } from './reference-pages.ts';

for (const [page, text] of Object.entries(referencePages)) {
  writeFileSync(pageFile(page), text());
  process.stdout.write(`${page}\n`);
}
