/** The page of what is hot, while 50 people a second get hot for a minute: it counts them, answers, and asks for nothing. */
import { expect, test } from 'vitest';
import { watchRequests } from '../support/asked-by-page.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { flood } from '../support/console-flood.ts';
import { logIn } from '../support/log-in.ts';
import { startProgram } from '../support/program.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };

test.skipIf(whyNoBrowser !== null)('50 new leads a second for a minute', async () => {
  const program = await startProgram({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const asked = watchRequests(page);
  await logIn(page, program.url, admin);
  await page.getByTestId('counts').waitFor();
  await asked.isAtRest();
  const figures = await flood({ program, page, leads: 3_000, perSecond: 50, name: 'flood' });
  console.info(`50 new leads a second for a minute: ${JSON.stringify(figures)}`);
  await browser.close();
  await program.stop();
  expect(figures.countsBehindMsMax).toBeLessThan(1_000);
  expect(figures.longestTaskMs).toBeLessThan(200);
  expect(figures.requestsInSecondMax).toBeLessThanOrEqual(1);
  expect(figures.toastsMax).toBe(1);
  expect(figures.cards).toBeLessThan(40);
});
