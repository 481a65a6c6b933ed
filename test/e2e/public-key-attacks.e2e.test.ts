/**
 * Attacks with the public key of a page on the whole program, through its door: leads of invented people, other people's data by a claimed
 * address, and what an erasure would leave behind. One program, and people of its own in each test.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import type { ErasureView, HeldLeadView } from '../../src/contract/api/api.ts';
import { clicksRules } from '../support/clicks-rules.ts';
import {
  api,
  everyItem,
  type Program,
  programSecretKey,
  programWriteKey,
  startOnTestServers,
} from '../support/program.ts';
import { until } from '../support/until.ts';

let program: Program;
beforeAll(async () => {
  program = await startOnTestServers({ RULES_DIR: clicksRules() });
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
  person: { email: string };
}
const leadsOf = async (domain: string) =>
  (await everyItem<Lead>(program, '/api/v1/leads')).filter(({ person }) => person.email.endsWith(domain));
const heldOf = async (domain: string) =>
  (await everyItem<HeldLeadView>(program, '/api/v1/quarantine')).filter(({ person }) =>
    person.email?.endsWith(domain),
  );

interface PersonExport {
  profiles: { id: string }[];
  history: { events: { kind: 'event' | 'link' }[] };
}
const exportOf = (identity: string) =>
  api<PersonExport>(program, '/api/v1/privacy/export', { method: 'POST', body: { identity } });
const eventsOf = async (identity: string) =>
  (await exportOf(identity)).history.events.filter(({ kind }) => kind === 'event').length;

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

describe('a person', () => {
  const known = async (name: string) => {
    await ofServer({ type: 'identify', userId: name, traits: { email: `${name}@example.com` } });
    await page({ type: 'identify', userId: name, traits: { email: `${name}@evil.example` } });
  };

  test('is neither exported nor erased by an address that a page claims for their user', async () => {
    await known('gap1');
    expect(await eventsOf('gap1')).toBe(2);
    await isUnknown('gap1@evil.example');
    const { receipt } = await erased('gap1@evil.example');
    expect(receipt?.profiles).toEqual([]);
    expect(await eventsOf('gap1@example.com')).toBe(2);
  });

  test('is not found by an address that a page claims for them, in sales either', async () => {
    const [userId, email] = ['gap3', 'evil3@gap.example'];
    await ofServer(click({ userId }));
    await page({ type: 'identify', userId: 'gap3', traits: { email, name: 'Gap' } });
    // Of whom no server knows, the address that a page said is the own one.
    await page(click({ userId: 'gap4' }), {
      type: 'identify',
      userId: 'gap4',
      traits: { email: 'own@gap.example' },
    });
    await until('both are prospects', async () => {
      const known = [...(await leadsOf('@gap.example')), ...(await heldOf('@gap.example'))];
      return known.length === 2;
    });
    for (const { id } of await heldOf('@gap.example'))
      await api(program, `/api/v1/quarantine/${id}/release`, { method: 'POST' });
    await isUnknown(email);
    // Who has it in truth is erased without them.
    await ofServer({ type: 'track', event: 'Looked', context: { traits: { email } } });
    expect(await eventsOf(email)).toBe(1);
    expect((await erased(email)).receipt?.profiles).toHaveLength(1);
    expect(await leadsOf(email)).toHaveLength(1);
    expect(await eventsOf(userId)).toBe(2);
    expect(await eventsOf('own@gap.example')).toBe(2);
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
