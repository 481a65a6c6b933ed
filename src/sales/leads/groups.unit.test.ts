/** The company that `group` names: whose lead it makes of a rise, and who moves with it. */
import { expect, test } from 'vitest';
import {
  emptySnapshot,
  identityOf,
  knownPerson,
  leadFlow,
  usualActions,
} from '../../../test/sales/records.ts';
import type { Identity, TierUpdate } from '../../contract/api/api.ts';
import type { CompanyRow, PersonRow } from '../store/rows.ts';
import { applyRecord } from './apply.core.ts';
import { World } from './world.core.ts';

const atMs = Date.parse('2026-11-23T12:00:00.000Z');
const company = (id: string, change: Partial<CompanyRow> = {}): CompanyRow => ({
  ...{
    id,
    name: id,
    domain: null,
    owner: null,
    do_not_contact: false,
    external_id: null,
    merged_domains: [],
  },
  ...change,
});
const acme = company('cp_acme', { name: 'Acme', domain: 'acme.example', owner: 'owner@example.com' });
const globex = company('cp_globex', { name: 'Globex', external_id: '42' });
const ofAddress = company('cp_address', { domain: 'example.com' });

const update = (identity: Partial<Identity>): TierUpdate => ({
  ...{ profile: 'p1', programme: 'emea', programmeName: 'EMEA', programmeVersion: 'v1', campaign: 'EMEA' },
  ...{ actions: usualActions(atMs), grade: null, priority: null, episode: 1, begunAs: null, from: 0, to: 1 },
  ...{ tierName: '1 chili', tiers: 3, score: 22, atMs, acceptedAtMs: atMs, reasons: [] },
  identity: { ...identityOf('ada@example.com'), ...identity },
});

function after(identity: Partial<Identity>, known?: Partial<PersonRow>, rows = [acme, globex, ofAddress]) {
  const world = new World(leadFlow, emptySnapshot);
  for (const row of rows) world.companies.rows.set(row.id, row);
  if (known !== undefined) world.people.set('pn_known', knownPerson({ kind: 'prospect', ...known }));
  applyRecord(world, update(identity));
  return { world, person: [...world.people.values()][0] as PersonRow };
}

const group = (id: string | null, domain: string | null) => ({ group: { id, domain } });

test.each<[string, Partial<Identity>, string | null]>([
  ['by its domain', { company: 'Acme Ltd', ...group('7', 'acme.example') }, 'cp_acme'],
  ['by its id in another system', { company: 'Any', ...group('42', null) }, 'cp_globex'],
  ['by its name', { company: 'Acme', ...group('7', null) }, 'cp_acme'],
  ['before the address', { company: 'Globex', ...group('42', 'other.example') }, 'cp_globex'],
  [
    'by the address where sales has no such company',
    { company: 'Else', ...group('8', 'else.example') },
    'cp_address',
  ],
  ['by the address where a text alone says it', { company: 'Acme' }, 'cp_address'],
])('a new prospect is of the company %s', (_name, identity, expected) => {
  expect(after(identity).person.company_id).toBe(expected);
});

test('the lead goes to the owner of the company, and says why', () => {
  const { world } = after({ company: 'Acme', ...group('7', null) });
  const [lead] = world.leads.values();
  expect(lead).toMatchObject({ owner: 'owner@example.com' });
  expect(lead?.routing_reason).toContain('Acme');
});

test('a company merged into another is that one', () => {
  const kept = { ...acme, merged_domains: ['acme.test'] };
  expect(after({ company: 'Old', ...group(null, 'acme.test') }, undefined, [kept]).person.company_id).toBe(
    'cp_acme',
  );
});

test.each<[string, Partial<PersonRow>, Partial<Identity>, string | null]>([
  [
    'a prospect moves',
    { company: 'Acme', company_id: 'cp_acme' },
    { company: 'Globex', ...group('42', null) },
    'cp_globex',
  ],
  [
    'who sales has put elsewhere stays while the group is the same',
    { company: 'Globex', company_id: 'cp_acme' },
    { company: 'Globex', ...group('42', null) },
    'cp_acme',
  ],
  [
    'a contact stays',
    { kind: 'contact', company: 'Acme', company_id: 'cp_acme' },
    { company: 'Globex', ...group('42', null) },
    'cp_acme',
  ],
  [
    'a contact of no company joins',
    { kind: 'contact', company: 'Acme' },
    { company: 'Globex', ...group('42', null) },
    'cp_globex',
  ],
  [
    'somebody known moves by no word of a page',
    { company: 'Acme', company_id: 'cp_acme' },
    { company: 'Globex', unproven: ['company'], ...group('42', null) },
    'cp_acme',
  ],
  [
    'nor joins by one',
    { company: 'Acme', kind: 'contact' },
    { company: 'Globex', unproven: ['company'], ...group('42', null) },
    'cp_address',
  ],
])('%s', (_name, known, identity, expected) => {
  expect(after(identity, known).person.company_id).toBe(expected);
});

test('who joins a company that wishes no contact gets none', () => {
  const marked = { ...globex, do_not_contact: true };
  const { person, world } = after({ company: 'Globex', ...group('42', null) }, { company: 'Acme' }, [
    acme,
    marked,
  ]);
  expect(person.do_not_contact).toBe(true);
  expect(world.leads.size).toBe(0);
});
