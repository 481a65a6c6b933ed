/** The text that a new programme begins with. Pure. */
import { stringify } from 'yaml';
import type { Texts } from './rules-api.ts';

/** An id of the name, and a programme of two rules, with an example that it meets. */
export function newProgramme(name: string, timeZone: string): { id: string; texts: Texts } {
  const id = idOf(name);
  // One such as "2027" or "true" would be no text.
  const written = stringify(id).trim();
  const said = JSON.stringify(name.trim());
  const text = `# ${name.trim().replace(/\s+/g, ' ')}: what visitors do, what it is worth, and when sales hears of it.

programme: ${written}
name: ${said}
campaign: ${said}
timeZone: ${timeZone}

visit:
  endsAfter: 30 minutes # without any event

rules:
  - id: pricing-page
    label: Looked at the prices
    when: { type: page, path: "/pricing/**" }
    points: 10
    pays: once a visit

  - id: demo-request
    label: Asked for a demo
    when: { event: Demo Requested }
    points: 30
    pays: once

ladder:
  contactWithin: 24 hours
  tiers: # a tier begins at its lower bound
    - { name: 1 chili, from: 20 }
    - { name: 2 chilies, from: 40 }
    - { name: 3 chilies, from: 60 }
`;
  const examples = `# Behaviour, and the score that it must come to. A text that does not meet its examples is not published.

programme: ${written}

examples:
  - example: Somebody who looks at the prices and asks for a demo reaches two chilies
    steps:
      - page: /pricing
      - track: Demo Requested
    expect: { score: 40, tier: 2 chilies }
`;
  return { id, texts: { text, examples } };
}

/** Lower-case letters, digits and hyphens, without marks above letters; `programme` where nothing is left. */
function idOf(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '');
  return id === '' ? 'programme' : id;
}
