/** What pages do against their content policy, as a real browser reports it. */
import type { BrowserContext, Page } from 'playwright-core';

/** Returns a list that grows with each violation on a page of the context from now on: page, directive, what was blocked. */
export async function watchPolicy(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  await context.exposeBinding('policyBroken', (_source, said: string) => void violations.push(said));
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) => policyBroken(
    [location.pathname, event.effectiveDirective, event.blockedURI, event.sample].join(' ')))`);
  return violations;
}

/** The main colour of the theme. */
export const chili = '#e0301e';

/** Returns the main colour as a page shows it. It comes from a style that the page makes: where that is blocked, there is none. */
export const themeColour = (page: Page) =>
  page.evaluate<string>(
    "getComputedStyle(document.documentElement).getPropertyValue('--mantine-color-chili-6')",
  );
