/** What the tests of published clients score by: each step is worth the number it carries, so that none can be missing or doubled. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newDirectory } from './test-run.ts';

/** Three steps of these worths are worth 111 together, and no other choice of them is. */
export const steps = [1, 10, 100];

const programmeText = (id: string, more: string) => `programme: ${id}
name: Conformance
campaign: Conformance campaign
timeZone: UTC
visit: { endsAfter: 30 minutes }
${more}rules:
  - { id: step, label: A step, when: { event: Step }, points: { property: n, atMost: 100 }, pays: every time }
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 1000 }] }
`;

/** A folder of rules with the programme `conformance`, and with `asks` too, which asks for consent to a purpose. */
export function conformanceRules({ consent }: { consent?: string } = {}): string {
  const directory = newDirectory('rules');
  const write = (id: string, more: string) =>
    writeFileSync(join(directory, `${id}.yaml`), programmeText(id, more));
  write('conformance', '');
  if (consent !== undefined) write('asks', `consent: { purpose: ${consent} }\n`);
  return directory;
}

/** A user and an address for a test of these words, of letters that every client passes on as they are. */
export function personOf(...words: string[]): { userId: string; email: string } {
  const name = words
    .join(' ')
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase();
  return { userId: name, email: `${name}@example.com` };
}
