/** Stories of sales processes in the console, for a file whose program and browser run already. */
import type { Page } from 'playwright-core';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

interface Console {
  page: Page;
  program: Program;
  /** Where the browser reaches it. */
  url: string;
}

/** From the list of processes to a stage of one, to its records, by keys alone. */
export async function lookAtProcess({ page, program, url }: Console): Promise<void> {
  const mail = { email: 'mugs@example.com', name: 'Hedy Lamarr', kind: 'contact' };
  const { id } = await api<{ id: string }>(program, '/api/v1/people', { method: 'POST', body: mail });
  const order = { pipeline: 'company-xyz/order', name: 'A hundred mugs', person: id };
  await api(program, '/api/v1/orders', { method: 'POST', body: order });
  await page.goto(`${url}/processes`);
  await page.getByRole('link', { name: /Company XYZ|company-xyz/ }).press('Enter');
  await page.getByRole('button', { name: /Order received.*1 record/ }).press('Enter');
  const details = page.getByTestId('stage-details');
  await details.getByText('Check with store').waitFor();
  await details.getByTestId('stage-records').press('Enter');
  await page.getByRole('link', { name: 'A hundred mugs' }).waitFor();
  await page.getByTestId('brought').getByRole('button', { name: /Stage/ }).press('Enter');
  await until('one filter is out, and the other stays', () => {
    const { searchParams } = new URL(page.url());
    return !searchParams.has('stage') && searchParams.get('pipeline') === 'company-xyz/order';
  });
}
