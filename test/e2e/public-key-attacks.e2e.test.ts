/**
 * Attacks with the public key of a page on the whole program, through its door: leads of invented people, other people's data by a claimed
 * address, and what an erasure would leave behind. One program, and people of its own in each test.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, profileIdOf } from '../../src/base/kernel/kernel.ts';
import type { ErasureView, HeldLeadView } from '../../src/contract/api/api.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { clicksRules } from '../support/clicks-rules.ts';
import { logIn } from '../support/log-in.ts';
import {
  api,
  everyItem,
  type Program,
  programSecretKey,
  programWriteKey,
  startOnTestServers,
} from '../support/program.ts';
import { until } from '../support/until.ts';

const admin = { email: 'rep@example.com', password: 'a password for tests' };

let program: Program;
beforeAll(async () => {
  const log = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
  program = await startOnTestServers({ ...log, RULES_DIR: clicksRules() });
});
afterAll(async () => {
  await program?.stop();
});

async function send(writeKey: string, batch: object[]): Promise<void> {
  const { status } = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch, writeKey }),
  });
  expect(status).toBe(200);
}
const page = (...batch: object[]) => send(programWriteKey, batch);
const ofServer = (...batch: object[]) => send(programSecretKey, batch);
const click = (who: object) => ({ type: 'track', event: 'Clicked', ...who });

interface Lead {
  id: string;
  end: string | null;
  score: number;
  profile: string;
  person: { id: string; email: string; isEmailClaimed: boolean };
}
const leadsOf = async (domain: string) =>
  (await everyItem<Lead>(program, '/api/v1/leads')).filter(({ person }) => person.email.endsWith(domain));
const heldOf = async (domain: string) =>
  (await everyItem<HeldLeadView>(program, '/api/v1/quarantine')).filter(({ person }) =>
    person.email?.endsWith(domain),
  );

interface PersonExport {
  profiles: { id: string }[];
  history: { events?: { kind: 'event' | 'link' }[] };
  sales: { people?: { id: string }[] };
  claimants: { users: { userId: string }[]; hasMore: boolean };
}
const exportOf = (identity: string) =>
  api<PersonExport>(program, '/api/v1/privacy/export', { method: 'POST', body: { identity } });
const eventsOf = async (identity: string) =>
  ((await exportOf(identity)).history.events ?? []).filter(({ kind }) => kind === 'event').length;

async function erased(key: string): Promise<ErasureView> {
  let view = await api<ErasureView>(program, '/api/v1/erasures', { method: 'POST', body: { key } });
  await until(`${key} is erased`, async () => {
    view = await api<ErasureView>(program, `/api/v1/erasures/${view.id}`);
    return view.status === 'done';
  });
  return view;
}
const isUnknown = (identity: string) => expect(exportOf(identity)).rejects.toThrow('answered 404');

describe('the limit of leads', () => {
  test('300 invented people whose user ids are addresses open as many leads as it allows', async () => {
    const most = limits.unprovenLeadsPerHourMax;
    // It is of an hour of the clock: two of them would allow twice as many.
    const soonMs = limits.minuteMs;
    await until(
      'the hour does not end soon',
      () => Date.now() % limits.hourMs < limits.hourMs - soonMs,
      2 * soonMs,
    );
    const people = Array.from({ length: 300 }, (_, index) =>
      click({ userId: `inv${index}@invented.example` }),
    );
    await page(...people);
    await until('all have risen', async () => {
      const [leads, held] = [await leadsOf('@invented.example'), await heldOf('@invented.example')];
      return leads.length + held.length === people.length;
    });
    expect(await leadsOf('@invented.example')).toHaveLength(most);
    expect((await heldOf('@invented.example'))[0]).toMatchObject({ why: 'leads', key: expect.any(String) });
  });

  test('past it a person whom a server named by an address is not held, whatever address a page says', async () => {
    const userId = 'ctl2@shop.example';
    await ofServer({ type: 'identify', userId });
    await page({ type: 'identify', userId, traits: { email: 'evil7@evil.example' } });
    await ofServer(click({ userId }));
    await until('the lead is there', async () => (await leadsOf('ctl2@shop.example')).length === 1);
    expect(await heldOf('evil7@evil.example')).toEqual([]);
  });
});

/** Waits for the leads of an address or domain, and opens those that are held. */
async function openedFor(domain: string, count: number): Promise<Lead[]> {
  await until(`${count} leads of ${domain}`, async () => {
    const held = await heldOf(domain);
    for (const { id } of held) await api(program, `/api/v1/quarantine/${id}/release`, { method: 'POST' });
    return (await leadsOf(domain)).length >= count;
  });
  return leadsOf(domain);
}

describe('a person', () => {
  const known = async (name: string) => {
    await ofServer({ type: 'identify', userId: name, traits: { email: `${name}@example.com` } });
    await page({ type: 'identify', userId: name, traits: { email: `${name}@evil.example` } });
  };

  test('is neither exported nor erased by an address that a page claims for their user', async () => {
    await known('gap1');
    expect(await eventsOf('gap1')).toBe(2);
    const asked = await exportOf('gap1@evil.example');
    expect(asked).toMatchObject({ profiles: [], history: {}, sales: {} });
    expect(asked.claimants.users).toMatchObject([{ userId: 'gap1' }]);
    const { receipt } = await erased('gap1@evil.example');
    expect(receipt?.profiles).toEqual([]);
    expect(await eventsOf('gap1@example.com')).toBe(2);
  });

  test('is not found by an address that a page claims for them, whether or not a server knows them', async () => {
    const email = 'evil3@gap.example';
    const claim = { traits: { email, name: 'Gap' } };
    await ofServer(click({ userId: 'gap3' }));
    await page({ type: 'identify', userId: 'gap3', ...claim });
    await page(click({ userId: 'gap4' }), { type: 'identify', userId: 'gap4', ...claim });
    await openedFor(email, 2);
    // Nobody is known by it, and the answer names who claims it.
    const { profiles, history, sales, claimants } = await exportOf(email);
    expect([profiles, history, sales]).toEqual([[], {}, {}]);
    expect(claimants.users.map(({ userId }) => userId).sort()).toEqual(['gap3', 'gap4']);
    // Who has it in truth is erased without them.
    await ofServer({ type: 'track', event: 'Looked', context: { traits: { email } } });
    expect(await eventsOf(email)).toBe(1);
    expect((await erased(email)).receipt?.profiles).toHaveLength(1);
    expect(await leadsOf(email)).toHaveLength(2);
    expect([await eventsOf('gap3'), await eventsOf('gap4')]).toEqual([2, 2]);
  });

  test('is whole under one text: address, user and device', async () => {
    const mail = (email: string) => ({ context: { traits: { email } } });
    await ofServer(
      ...[click(mail('two.er@example.com')), click({ anonymousId: 'same1' })],
      ...[click({ userId: 'same1', anonymousId: 'same1' }), click({ anonymousId: 'same2' })],
      ...[click({ userId: 'same2' }), click(mail('same3@example.com'))],
      click({ userId: 'same3@example.com' }),
    );
    await page(click({ userId: 'two.er@example.com', anonymousId: 'their phone' }));
    const people = ['two.er@example.com', 'same1', 'same2', 'same3@example.com'];
    await Promise.all(
      people.map(async (identity) => {
        expect([identity, await eventsOf(identity)]).toEqual([identity, 2]);
        const { receipt } = await erased(identity);
        expect([identity, receipt?.profiles.length]).toEqual([identity, 2]);
        await isUnknown(identity);
      }),
    );
    await isUnknown('their phone');
  });

  test('is not reached by what a page calls a device of theirs, until a server says the same', async () => {
    const email = (name: string) => `${name}@linked.example`;
    for (const userId of ['beatrix', 'ann'])
      await ofServer({ type: 'identify', userId, traits: { email: email(userId) } });
    const own = ['mallory@linked.example', 'mallory', 'a phone'];
    await page(...[...own, 'ann'].map((anonymousId) => click({ userId: 'beatrix', anonymousId })));
    await page(click({ anonymousId: 'any phone', context: { traits: { email: email('ann') } } }));
    for (const identity of [...own, profileIdOf('a:a phone')]) {
      const { profiles, history, sales, claimants } = await exportOf(identity);
      const named = claimants.users.map(({ userId }) => userId);
      expect([identity, profiles, history, sales, named]).toEqual([identity, [], {}, {}, ['beatrix']]);
      expect((await erased(identity)).receipt?.profiles).toEqual([]);
    }
    expect((await exportOf('any phone')).claimants.users).toMatchObject([{ userId: email('ann') }]);
    const { claimants, ...ofAnn } = await exportOf('ann');
    expect([claimants.users.length, JSON.stringify(ofAnn).includes('beatrix')]).toEqual([1, false]);
    await erased('ann');
    expect(await eventsOf('beatrix')).toBe(5);
    await ofServer(click({ userId: 'beatrix', anonymousId: 'a phone' }));
    expect(await eventsOf('a phone')).toBe(6);
  });

  test('is reached by their device where nobody but pages has said anything of them', async () => {
    await page(click({ anonymousId: 'only phone' }), click({ userId: 'only', anonymousId: 'only phone' }));
    expect(await eventsOf('only phone')).toBe(2);
    await erased('only phone');
    await isUnknown('only');
  });

  test('is not found by the id of their profile where somebody has it as user id', async () => {
    await ofServer(click({ userId: 'owner' }));
    const [{ id }] = (await exportOf('owner')).profiles as [{ id: string }];
    expect((await exportOf(id)).profiles).toEqual([expect.objectContaining({ id })]);
    await page(click({ userId: id }));
    const [other] = (await exportOf(id)).profiles;
    expect(other?.id).not.toBe(id);
    expect((await exportOf('owner')).profiles).toHaveLength(1);
  });
});

describe('a user for whom a page claims the address of a prospect', () => {
  const emailOf = (name: string) => `${name}@claims.example`;
  /** A prospect whom a server knows, with a lead. */
  const prospect = async (name: string): Promise<Lead> => {
    const identify = {
      type: 'identify',
      userId: name,
      traits: { email: emailOf(name), name: `Ada ${name}` },
    };
    await ofServer(identify, click({ userId: name }));
    const [lead] = await openedFor(emailOf(name), 1);
    return lead as Lead;
  };
  const claims = (user: string, name: string, more: object = {}) =>
    page(
      { type: 'identify', userId: user, traits: { email: emailOf(name), ...more } },
      click({ userId: user }),
    );
  const bothOf = async (name: string) => {
    const leads = await openedFor(emailOf(name), 2);
    const of = (isClaimed: boolean) =>
      leads.find(({ person }) => person.isEmailClaimed === isClaimed) as Lead;
    return { own: of(false), claimed: of(true) };
  };

  test('stands apart: own lead, own export, own erasure; the answer for the address names them', async () => {
    const before = await prospect('vera');
    await claims('mallory', 'vera', { phone: '+44 20 7946 0999' });
    const { own, claimed } = await bothOf('vera');
    await page(click({ userId: 'mallory' }), click({ userId: 'mallory' }));
    await until(
      'the claimant heats the own lead',
      async () => (await bothOf('vera')).claimed.score > claimed.score,
    );
    expect((await bothOf('vera')).own).toEqual(before);
    expect(own.person.id).not.toBe(claimed.person.id);
    const ofMallory = await exportOf('mallory');
    expect(ofMallory.sales.people?.map(({ id }) => id)).toEqual([claimed.person.id]);
    expect(JSON.stringify(ofMallory)).not.toContain('Ada vera');
    const ofVera = await exportOf(emailOf('vera'));
    expect(ofVera.sales.people?.map(({ id }) => id)).toEqual([own.person.id]);
    expect(ofVera.claimants).toMatchObject({ users: [{ userId: 'mallory' }], hasMore: false });
    expect(JSON.stringify({ ...ofVera, claimants: null })).not.toContain('mallory');
    await erased('mallory');
    expect(await leadsOf(emailOf('vera'))).toEqual([before]);
    expect((await exportOf('vera')).claimants.users).toEqual([]);

    await claims('trudy', 'vera');
    await bothOf('vera');
    // An export waits for the history; the answer to an erasure has what is there.
    await exportOf(emailOf('vera'));
    const asked = { method: 'POST', body: { key: emailOf('vera') } } as const;
    const view = await api<ErasureView>(program, '/api/v1/erasures', asked);
    expect(view.claimants?.users).toMatchObject([{ userId: 'trudy' }]);
    await erased(emailOf('vera'));
    expect(await leadsOf(emailOf('vera'))).toMatchObject([{ person: { isEmailClaimed: true } }]);
    expect(await eventsOf('trudy')).toBe(2);
  });

  test('is one with them once a server says so, and meanwhile when a person merges the two, with an undo', async () => {
    const { person } = await prospect('joan');
    await claims('joe', 'joan');
    const { claimed } = await bothOf('joan');
    const merge = await api<{ id: string }>(program, `/api/v1/people/${person.id}/merges`, {
      method: 'POST',
      body: { merged: claimed.person.id },
    });
    const open = (await leadsOf(emailOf('joan'))).filter(({ end }) => end === null);
    expect(open).toMatchObject([{ person: { ...person } }]);
    await api(program, `/api/v1/merges/${merge.id}/undo`, { method: 'POST' });
    expect((await bothOf('joan')).claimed.person).toEqual(claimed.person);
    await ofServer({ type: 'identify', userId: 'joe', traits: { email: emailOf('joan') } });
    await until('both are one', async () => {
      const leads = await leadsOf(emailOf('joan'));
      return leads.every((lead) => lead.person.id === person.id && !lead.person.isEmailClaimed);
    });
  });

  test('neither fills in nor changes a person that sales knows, by user or by address', async () => {
    const email = emailOf('carl');
    const body = { email, name: 'Carl', kind: 'prospect' };
    const { id } = await api<{ id: string }>(program, '/api/v1/people', { method: 'POST', body });
    const forged = { phone: '+44 20 7946 0999', company: 'Evil Ltd', title: 'CEO' };
    await claims('mallet', 'carl', forged);
    await page(
      { type: 'identify', anonymousId: 'any phone', traits: { email, ...forged } },
      click({ userId: email }),
    );
    await openedFor(email, 2);
    const person = await api<object>(program, `/api/v1/people/${id}`);
    expect(person).toMatchObject({ name: 'Carl', phone: null, company: null, title: null });
    // The wish of the person for no contact is that of the claimant.
    await api(program, `/api/v1/people/${id}`, { method: 'PATCH', body: { doNotContact: true } });
    const people = await everyItem<{ doNotContact: boolean }>(
      program,
      `/api/v1/people?claimedEmail=${encodeURIComponent(email)}`,
    );
    expect(people).toMatchObject([{ doNotContact: true }]);
    // A person takes it over from what the profile says.
    const own = (await leadsOf(email)).find((lead) => lead.person.id === id);
    const { traits, claimed } = await api<{ traits: object; claimed: string[] }>(
      program,
      `/api/v1/profiles/${own?.profile}`,
    );
    expect([traits, claimed]).toEqual([{ email, ...forged }, ['company', 'email', 'phone', 'title']]);
  });

  describe.skipIf(whyNoBrowser !== null)('in the console', () => {
    let browser: Browser;
    let tab: Page;
    beforeAll(async () => {
      browser = await launchBrowser();
      tab = await browser.newPage();
      await logIn(tab, program.url, admin);
    });
    afterAll(async () => void (await browser?.close()));
    const undo = (name: string) => tab.getByTestId(`undo-${name}`).click();

    test('is merged by one click, and taken apart by another', async () => {
      const { person } = await prospect('hedy');
      await claims('hacker', 'hedy');
      const { claimed } = await bothOf('hedy');
      const personNow = async () =>
        (await leadsOf(emailOf('hedy'))).find(
          ({ profile, end }) => profile === claimed.profile && end === null,
        )?.person.id;
      await tab.goto(`${program.url}/leads/${claimed.id}`);
      const claim = tab.getByTestId('claimed-address');
      await claim.getByText('Ada hedy').waitFor();
      await tab.getByTestId('one-person').click();
      await claim.waitFor({ state: 'detached' });
      expect((await exportOf('hacker')).sales.people?.map(({ id }) => id)).toEqual([person.id]);
      await undo('one-person');
      await until('they are two', async () => (await personNow()) === claimed.person.id);
      await claim.waitFor();
    });

    test('has its merge offered once: beside the claim, and on the page of the owner as a duplicate', async () => {
      const { person } = await prospect('mina');
      await claims('marauder', 'mina');
      const { claimed } = await bothOf('mina');
      const mayBe = tab.getByTestId('may-be');
      const comparedWith = (id: string) =>
        tab.waitForResponse((answer) => answer.url().includes(`record=${id}`));
      await tab.goto(`${program.url}/people/${person.id}`);
      await mayBe.waitFor();
      expect(await tab.getByTestId('one-person').count()).toBe(0);
      const read = comparedWith(claimed.person.id);
      await tab.goto(`${program.url}/people/${claimed.person.id}`);
      const pairs = (await (await read).json()) as { items: unknown[] };
      expect(pairs.items).toHaveLength(1);
      await tab.getByTestId('one-person').waitFor();
      await tab.getByTestId('record-duplicates').waitFor();
      expect(await mayBe.count()).toBe(0);
    });

    test('has the address by one click where nobody else has, and what a page says of others is taken over', async () => {
      const email = emailOf('nora');
      await claims('nora', 'nora');
      const [lead] = await openedFor(email, 1);
      const isClaimed = async () => (await leadsOf(email))[0]?.person.isEmailClaimed === true;
      await tab.goto(`${program.url}/leads/${lead?.id}`);
      await tab.getByTestId('their-address').click();
      await until('it is theirs', async () => !(await isClaimed()));
      await undo('their-address');
      await until('it is claimed', isClaimed);
      // Since a person has said a name, a page only proposes another.
      const { id } = (lead as Lead).person;
      await api(program, `/api/v1/people/${id}`, { method: 'PATCH', body: { name: 'Nora' } });
      await page({ type: 'identify', userId: 'nora', traits: { phone: '+44 20 7946 0111' } });
      const phone = async () => (await api<{ phone: string | null }>(program, `/api/v1/people/${id}`)).phone;
      await until('the profile knows it', async () => {
        const { traits } = await api<{ traits: object }>(program, '/api/v1/profiles/nora');
        return Object.hasOwn(traits, 'phone');
      });
      await tab.reload();
      await tab.getByTestId('take-phone').click();
      await until('it is taken over', async () => (await phone()) === '+44 20 7946 0111');
      await undo('take-phone');
      await until('it is as before', async () => (await phone()) === null);
    });
  });
});
