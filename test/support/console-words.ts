/** What a marketer does in the table of a draft: reads and edits rules of the newer words, and empties a field of points. */

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { goWithin } from './go-within.ts';
import { api, type Program, programToken } from './program.ts';
import { until } from './until.ts';

const newRules = `
  - id: silent
    label: Silent for a month
    when: any event
    within: 30 days
    repeatsEvery: 10 days
    pays: every time
    points: -3
  - id: basket
    label: Left a basket
    when: { event: [Put In, Taken Out] }
    within: 30 minutes
    per: basket_id
    basket: { removed: { event: Taken Out }, product: article }
    points: { basket: value, times: 0.1, atMost: 50, otherwise: 5 }
  - id: keen
    label: Keen now
    when: { type: page, url: "www.example.com/app#/pricing" }
    count: in the last 7 days
    distinct: visit
    rungs: [{ from: 3, points: 15 }]
  - id: survey
    label: Answered a survey as a director
    when: { event: Survey Answered }
    who: { traits: { title: Director }, asOf: event }
    pays: once a quarter
    points: 5
    decay: { steps: 4, every: 7 days }
`;

const said = [
  ['Silent for a month', 'every time, and again every 10 days'],
  [
    'Left a basket',
    'only while something is left in the basket: taken out by Taken Out, identified by article',
  ],
  ['Left a basket', 'the value of the basket × 0.1, 0 to 50, 5 without it'],
  ['Keen now', 'the highest reached in the last 7 days, counting visits'],
  [
    'Answered a survey as a director',
    'only where title “Director” as of the event; fades in 4 steps, one every 7 days',
  ],
] as const;

const draftPath = '/api/v1/drafts/emea-lead-scoring';

export async function editNewWords(page: Page, program: Program): Promise<void> {
  const live = await api<{ text: string }>(program, '/api/v1/programmes/emea-lead-scoring');
  const text = live.text.replace(/^rules:\n/m, `rules:${newRules}`);
  await api(program, draftPath, { method: 'PUT', body: { text, examples: null } });
  await goWithin(page, '/programmes');
  await page.getByRole('link', { name: /EMEA Lead Scoring Programme/ }).click();
  for (const [label, words] of said)
    await page.getByTestId('rule-row').filter({ hasText: label }).getByText(words).waitFor();
  await page.getByTestId('rule-points').first().fill('-4');
  const draft = await until('the edit is kept', async () => {
    const kept = parse((await api<{ text: string }>(program, draftPath)).text);
    return kept.rules[0].points === -4 && kept;
  });
  const written = parse(text);
  written.rules[0].points = -4;
  expect(draft).toEqual(written);
  const headers = { authorization: `Bearer ${programToken}` };
  expect((await fetch(program.url + draftPath, { method: 'DELETE', headers })).status).toBe(204);
}

/** The first rule's points are emptied and left: they are again what the file has. */
export async function emptyPoints(page: Page, before: string): Promise<void> {
  const points = page.getByTestId('rule-points').first();
  await points.fill('');
  await points.blur();
  await expect.poll(() => points.inputValue()).toBe(before);
}

/** On *Try a person*, what sales knows of them is a step too, with a status of a pipeline. It is taken out again. */
export async function tryKnownToSales(page: Page): Promise<void> {
  await page.getByTestId('step-kind').click();
  await page.getByRole('option', { name: 'Is known to sales' }).click();
  await page.getByTestId('step-statuses').click();
  await page.getByRole('option', { name: 'On hold', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByTestId('step-customer').click();
  await page.getByRole('option', { name: 'a customer', exact: true }).click();
  await page.getByTestId('step-add').click();
  const step = page.getByTestId('tried-step').filter({ hasText: 'sales knows: lead On hold, a customer' });
  await step.and(page.locator('[aria-current="step"]')).waitFor();
  await step.getByRole('button').click();
  await step.waitFor({ state: 'detached' });
}
