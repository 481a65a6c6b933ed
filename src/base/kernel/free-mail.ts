/** Domains of mail providers anyone can have an address at, from the `free-email-domains` package's list. */
import domains from 'free-email-domains';

const known: ReadonlySet<string> = new Set(domains);

/** Whether a domain (lower case) is such a provider's. */
export function isFreeMail(domain: string): boolean {
  return known.has(domain);
}
