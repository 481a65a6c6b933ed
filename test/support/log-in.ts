/** How a test logs in at the console's own log-in. */
import type { Page } from 'playwright-core';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Sends the log-in that is shown. */
export async function sendLogIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByTestId('login-email').fill(email);
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
}

export const isLive = (page: Page): Promise<void> =>
  page.locator('[data-testid="live-state"][data-state="live"]').waitFor();

/** Goes to the console, logs in, and waits until its stream is live. */
export async function logIn(page: Page, url: string, who: Credentials): Promise<void> {
  await page.goto(url);
  await sendLogIn(page, who);
  await isLive(page);
}
