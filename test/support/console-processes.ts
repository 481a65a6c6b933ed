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
  const order = { pipeline: 'company-xyz/order', name: 'A hundred mugs', person: 'person-0@example.com' };
  await api(program, '/api/v1/orders', { method: 'POST', body: order });
  await page.goto(`${url}/processes`);
  await page.getByRole('link', { name: /Company XYZ|company-xyz/ }).press('Enter');
  await page.getByRole('button', { name: /Order received.*1 record/ }).press('Enter');
  const details = page.getByTestId('stage-details');
  await details.getByText('Check with store').waitFor();
  await details.getByTestId('stage-records').press('Enter');
  await page.getByRole('link', { name: 'A hundred mugs' }).waitFor();
  await page.getByTestId('filter-stage').press('Enter');
  await until(
    'the filter is out',
    () => new URL(page.url()).search === '?pipeline=company-xyz%2Forder&open=true',
  );
}
