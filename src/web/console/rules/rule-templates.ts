/** Rules to begin with, one a kind, as the file has them. Pure. */
import { freeId } from './edit-rules.ts';

interface RuleTemplate {
  name: string;
  /** What it is for, in the words of a marketer. */
  says: string;
  /** Its YAML without its id. */
  yaml: string;
}

export const ruleTemplates: readonly RuleTemplate[] = [
  {
    name: 'page-visit',
    says: 'Somebody looks at a page',
    yaml: 'label: Looked at a page\nwhen: { type: page, path: "/pricing/**" }\npoints: 5\npays: once a visit\n',
  },
  {
    name: 'event',
    says: 'Somebody does something',
    yaml: 'label: Did something\nwhen: { event: Demo Requested }\npoints: 10\npays: once\n',
  },
  {
    name: 'page-count',
    says: 'Somebody looks at several pages',
    yaml: 'label: Looked at several pages\nwhen: { type: page }\ncount: in a visit\nrungs: # the higher rung replaces the lower one\n  - { from: 3, points: 3 }\n  - { from: 10, points: 5 }\n',
  },
  {
    name: 'sequence',
    says: 'Somebody does one thing, then another',
    yaml: 'label: Did one thing, then another\nwhen: { event: Product Added }\nthen: { event: Checkout Started }\nwithin: 2 days\npoints: 10\n',
  },
  {
    name: 'absence',
    says: 'Somebody begins something and does not finish',
    yaml: 'label: Began and did not finish\nwhen: { event: Product Added }\nunless: { event: Order Completed }\nwithin: 30 minutes\npoints: 20\n',
  },
];

/** The YAML of a new rule, under an id that no other has. */
export function freshRule(name: string, taken: readonly string[]): string {
  const template = ruleTemplates.find((one) => one.name === name);
  const id = taken.includes(name) ? freeId(name, new Set(taken)) : name;
  return `id: ${id}\n${template?.yaml ?? ''}`;
}
