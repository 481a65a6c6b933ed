/** From the real client to the page: somebody gets hot while a rep watches, and the rep does the work. */
import { Analytics } from '@segment/analytics-node';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LeadView, TaskView } from '../../src/contract/api/api.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { isLive, sendLogIn } from '../support/log-in.ts';
import { minuteMs } from '../support/oracle.ts';
import { api, type Program, programWriteKey, startOnTestServers } from '../support/program.ts';
import { until } from '../support/until.ts';

const admin = { email: 'rep@example.com', password: 'a password for tests' };

let program: Program;

beforeAll(async () => {
  program = await startOnTestServers({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
});

afterAll(async () => {
  expect(await program?.stop()).toBe(0);
});

/** The slides' third example, by the real client: 63 points. */
async function getHot(userId: string, name: string, company = 'Northwind'): Promise<void> {
  const analytics = new Analytics({ writeKey: programWriteKey, host: program.url });
  const at = (minutes: number) => new Date(Date.now() - (90 - minutes) * minuteMs);
  analytics.identify({
    userId,
    traits: { name, email: `${userId}@example.com`, company: { name: company } },
    timestamp: at(0),
  });
  analytics.page({ userId, name: 'Managed Cloud', properties: { path: '/managed-cloud' }, timestamp: at(1) });
  analytics.track({
    userId,
    event: 'Product Added',
    properties: { cart_id: `${userId}-1` },
    timestamp: at(2),
  });
  const study = { category: 'customer-case-study', asset_id: 'northwind' };
  analytics.track({ userId, event: 'File Downloaded', properties: study, timestamp: at(3) });
  const video = { category: 'product-demo', content_asset_id: 'tour' };
  analytics.track({ userId, event: 'Video Playback Started', properties: video, timestamp: at(4) });
  await analytics.closeAndFlush();
}

const leadsOf = async (email: string) =>
  (await api<{ items: LeadView[] }>(program, '/api/v1/leads')).items.filter(
    (lead) => lead.person.email === email,
  );
const tasksOf = async (email: string) =>
  (await api<{ items: TaskView[] }>(program, '/api/v1/tasks')).items.filter(
    (task) => task.person?.email === email,
  );

describe('crossings', () => {
  test('a new prospect: one lead, one task due 24 hours later, the reasons sum to the score', async () => {
    await getHot('ada', 'Ada Lovelace');
    const [lead] = await until('the lead', async () => {
      const leads = await leadsOf('ada@example.com');
      return leads[0]?.score === 63 ? leads : null;
    });
    expect(lead).toMatchObject({ status: 'Sent to sales', tier: 3, campaign: 'EMEA Lead Scoring Programme' });
    expect(lead?.reasons.reduce((sum, { value }) => sum + value, 0)).toBe(63);
    const tasks = await tasksOf('ada@example.com');
    expect(tasks).toMatchObject([{ lead: lead?.id, type: 'Other', status: 'Open', outcome: null }]);
    expect(Date.parse(tasks[0]?.dueAt ?? '') - Date.parse(lead?.createdAt ?? '')).toBe(24 * 60 * minuteMs);
    await getHot('ada', 'Ada Lovelace');
    expect(await leadsOf('ada@example.com')).toHaveLength(1);
  });

  test('a known contact: a task alone, for the account owner', async () => {
    const known = {
      email: 'grace@example.com',
      name: 'Grace Hopper',
      kind: 'contact',
      owner: 'rep@example.com',
      company: 'Navy',
    };
    await api(program, '/api/v1/people', { method: 'POST', body: known });
    await getHot('grace', 'Grace Hopper');
    const tasks = await until('the task', async () => {
      const found = await tasksOf('grace@example.com');
      return found.length > 0 ? found : null;
    });
    expect(tasks).toMatchObject([{ lead: null, owner: 'rep@example.com', type: 'Other' }]);
    expect(await leadsOf('grace@example.com')).toEqual([]);
  });

  test('an anonymous visitor gets hot and makes no lead until the moment it identifies', async () => {
    const post = async (path: string, body: object) => {
      const response = await fetch(`${program.url}${path}`, {
        method: 'POST',
        body: JSON.stringify({ ...body, writeKey: programWriteKey }),
      });
      expect(response.status).toBe(200);
    };
    const hot = { anonymousId: 'stranger', event: 'Product Added', properties: { cart_id: 's' } };
    await post('/v1/track', {
      ...hot,
      messageId: 's1',
      timestamp: new Date(Date.now() - 60 * minuteMs).toISOString(),
    });
    await until('the stranger is hot', async () => {
      const profile = await api<{ scores: Record<string, { tier: number }> }>(
        program,
        '/api/v1/profiles/stranger',
      );
      return profile.scores['emea-lead-scoring']?.tier === 1;
    });
    const before = (await api<{ items: LeadView[] }>(program, '/api/v1/leads')).items.length;
    await post('/v1/identify', {
      anonymousId: 'stranger',
      userId: 'eve',
      messageId: 's2',
      traits: { email: 'eve@example.com', name: 'Eve' },
    });
    await until('the lead', async () => (await leadsOf('eve@example.com')).length === 1);
    expect((await api<{ items: LeadView[] }>(program, '/api/v1/leads')).items.length).toBe(before + 1);
  });
});

describe.skipIf(whyNoBrowser !== null)(
  `the page${whyNoBrowser === null ? '' : ` (skipped: ${whyNoBrowser})`}`,
  () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await launchBrowser();
      page = await browser.newPage();
      await page.goto(program.url);
    });

    afterAll(async () => {
      await browser?.close();
    });

    test('a wrong password is refused, the right one lets in', async () => {
      await sendLogIn(page, { ...admin, password: 'not the password' });
      await page
        .getByTestId('login-error')
        .getByText(/password/i)
        .waitFor();
      await sendLogIn(page, admin);
      await isLive(page);
    });

    test('a lead appears while the rep watches, with chilies, score, countdown and reasons', async () => {
      let loads = 0;
      page.on('load', () => loads++);
      await getHot('katherine', 'Katherine Johnson');
      const card = page.getByTestId('lead-card').filter({ hasText: 'Katherine Johnson' });
      await card.waitFor();
      await page
        .locator('[data-testid="lead-card"][data-tier="3"][data-score="63"]')
        .filter({ hasText: 'Katherine Johnson' })
        .waitFor();
      await expect.poll(() => card.getByTestId('lead-countdown').textContent()).toMatch(/^(24:00:00|23:59:)/);
      const forged = { userId: 'katherine', traits: { name: 'Mallory' }, writeKey: programWriteKey };
      await fetch(`${program.url}/v1/identify`, { method: 'POST', body: JSON.stringify(forged) });
      await until('the proposal is known', async () => {
        const known = await api<{ proposals: object }>(program, '/api/v1/profiles/katherine');
        return Object.hasOwn(known.proposals, 'name');
      });
      await card.click();
      await page.getByTestId('lead-reasons').waitFor();
      await expect.poll(() => page.getByTestId('reason-row').count()).toBe(4);
      await page.getByTestId('proposals').getByText('name: Mallory').waitFor();
      expect(loads).toBe(0);
    });

    test('the drawer shows the guidance of the stage and the reminder that is still open', async () => {
      const guide = page.getByTestId('stage-guide');
      await guide.getByText('Sent to the rep, prospect not yet contacted').waitFor();
      await expect
        .poll(() => guide.getByRole('listitem').allTextContents())
        .toEqual([expect.stringMatching(/Open: Notes$/)]);
    });

    test('what others wrote neither turns the page’s words round nor adds to a link', async () => {
      const local = 'eve&bcc=x&cc=y';
      await getHot(local, '\u202eEve Adversary', '\u202eNorthwind \u05d0');
      /** Waits until a text holds these words; answers whether it shows them from left to right. */
      const isSeenInOrder = async (words: string) => {
        await page.getByText(words).first().waitFor();
        return page.evaluate(`(() => {
          const sought = ${JSON.stringify(words)};
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const at = node.textContent.indexOf(sought);
            if (at < 0) continue;
            const leftOf = (offset) => {
              const range = document.createRange();
              range.setStart(node, offset);
              range.setEnd(node, offset + 1);
              return range.getBoundingClientRect().left;
            };
            return leftOf(at) < leftOf(at + sought.length - 1);
          }
        })()`);
      };
      const card = page.getByTestId('lead-card').filter({ hasText: 'Eve Adversary' });
      await card.waitFor();
      expect(await isSeenInOrder(`${local}@example.com`)).toBe(true);
      await page.goto(page.url().replace(/\/(?:leads|tasks)\/.*$/, '/'));
      await card.click();
      const link = page.locator('a[href^="mailto:"]');
      await expect.poll(() => link.getAttribute('href')).toBe('mailto:eve%26bcc%3Dx%26cc%3Dy@example.com');
      await page.getByTestId('do-not-contact').click();
      expect(await isSeenInOrder('No more contact with')).toBe(true);
      await expect.poll(() => page.getByText('No more contact with').textContent()).not.toContain('\u202e');
      await page.getByRole('button', { name: 'Close' }).click();
      await page.getByTestId('lead-card').filter({ hasText: 'Katherine Johnson' }).click();
    });

    /** Waits until the lead is so in the store. */
    const isSo = (condition: string, so: Partial<LeadView>) =>
      until(condition, async () => {
        const [lead] = await leadsOf('katherine@example.com');
        return Object.entries(so).every(([name, value]) => lead?.[name as keyof LeadView] === value);
      });

    test('the lead is claimed from the queue, and that is taken back', async () => {
      await page.getByTestId('routing-reason').waitFor();
      await page.getByTestId('claim').click();
      await isSo('it is the rep’s', { owner: admin.email });
      await page.locator(`[data-testid="assignment"][data-owner="${admin.email}"]`).waitFor();
      await page.getByTestId('undo-claim').click();
      await isSo('it waits in the queue', { owner: null });
      await page.getByTestId('claim').click();
      await isSo('it is the rep’s again', { owner: admin.email });
    });

    test('a quality is one tap, junk with its reason two, and either is taken back', async () => {
      await page.getByTestId('quality-junk').click();
      await page.getByTestId('junk-reason').filter({ hasText: 'Student' }).click();
      await isSo('it is junk', { quality: 'junk', qualityReason: 'Student' });
      await page.getByTestId('undo-quality').click();
      await isSo('there is no quality', { quality: null, qualityReason: null });
      await page.getByTestId('quality-good').click();
      await isSo('it is good', { quality: 'good' });
      await page.locator('[data-testid="quality"][data-quality="good"]').waitFor();
    });

    test('a file is attached and downloaded; one of another type is refused in words', async () => {
      const files = page.getByTestId('files');
      const input = files.locator('input[type=file]');
      const pdf = { name: 'offer.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };
      await input.setInputFiles(pdf);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        files.getByText('offer.pdf').click(),
      ]);
      expect(download.suggestedFilename()).toBe('offer.pdf');
      await input.setInputFiles({ ...pdf, name: 'page.html', mimeType: 'text/html' });
      await files.getByText('"Content-Type" is "text/html"').waitFor();
      await expect.poll(() => files.getByTestId('file').count()).toBe(1);
    });

    test('a call that was logged by mistake is taken back: by a key, and in the story', async () => {
      const log = page.getByTestId('contact-log');
      const story = page.getByTestId('story');
      const mistaken = story.locator('li').filter({ hasText: 'Meant for another lead.' });
      for (const takeBack of [
        () => page.keyboard.press('z'),
        () => mistaken.getByTestId('undo-entry').click(),
      ]) {
        await log.getByText('Call', { exact: true }).click();
        await page.getByTestId('log-notes').fill('Meant for another lead.');
        await page.getByTestId('log-save').click();
        await mistaken.waitFor();
        await takeBack();
        await mistaken.waitFor({ state: 'detached' });
      }
      await expect.poll(() => story.getByText('took back a call').count()).toBe(2);
    });

    test('a call is logged with its next step on a day, and stands in the story', async () => {
      const log = page.getByTestId('contact-log');
      await log.getByText('Call', { exact: true }).click();
      await log.getByText('Spoke', { exact: true }).click();
      await page.getByTestId('log-notes').fill('Wants a quotation.');
      await page.getByTestId('log-next-step').fill('Send the quotation');
      await log.getByText('In a week', { exact: true }).click();
      await page.getByTestId('log-save').click();
      const story = page.getByTestId('story');
      await story.getByText('Wants a quotation.').waitFor();
      await expect.poll(() => story.getByText('quality: good').count()).toBe(1);
      const tasks = await until('the follow-up', async () => {
        const found = await tasksOf('katherine@example.com');
        return found.length === 2 ? found : null;
      });
      expect(tasks.map(({ type }) => type).sort()).toEqual(['Follow-up', 'Other']);
    });

    /** Closes the notices that cover the last button of the drawer; by themselves they go after ten seconds. */
    const closeNotices = () =>
      until('no notice covers the drawer', async () => {
        const [notice] = await page.locator('.mantine-Notification-closeButton').all();
        await notice?.click({ timeout: 500 });
        return notice === undefined;
      });

    test('no more contact closes what is open, after a question, and an undo opens it again', async () => {
      await closeNotices();
      const statuses = async () => (await tasksOf('katherine@example.com')).map(({ status }) => status);
      await page.getByTestId('do-not-contact').click();
      expect(await statuses()).toEqual(['Open', 'Open']);
      await page.getByTestId('do-not-contact-sure').click();
      await page.getByTestId('not-to-contact').waitFor();
      await until('both are closed', async () =>
        (await statuses()).every((status) => status === 'Cancelled'),
      );
      await page.getByTestId('undo-do-not-contact').click();
      await until('both are open', async () => (await statuses()).every((status) => status === 'Open'));
      expect((await leadsOf('katherine@example.com'))[0]?.person.doNotContact).toBe(false);
    });

    test('completing the task with its outcome takes it off the list, until that is undone', async () => {
      await page.getByTestId('complete-task').first().click();
      await page.getByTestId('outcome-opportunity').first().click();
      await until('the task is complete', async () => {
        const task = (await tasksOf('katherine@example.com')).find(({ type }) => type === 'Other');
        return task?.status === 'Complete' && task.outcome === 'Opportunity created';
      });
      const card = page.getByTestId('lead-card').filter({ hasText: 'Katherine Johnson' });
      await isSo('it is converted', { status: 'Converted' });
      await card.waitFor({ state: 'detached' });
      await page.getByTestId('undo-complete').click();
      await isSo('it is as before', { status: 'Sent to sales' });
      await card.waitFor();
    });

    test('one’s own work, the queue and all of it, by heat and by deadline', async () => {
      const cards = page.getByTestId('lead-card');
      const katherine = cards.filter({ hasText: 'Katherine Johnson' });
      const ada = cards.filter({ hasText: 'Ada Lovelace' });
      await ada.waitFor();
      await page.getByTestId('whose').getByText('Mine', { exact: true }).click();
      await ada.waitFor({ state: 'detached' });
      await katherine.waitFor();
      await page.getByTestId('order').getByText('Deadline', { exact: true }).click();
      // The follow-up a week later stands with the tasks.
      await page.getByTestId('order').locator('label[data-active]').filter({ hasText: 'Deadline' }).waitFor();
      await katherine.waitFor();
      await page.getByTestId('whose').getByText('Queue', { exact: true }).click();
      await katherine.first().waitFor({ state: 'detached' });
      await ada.waitFor();
    });

    test('an assigned task shows as it happens', async () => {
      const [task] = await tasksOf('grace@example.com');
      const act = (name: string, body: object) =>
        api(program, `/api/v1/tasks/${task?.id}/${name}`, { method: 'POST', body });
      await act('return', { reason: 'a test' });
      await act('assign', { owner: admin.email });
      await page.getByText('A task was assigned').waitFor();
    });

    test('a stage with activities shows them with their marks, and its channels from the keyboard', async () => {
      const post = (path: string, body: object) =>
        api<{ id: string }>(program, `/api/v1/${path}`, { method: 'POST', body });
      const person = await post('people', { email: 'mary@example.com', name: 'Mary Jackson' });
      const lead = await post('leads', { pipeline: 'value-stream/lead', person: person.id });
      const { activities } = await api<{ activities: { activity: string }[] }>(
        program,
        `/api/v1/leads/${lead.id}/stage`,
      );
      const fields = Object.fromEntries(activities.map(({ activity }) => [activity, true]));
      const body = { fields, status: 'Initiated' };
      await api(program, `/api/v1/leads/${lead.id}`, { method: 'PATCH', body });
      await page.goto(`${program.url}/leads/${lead.id}`);
      const guide = page.getByTestId('stage-guide');
      await guide.getByText('B Leads: generates prospects').waitFor();
      await expect
        .poll(() => guide.getByTestId('stage-activity').allTextContents())
        .toEqual([
          expect.stringMatching(/Open: 5Contacts and signs prospects as by call plansSalesmen$/),
          expect.stringMatching(/Open: i.*Project · optional$/),
        ]);
      const channel = guide.getByText('Website contact or landing page');
      await expect.poll(() => channel.isVisible()).toBe(false);
      await guide.getByText('Channels').focus();
      await page.keyboard.press('Enter');
      await channel.waitFor();
    });
  },
);
