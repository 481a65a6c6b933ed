/** How people stand in sales as conditions of a programme: from the change of a lead to the score, by the real program. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  api,
  type Program,
  programSecretKey,
  programWriteKey,
  startOnTestServers,
} from '../support/program.ts';
import { shippedRules } from '../support/shipped-rules.ts';
import { until } from '../support/until.ts';

interface Lead {
  id: string;
  person: { email: string };
}

let program: Program;

beforeAll(async () => {
  program = await startOnTestServers({ RULES_DIR: shippedRules() });
});
afterAll(async () => void (await program?.stop()));

async function becomesHot(email: string, name: string): Promise<void> {
  const event = { context: { traits: { email, name } } };
  const batch = [
    { ...event, type: 'page', properties: { path: '/managed-cloud' } },
    {
      ...event,
      type: 'track',
      event: 'File Downloaded',
      properties: { category: 'customer-case-study', asset_id: 'a' },
    },
  ];
  const body = JSON.stringify({ writeKey: programWriteKey, batch });
  expect((await fetch(`${program.url}/v1/batch`, { method: 'POST', body })).status).toBe(200);
}

describe('how people stand in sales, as conditions', () => {
  const text = `
programme: standing
name: Standing in sales
campaign: Standing
timeZone: Europe/Berlin
visit: { endsAfter: 30 minutes }
exclude: [{ id: customers, label: Customer, who: { customer: true } }]
rules:
  - { id: ask, label: Asked, when: { event: Quotation Asked }, points: 1, pays: every time }
  - id: busy
    label: Asked while a rep works on it
    when: { event: Quotation Asked }
    who: { leadStatus: In progress, asOf: event }
    points: 10
    pays: every time
ladder: { contactWithin: 24 hours, tiers: [{ name: far, from: 1000 }] }
`;
  const publish = (given: string) =>
    api(program, '/api/v1/programmes/standing/versions', { method: 'POST', body: { text: given } });
  const sendTo = async (event: object) => {
    const response = await fetch(`${program.url}/v1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ writeKey: programSecretKey, event: 'Quotation Asked', ...event }),
    });
    expect(response.status).toBe(200);
  };
  type Profile = { traits: Record<string, unknown>; scores: Record<string, { score: number } | undefined> };
  const profileOf = (key: string) => api<Profile>(program, `/api/v1/profiles/${key}`);
  const scoreIs = (key: string, score: number) =>
    until(`${key} has ${score} points`, async () => {
      const { scores } = await profileOf(key);
      return scores['standing']?.score === score;
    });
  const knows = (key: string, trait: string, value: unknown) =>
    until(`${key} has the trait ${trait}`, async () => {
      const { traits } = await profileOf(key);
      return JSON.stringify(traits[`scoville:${trait}`]) === JSON.stringify(value);
    });

  test('a status that no pipeline has is a warning with the likeliest name', async () => {
    const { warnings } = await api<{ warnings: string[] }>(program, '/api/v1/programmes/standing/check', {
      method: 'POST',
      body: { text: text.replace('In progress', 'In progres') },
    });
    expect(warnings.join('\n')).toMatch(
      /13:24: rules\[2\]\.who\.leadStatus: "In progres" is no status of a lead; .*did you mean "In progress"\?/,
    );
  });

  test('count as they were when something happened, whatever a client says', async () => {
    await becomesHot('standing@example.com', 'Standing');
    const lead = await until('the lead', async () => {
      const { items } = await api<{ items: Lead[] }>(program, '/api/v1/leads');
      return items.find(({ person }) => person.email === 'standing@example.com');
    });
    await publish(text);
    await knows('standing@example.com', 'leadStatus', ['Sent to sales']);
    await sendTo({ userId: 'standing@example.com' });
    await scoreIs('standing@example.com', 1);
    await api(program, `/api/v1/leads/${lead.id}`, { method: 'PATCH', body: { stage: 'In progress' } });
    await knows('standing@example.com', 'leadStatus', ['In progress']);
    const lie = {
      context: { traits: { 'scoville:leadStatus': ['Lost'], 'scoville:customer': true, plan: 'a' } },
    };
    await sendTo({ userId: 'standing@example.com', ...lie });
    await scoreIs('standing@example.com', 12);
    expect((await profileOf('standing@example.com')).traits).toMatchObject({
      ...{ plan: 'a', 'scoville:customer': false, 'scoville:leadStatus': ['In progress'] },
    });
    await api(program, `/api/v1/leads/${lead.id}`, { method: 'PATCH', body: { stage: 'Qualifying' } });
    await knows('standing@example.com', 'leadStatus', ['Qualifying']);
    await sendTo({ userId: 'standing@example.com' });
    await scoreIs('standing@example.com', 13);
  });

  test('a customer whom no event has named yet is known as one with the first', async () => {
    await api(program, '/api/v1/people', {
      method: 'POST',
      body: { email: 'buyer@example.com', name: 'Buyer', kind: 'customer' },
    });
    await sendTo({ userId: 'buyer', context: { traits: { email: 'buyer@example.com' } } });
    await knows('buyer', 'customer', true);
    await scoreIs('buyer', 0);
    const people = await api<{ items: { id: string }[] }>(program, '/api/v1/people?email=buyer@example.com');
    await api(program, `/api/v1/people/${people.items[0]?.id}`, {
      method: 'PATCH',
      body: { kind: 'contact' },
    });
    await scoreIs('buyer', 1);
  });

  test('and the audit replays what live scoring found', async () => {
    await api(program, '/api/v1/audits', { method: 'POST', body: {} });
    const result = await until('the audit has ended', async () => {
      const { items } = await api<{ items: { result: { mismatched: number } | null }[] }>(
        program,
        '/api/v1/audits',
      );
      return items[0]?.result ?? null;
    });
    expect(result).toMatchObject({ mismatched: 0 });
  });
});
