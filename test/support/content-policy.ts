/** What pages do against their content policy, as a real browser reports it. */
import type { BrowserContext } from 'playwright-core';

/** Returns a list that grows with each violation on a page of the context from now on: page, directive, what was blocked. */
export async function watchPolicy(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  await context.exposeBinding('policyBroken', (_source, said: string) => void violations.push(said));
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) => policyBroken(
    [location.pathname, event.effectiveDirective, event.blockedURI, event.sample].join(' ')))`);
  return violations;
}
