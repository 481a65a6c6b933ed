/** Stories of sales processes in the console, for a file whose program and browser run already. */
import type { Page } from 'playwright-core';
import { goWithin } from './go-within.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

interface Console {
  page: Page;
  program: Program;
  /** Where the browser reaches it. */
  url: string;
}

/** From the list of processes to a stage of one, to its records, by keys alone. */
async function lookAtProcess({ page, program }: Console): Promise<void> {
  const mail = { email: 'mugs@example.com', name: 'Hedy Lamarr', kind: 'contact' };
  const { id } = await api<{ id: string }>(program, '/api/v1/people', { method: 'POST', body: mail });
  const order = { pipeline: 'company-xyz/order', name: 'A hundred mugs', person: id };
  await api(program, '/api/v1/orders', { method: 'POST', body: order });
  await goWithin(page, '/processes');
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

/** A whole text as a draft: typed into the editor by a browser that is driven, it would bring styles that the policy refuses. */
async function writeDraft({ page, program }: Pick<Console, 'page' | 'program'>, rule: string, text: string) {
  await page.getByTestId('throw-away').waitFor();
  await api(program, `/api/v1/sales-rules/${rule}/draft`, { method: 'PUT', body: { text, examples: null } });
  await page.reload();
}

/** A stage is renamed in a draft; records in it get a stage by choice; the version is published, and taken back in the same way. */
async function changeProcess({ page, program }: Console): Promise<void> {
  const stage = async () =>
    (await api<{ items: { stage: string; pipeline: string }[] }>(program, '/api/v1/orders')).items
      .map((order) => `${order.pipeline} ${order.stage}`)
      .join();
  const before = await stage();
  await goWithin(page, '/processes/company-xyz/text');
  await page.getByTestId('edit').click();
  const editor = page.getByRole('textbox', { name: 'The text' });
  const { text } = await api<{ text: string }>(program, '/api/v1/sales-rules/pipelines/company-xyz');
  const renamed = text.replaceAll('Order received', 'Order taken');
  await writeDraft(
    { page, program },
    'pipelines/company-xyz',
    renamed.replace('process: company-xyz', 'process: other'),
  );
  await page.getByTestId('fault').getByText('expected "company-xyz"').waitFor();
  await page.getByTestId('publish').click();
  await page.getByText('The text has faults. Correct them first.').waitFor();
  await page.keyboard.press('Escape');
  await writeDraft({ page, program }, 'pipelines/company-xyz', renamed);
  await editor.press('Control+Home');
  await page.keyboard.type('# mine\n');
  await page
    .getByTestId('changes')
    .getByText(/stage "Order received" removed/)
    .waitFor();
  await page.locator('[data-testid="saving"][data-state="saved"]').waitFor();
  await page.getByTestId('publish').click();
  await page.getByTestId('migrate').check();
  await page.getByText('Choose a stage for the records').waitFor();
  const now = page.getByTestId('publish-now');
  await until('it waits for the choice', () => now.isDisabled());
  await page.getByTestId('move-to').selectOption('Order taken');
  await now.click();
  await page.getByText('Published; 1 record came along').waitFor();
  await until('it came along', async () => (await stage()) === 'company-xyz/order@2 Order taken');
  await page.getByRole('button', { name: /Order taken.*1 record/ }).waitFor();
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByTestId('version-changes').first().click();
  await page.getByText(/stage "Order taken" added/).waitFor();
  await page.getByTestId('roll-back').click();
  await page.getByTestId('migrate').check();
  await page.getByTestId('move-to').selectOption('Order received');
  await now.click();
  await page.getByText('Version 1 is live again; 1 record came along').waitFor();
  await until('it is back', async () => (await stage()) === before.replace('@1', '@3'));
}

/** A lead is tried against the routing that is live and a draft of it; the draft is published and undone by a key. */
async function changeRouting({ page, program, url }: Console): Promise<void> {
  const routing = () => api<{ text: string }>(program, '/api/v1/sales-rules/sales/routing');
  const { text } = await routing();
  await page.goto(`${url}/sales-rules`);
  await page
    .getByRole('link', { name: /Routing/, exact: false })
    .filter({ hasText: 'Who gets a lead' })
    .click();
  await page
    .getByTestId('rule-words')
    .getByText(/Otherwise it waits in the queue/)
    .waitFor();
  await page.getByTestId('edit').click();
  const other = text.replace(/steps:[\s\S]*/, 'steps:\n  - { step: By hand, to: queue }\n');
  await writeDraft({ page, program }, 'sales/routing', other);
  await page.getByTestId('changes').getByText('step "By hand" added').waitFor();
  await page.locator('[data-testid="saving"][data-state="saved"]').waitFor();
  await page.getByRole('link', { name: 'Try a lead' }).click();
  await page.getByTestId('try-accountOwner').fill('admin@example.com');
  await page.getByTestId('try-now').click();
  await page.getByTestId('tried-live').getByText('owns the account').waitFor();
  await page.getByTestId('tried-draft').getByText('it waits in the queue').waitFor();
  await page.getByTestId('publish').click();
  await page.getByTestId('publish-now').click();
  await until('it is live', async () => (await routing()).text === other);
  await page.getByTestId('undo-publish').click();
  await until('it is taken back', async () => (await routing()).text === text);
}

/** A holiday is added to the calendar of deadlines: a draft of its text, published, and in the text as a line. */
async function changeCalendar({ page, program, url }: Console): Promise<void> {
  await page.goto(`${url}/calendars`);
  await page.getByTestId('calendar-card').filter({ hasText: 'Escalation' }).press('Enter');
  await page.getByTestId('no-holidays').waitFor();
  await page.getByTestId('edit').click();
  await page.getByTestId('holiday-day').fill('2099-12-25');
  await page.getByTestId('holiday-add').press('Enter');
  await page.getByTestId('holiday').getByText('2099').waitFor();
  await page.locator('[data-testid="saving"][data-state="saved"]').waitFor();
  await page.getByTestId('publish').click();
  await page.getByTestId('publish-now').click();
  await until('it counts', async () => {
    const { text } = await api<{ text: string }>(program, '/api/v1/sales-rules/sales/escalation');
    return text.includes('holidays: [2099-12-25]');
  });
}

/** All of them; each goes on where the one before ended. */
export async function playProcesses(console: Console): Promise<void> {
  for (const play of [lookAtProcess, changeProcess, changeRouting, changeCalendar]) await play(console);
}
