/** Rules of a click that is worth 30 points and can be taken back, with the sales processes that the product ships with. */
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newDirectory } from './test-run.ts';

const programme = `programme: clicks
name: Clicks
campaign: Clicks
timeZone: UTC
visit: { endsAfter: 30 minutes }
rules:
  - { id: click, label: Click, when: { event: Clicked }, points: 30, pays: every time }
  - { id: leave, label: Leave, when: { event: Left }, points: -30, pays: every time }
ladder:
  contactWithin: 24 hours
  tiers: [{ name: warm, from: 20 }, { name: hot, from: 80 }]
`;

/** A folder of rules with the programme `clicks`. */
export function clicksRules(): string {
  const directory = newDirectory('rules');
  for (const folder of ['sales', 'pipelines'])
    cpSync(new URL(`../../rules/${folder}`, import.meta.url), path.join(directory, folder), {
      recursive: true,
    });
  writeFileSync(path.join(directory, 'clicks.yaml'), programme);
  return directory;
}
