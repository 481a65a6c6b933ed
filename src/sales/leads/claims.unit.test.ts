/** What a public key says of people and of their addresses, in sales: what it fills in, and that it finds nobody. */
import { beforeEach, describe, expect, test } from 'vitest';
import { emptySnapshot, identityOf, knownPerson, leadFlow, standing } from '../../../test/sales/records.ts';
import type { IdentityPart, TierUpdate } from '../../contract/api/api.ts';
import { applyRecord } from './apply.core.ts';
import { isClaim } from './person.core.ts';
import { World } from './world.core.ts';

const record = (change: Partial<TierUpdate> = {}): TierUpdate =>
  standing({ identity: { ...identityOf('ada@example.com'), name: 'Ada' }, ...change });

let world: World;
const types = (...records: TierUpdate[]) =>
  records.flatMap((one) => applyRecord(world, one).map(({ type }) => type));
const leads = () => [...world.leads.values()];
const tasks = () => [...world.tasks.values()];

beforeEach(() => {
  world = new World(leadFlow, emptySnapshot);
});

describe('what only a public key has said', () => {
  const forged = { name: 'Mallory', title: 'CEO', phone: '+44 20 7946 0999' };
  const said = (unproven?: IdentityPart[], of: Partial<TierUpdate> = {}, identity: object = {}) =>
    record({
      ...of,
      identity: {
        ...{ ...record().identity, ...forged, ...identity },
        ...(unproven && { unproven }),
      } as TierUpdate['identity'],
    });

  test('neither replaces nor fills in what sales knows of a prospect; a server does both', () => {
    const person = knownPerson({ kind: 'prospect', title: null, phone: '+44 20 7946 0018' });
    world.people.set(person.id, person);
    types(said(['name', 'title', 'phone']));
    expect(world.people.get(person.id)).toMatchObject({
      ...{ name: 'Ada L.', title: null, phone: '+44 20 7946 0018' },
    });
    types(said());
    expect(world.people.get(person.id)).toMatchObject(forged);
  });

  test('fills gaps while nobody else has said anything, and stays until a server says else', () => {
    const all = [...['email', 'name', 'title', 'phone']] as IdentityPart[];
    const bare = { ...forged, name: null, title: null, isEmailClaimed: false };
    types(said(['email', 'phone'], {}, bare), said(all, { from: 1, to: 2 }, { isEmailClaimed: false }));
    const [person] = [...world.people.values()];
    expect(person).toMatchObject({ ...forged, unproven: all, claimed_email: null });
    types(said(['email', 'title', 'phone'], { from: 2, to: 3 }, { name: 'Ada', isEmailClaimed: false }));
    expect([...world.people.values()]).toMatchObject([
      { ...forged, name: 'Ada', unproven: ['email', 'title', 'phone'] },
    ]);
    // Now that somebody knows them, a page fills nothing more.
    const company = { name: 'Ada', company: 'Evil Ltd', isEmailClaimed: false };
    types(said(['company', 'email', 'title', 'phone'], { from: 3, to: 3, score: 70 }, company));
    expect([...world.people.values()]).toMatchObject([{ company: null }]);
  });
});

describe('an address that a public key claims for a user', () => {
  const claim = (of: Partial<TierUpdate> = {}, identity: object = {}) =>
    record({
      ...{ profile: 'stranger', ...of },
      identity: {
        ...(record().identity as NonNullable<TierUpdate['identity']>),
        ...{ userId: 'mallory', name: null, unproven: ['email'], isEmailClaimed: true },
        ...identity,
      },
    });
  const proof = (of: Partial<TierUpdate> = {}) =>
    claim({ from: 1, to: 2, score: 50, ...of }, { unproven: undefined, isEmailClaimed: undefined });
  const people = () => [...world.people.values()];
  const stranger = () => people().find(({ profile }) => profile === 'stranger');

  test.each([
    ['before', [claim(), record()]],
    ['after', [record(), claim()]],
  ])('stands for itself %s the person of that address: own person, own lead, own task', (_name, updates) => {
    types(...updates);
    expect(people()).toHaveLength(2);
    expect(stranger()).toMatchObject({ email: null, claimed_email: 'ada@example.com' });
    const owner = people().find(({ email }) => email === 'ada@example.com');
    expect(owner).toMatchObject({ profile: 'p1', name: 'Ada' });
    expect(leads().map(({ person_id, profile }) => [person_id, profile])).toEqual(
      expect.arrayContaining([
        [owner?.id, 'p1'],
        [stranger()?.id, 'stranger'],
      ]),
    );
    expect(tasks()).toHaveLength(2);
    // What comes later heats the own lead alone.
    types(claim({ from: 1, to: 3, score: 90 }));
    expect(
      leads()
        .map(({ profile, score }) => [profile, score])
        .sort(),
    ).toEqual([
      ['p1', 22],
      ['stranger', 90],
    ]);
    expect(tasks().find(({ profile }) => profile === 'stranger')?.subject).toContain('ada@example.com');
  });

  test('is read in updates of before, which do not say it: of a user it is claimed, of an address its own', () => {
    types(record(), claim({}, { isEmailClaimed: undefined }));
    expect(stranger()).toMatchObject({ email: null, claimed_email: 'ada@example.com' });
    types(claim({ profile: 'e-profile' }, { isEmailClaimed: undefined, userId: null }));
    expect(people()).toHaveLength(2);
    expect(isClaim(claim({}, { email: null }))).toBe(false);
    expect(isClaim(record({ identity: null }))).toBe(false);
  });

  test('is theirs once a server says so, where nobody else has it', () => {
    types(claim(), proof());
    expect(people()).toMatchObject([{ email: 'ada@example.com', unproven: [] }]);
    expect(leads()).toMatchObject([{ score: 50 }]);
  });

  test('joins them to the person who has it, once a server says so: lead and task go over', () => {
    const person = knownPerson({ kind: 'prospect' });
    world.people.set(person.id, person);
    types(claim());
    expect(leads()).toMatchObject([{ person_id: stranger()?.id }]);
    types(proof());
    expect(leads()).toMatchObject([{ person_id: person.id, score: 50 }]);
    expect(tasks()).toMatchObject([{ person_id: person.id }]);
    expect([...world.proven]).toEqual([[stranger()?.id, person.id]]);
  });

  test('is not that of a merged person, and gives no merged person away', () => {
    world.people.set('pn_known', knownPerson({}));
    world.addMerged({
      ...{ kept: 'pn_known', merged: 'pn_old', email: 'old@example.com', profile: null },
      ...{ external_id: null, external_source: null, name: null, domain: null },
    });
    types(claim({}, { email: 'old@example.com' }));
    expect(stranger()).toMatchObject({ id: expect.not.stringMatching('pn_known'), email: null });
    expect(world.profilesOfMerged.size).toBe(0);
  });

  test('leads to no contact where the person of that address wishes none', () => {
    world.people.set('pn_known', knownPerson({ do_not_contact: true }));
    expect(types(claim())).toEqual([]);
    expect([stranger()?.do_not_contact, leads(), tasks()]).toEqual([true, [], []]);
  });

  test('of a contact: a task for the owner of the contact, who judges; nothing of the contact changes', () => {
    const contact = knownPerson({ owner: 'owner@example.com' });
    world.people.set(contact.id, contact);
    expect(types(claim())).toEqual(['task.opened']);
    expect([leads(), world.people.get(contact.id)]).toEqual([[], contact]);
    expect(tasks()).toMatchObject([
      { person_id: stranger()?.id, owner: 'owner@example.com', lead_id: null, profile: 'stranger' },
    ]);
  });

  test('is kept as such of a person that sales knows without an address', () => {
    world.people.set('pn_known', knownPerson({ email: null, profile: 'stranger' }));
    types(claim());
    expect(people()).toMatchObject([{ id: 'pn_known', email: null, claimed_email: 'ada@example.com' }]);
  });
});
