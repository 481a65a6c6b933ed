/** The pages on which reps work through much at once, in a real browser: tasks by keys alone, cards that two of them move, acts taken back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchRequests } from '../support/asked-by-page.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { endAndTakeBack } from '../support/console-ended.ts';
import { logAhead, logOnTwo } from '../support/console-log.ts';
import { goWithin } from '../support/go-within.ts';
import { logIn } from '../support/log-in.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';
import { inWholeForm } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };
const hourMs = 3_600_000;

let program: Program;
let browser: Browser;
let page: Page;
let person: string;

const post = (path: string, body: object) =>
  api<{ id: string }>(program, `/api/v1${path}`, { method: 'POST', body });
const newTask = (subject: string, dueInMs: number) =>
  post('/tasks', {
    ...{ subject, person, owner: admin.email },
    dueAt: new Date(Date.now() + dueInMs).toISOString(),
  });

async function openPage(who: { email: string; password: string }): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const opened = await context.newPage();
  await logIn(opened, program.url, who);
  return opened;
}

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  program = await startOnTestServers({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  person = (await post('/people', { email: 'ada@example.com', name: 'Ada Lovelace', kind: 'contact' })).id;
  browser = await launchBrowser();
  page = await openPage(admin);
});
afterAll(async () => {
  await browser?.close();
  await program?.kill();
});

describe.skipIf(whyNoBrowser !== null)('the tasks of a rep', () => {
  test('are completed, undone and snoozed by keys, and come live', async () => {
    await newTask('Was due', -hourMs);
    await newTask('Is due later', 400 * hourMs);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    const rows = page.getByTestId('task-row');
    await rows.filter({ hasText: 'Was due' }).waitFor();
    await page.getByRole('heading', { name: /^Overdue/ }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await rows.filter({ hasText: 'Was due' }).waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await page.getByText('Undone', { exact: true }).waitFor();
    await rows.filter({ hasText: 'Was due' }).waitFor();
    await page.keyboard.press('s');
    const nextWeek = page.getByRole('menuitem', { name: /Next week/ });
    await nextWeek.waitFor();
    await nextWeek.focus();
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'Was due' }).waitFor({ state: 'detached' });
    await page.getByTestId('view-snoozed').getByText('1').waitFor();
    await page.keyboard.press('z');
    await rows.filter({ hasText: 'Was due' }).waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    // Somebody else gives them a task: it is there without a request of theirs.
    await newTask('Came just now', hourMs / 2);
    await rows.filter({ hasText: 'Came just now' }).waitFor();
  });

  inWholeForm(() => {
    test('are found by their address, with what is done', async () => {
      await goWithin(page, '/tasks?view=overdue&whose=mine');
      await page.getByTestId('task-row').filter({ hasText: 'Was due' }).getByTestId('task-complete').click();
      await page.getByTestId('empty').getByText('Nothing is overdue.').waitFor();
      await page.getByTestId('view-done').click();
      await page.getByTestId('task-row').filter({ hasText: 'Was due' }).getByTestId('task-reopen').click();
      await until('it is open again', async () => {
        const open = await api<{ items: { subject: string }[] }>(
          program,
          '/api/v1/tasks?open=true&overdue=true',
        );
        return open.items.some(({ subject }) => subject === 'Was due');
      });
    });
  });
});

/** Drags a card to the middle of a column. */
async function drag(on: Page, name: string, stage: string): Promise<void> {
  const card = on.getByTestId('board-card').filter({ hasText: name });
  const column = on.locator(`[data-testid="board-column"][data-stage="${stage}"]`);
  // A board that is still being laid out may slip from under the pointer: then nothing was taken up.
  await until(`${name} is taken up`, async () => {
    const from = await card.first().boundingBox();
    if (from === null) return false;
    const [x, y] = [from.x + from.width - 12, from.y + 12];
    await on.mouse.move(x, y);
    await on.mouse.down();
    await on.mouse.move(x + 10, y, { steps: 5 });
    const isTaken = await on.locator('[data-dragged="true"]').filter({ hasText: name }).isVisible();
    if (!isTaken) await on.mouse.up();
    return isTaken;
  });
  // A card that is let go before the page has seen it over the column springs back.
  await until(`the card is over ${stage}`, async () => {
    const to = await column.boundingBox();
    if (to === null) return false;
    await on.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
    return (await column.getAttribute('data-over')) === 'true';
  });
  await on.mouse.up();
}

const cardIn = (on: Page, name: string, stage: string) =>
  on
    .locator(`[data-testid="board-column"][data-stage="${stage}"]`)
    .getByTestId('board-card')
    .filter({ hasText: name });

describe.skipIf(whyNoBrowser !== null)('the board', () => {
  const newOrder = (name: string) =>
    post('/orders', { pipeline: 'touchstone/order', name, person, amount: '10', owner: admin.email });

  test('moves a card that is dragged, and lets one spring back where no way leads', async () => {
    const { id } = await newOrder('Ten pens');
    await goWithin(page, '/board?pipeline=touchstone/order');
    await cardIn(page, 'Ten pens', 'Receive order').waitFor();
    await drag(page, 'Ten pens', 'Delivered');
    await page
      .getByText('Receive order does not lead to Delivered; it can go to Coordinate delivery')
      .waitFor();
    await cardIn(page, 'Ten pens', 'Receive order').waitFor();
    await drag(page, 'Ten pens', 'Coordinate delivery');
    await cardIn(page, 'Ten pens', 'Coordinate delivery').waitFor();
    await until('the server has it there', async () => {
      const { stage } = await api<{ stage: string }>(program, `/api/v1/orders/${id}`);
      return stage === 'Coordinate delivery';
    });
    const column = page.locator('[data-stage="Coordinate delivery"]');
    await column.getByTestId('column-count').getByText('1').waitFor();
    await column.getByTestId('column-sums').getByText('10.00').first().waitFor();
  });

  test('asks by keys alone what the exit needs', async () => {
    await post('/jobs', { pipeline: 'process-guide/job', name: 'Big job', person, owner: admin.email });
    await goWithin(page, '/board?pipeline=process-guide/job');
    await cardIn(page, 'Big job', 'Handed over').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('m');
    const form = page.getByTestId('move-form');
    await form.getByLabel('Programmed for').fill('2026-12-24');
    await page.keyboard.press('Enter');
    await cardIn(page, 'Big job', 'Programmed').waitFor();
  });

  test('shows at once what another rep moves; of two who want one card the second hears that it was taken', async () => {
    const password = 'a password of a rep';
    await post('/users', { email: 'mia@example.com', role: 'rep', password });
    await newOrder('Wanted by two');
    const address = `${program.url}/board?pipeline=touchstone/order&whose=all`;
    const other = await openPage({ email: 'mia@example.com', password });
    await Promise.all([page.goto(address), other.goto(address)]);
    for (const on of [page, other]) await cardIn(on, 'Wanted by two', 'Receive order').waitFor();
    // One of them has seen it before the other moves it.
    const move = cardIn(other, 'Wanted by two', 'Receive order').getByTestId('card-move');
    await move.click();
    await other.getByTestId('move-form').waitFor();
    await drag(page, 'Wanted by two', 'Coordinate delivery');
    await cardIn(page, 'Wanted by two', 'Coordinate delivery').waitFor();
    await cardIn(other, 'Wanted by two', 'Coordinate delivery').waitFor();
    await other.getByTestId('move-now').click();
    await other.getByText('Somebody else was first: it is in Coordinate delivery now.').waitFor();
    // What was chosen led on from where it was.
    await expect.poll(() => other.getByTestId('move-now').isDisabled()).toBe(true);
    await expect
      .poll(() => other.getByTestId('move-form').getByRole('radio', { checked: true }).count())
      .toBe(0);
    await other.context().close();
  });

  test('stands in a row for each lane', async () => {
    await goWithin(page, '/board?pipeline=company-xyz/order');
    await page.getByTestId('board-row').waitFor();
    await page.getByTestId('board-by').selectOption('lane');
    await page.getByRole('heading', { name: 'Store', exact: true }).waitFor();
    await expect.poll(() => page.getByTestId('board-row').count()).toBeGreaterThan(2);
    expect(new URL(page.url()).searchParams.get('by')).toBe('lane');
  });

  inWholeForm(() => {
    test('shows one’s team alone, with a row for everybody in it; counts and sums follow', async () => {
      const [mia, cid] = ['mia.north@example.com', 'cid.south@example.com'];
      for (const team of ['North', 'South'])
        await api(program, `/api/v1/teams/${team}`, { method: 'PUT', body: { manager: null } });
      await post('/users', { email: mia, role: 'rep', team: 'North' });
      await post('/users', { email: cid, role: 'rep', team: 'South' });
      const own = `/api/v1/users/${admin.email}`;
      // Who manages a team sees its board, without being in it.
      const manager = { manager: admin.email };
      await api(program, '/api/v1/teams/South', { method: 'PUT', body: manager });
      for (const owner of [mia, mia, cid, admin.email])
        await post('/orders', {
          pipeline: 'company-xyz/order',
          name: 'Ink',
          person,
          amount: '5',
          currency: 'EUR',
          owner,
        });
      const rows = page.getByTestId('board-row');
      await page.goto(`${program.url}/board?pipeline=company-xyz/order&whose=team&by=owner`);
      await rows.getByRole('heading', { name: cid }).waitFor();
      await rows.getByTestId('board-card').first().waitFor();
      await api(program, own, { method: 'PATCH', body: { team: 'North' } });
      // What the page asked before it was loaded again does not count.
      await page.goto('about:blank');
      const asked = watchRequests(page);
      const lists = () =>
        asked.urls.filter(({ pathname }) => pathname === '/api/v1/orders').map(({ search }) => search);
      await page.goto(`${program.url}/board?pipeline=company-xyz/order&whose=team&by=owner`);
      await page.getByTestId('board-team').waitFor();
      await rows.getByRole('heading', { name: mia }).waitFor();
      await expect.poll(() => rows.count()).toBe(2);
      const hers = rows.filter({ has: page.getByRole('heading', { name: mia }) });
      await expect.poll(() => hers.getByTestId('column-count').first().textContent()).toBe('2');
      await expect.poll(() => hers.getByTestId('column-sums').first().textContent()).toContain('10.00');
      // Only columns that hold something were asked for, and then the one that has changed.
      await hers.getByTestId('board-card').nth(1).waitFor();
      await rows.last().getByTestId('board-card').first().waitFor();
      // Once it is live it asks for the same again.
      await asked.isAtRest();
      expect(new Set(lists()).size).toBe(2);
      const before = lists().length;
      await post('/orders', {
        pipeline: 'company-xyz/order',
        name: 'Paper',
        person,
        amount: '5',
        owner: mia,
      });
      await hers.getByText('Paper').first().waitFor();
      expect(
        lists()
          .slice(before)
          .every((query) => new URLSearchParams(query).get('owner') === mia),
      ).toBe(true);
      await page.getByTestId('board-by').selectOption('');
      await until('all of the team are in one row', async () => {
        const counts = await page.getByTestId('column-count').allTextContents();
        return counts.reduce((sum, count) => sum + Number(count), 0) === 4;
      });
    });
  });
});

inWholeForm(() => {
  describe.skipIf(whyNoBrowser !== null)('a page of a record', () => {
    test('keeps the draft of a mail as it was left, and logs it once however long the keys are held', async () => {
      await goWithin(page, `/people/${person}`);
      const log = page.getByTestId('contact-log');
      await log.getByText('E-mail', { exact: true }).click();
      await log.getByText('Sent', { exact: true }).click();
      await page.getByTestId('log-notes').fill('Dear Ada');
      await page.keyboard.press('Escape');
      await page.getByTestId('log-notes').waitFor({ state: 'detached' });
      await page.keyboard.press('l');
      await page
        .locator('[data-testid="contact-log"] input[value="Sent"]:focus')
        .waitFor({ state: 'attached' });
      // Letters on a choice of a form are none of the page: the note has them.
      for (const key of ['o', 'g', 'n']) await page.keyboard.press(key);
      await expect.poll(() => page.getByTestId('log-notes').inputValue()).toBe('Dear Adaogn');
      let sent = 0;
      page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().endsWith('/activities')) sent++;
      });
      await page.keyboard.down('Control');
      for (const _time of [1, 2, 3]) await page.keyboard.down('Enter');
      await page.keyboard.up('Enter');
      await page.keyboard.up('Control');
      await page.getByTestId('log-notes').waitFor({ state: 'detached' });
      const { items } = await api<{ items: { kind: string; outcome: string }[] }>(
        program,
        `/api/v1/activities?person=${person}`,
      );
      expect([sent, items.map(({ kind, outcome }) => [kind, outcome])]).toEqual([1, [['mail', 'Sent']]]);
    });

    test('chooses no stage that leads back, and none where somebody else moved the record meanwhile', async () => {
      const { id } = await post('/leads', { person, owner: admin.email });
      const moveTo = (stage: string) =>
        api(program, `/api/v1/leads/${id}`, { method: 'PATCH', body: { stage } });
      await moveTo('In progress');
      await goWithin(page, `/leads/${id}`);
      await page.getByTestId('move').waitFor();
      await page.keyboard.press('m');
      const form = page.getByTestId('move-form');
      const chosen = form.getByRole('radio', { checked: true });
      await form.getByRole('radio', { name: 'More info needed', checked: true }).waitFor();
      await moveTo('Qualifying');
      await form.getByText('Somebody else was first: it is in Qualifying now.').waitFor();
      await expect.poll(() => chosen.count()).toBe(0);
      await page.keyboard.press('Enter');
      await form.getByRole('radio', { name: 'On hold' }).check();
      await form.getByText('Somebody else was first').waitFor({ state: 'detached' });
      await page.getByTestId('move-now').click();
      await page.getByText('Moved to On hold').waitFor();
    });
  });
});

describe.skipIf(whyNoBrowser !== null)('the page of a lead', () => {
  const leadOf = async (email: string) => {
    const { id } = await post('/people', { email, name: 'Grace Hopper', kind: 'contact' });
    return (await post('/leads', { person: id, owner: admin.email })).id;
  };
  test('takes what is typed for a note before its form is there', async () =>
    logAhead(page, program, await leadOf('grace@navy.example')));
  test('keeps the draft of each of two leads that are shown in turn', async () => {
    const of = async (email: string) => ({ id: await leadOf(email), email });
    await logOnTwo(page, [await of('first@navy.example'), await of('second@navy.example')]);
  });
  test('says how it ended, and takes that back once', async () =>
    endAndTakeBack(page, program, await leadOf('hopper@navy.example')));
});

inWholeForm(() => {
  describe.skipIf(whyNoBrowser !== null)('the timeline of a record', () => {
    test('takes an act back, and says why another cannot be', async () => {
      const { id } = await post('/companies', { name: 'Northwind' });
      const change = (name: string) =>
        page.evaluate(
          ([path, body]) =>
            fetch(path ?? '', {
              method: 'PATCH',
              headers: { 'content-type': 'application/json' },
              body: body ?? '',
            }),
          [`/api/v1/companies/${id}`, JSON.stringify({ name })],
        );
      await change('Southwind');
      await change('Eastwind');
      await goWithin(page, `/companies/${id}`);
      await page.getByRole('heading', { name: 'Eastwind', level: 1 }).waitFor();
      await page.getByTestId('undo-refused').getByText('changed again by you').waitFor();
      await page.getByTestId('undo-entry').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Southwind', level: 1 }).waitFor();
    });
  });
});

inWholeForm(() => {
  describe.skipIf(whyNoBrowser !== null)('the views of a table', () => {
    test('keep filters and columns under a name, and the table begins with the chosen one', async () => {
      await goWithin(page, '/people?owner=me');
      await page.getByTestId('columns').click();
      await page.getByRole('checkbox', { name: 'E-mail' }).uncheck();
      await page.keyboard.press('Escape');
      await page.getByTestId('views').click();
      await page.getByRole('menuitem', { name: 'Save this view…' }).click();
      await page.getByTestId('view-name').fill('My people');
      await page.getByLabel('This table begins with it').check();
      await page.getByTestId('view-save').click();
      await page.getByTestId('views').getByText('My people').waitFor();
      await page.goto(`${program.url}/people`);
      await page.getByTestId('views').getByText('My people').waitFor();
      const { searchParams } = new URL(page.url());
      expect([searchParams.get('owner'), searchParams.get('columns')?.split(',')]).toEqual([
        'me',
        expect.not.arrayContaining(['email']),
      ]);
      await page.getByTestId('views').click();
      await page.getByRole('menuitem', { name: 'Everything' }).click();
      await page.getByTestId('table-row').filter({ hasText: 'ada@example.com' }).waitFor();
    });
  });
});
