/** Domains of public mail providers, from the `free-email-domains` package's list. */
import domains from 'free-email-domains';

const known: ReadonlySet<string> = new Set(domains);

/** Whether a domain (lower case) belongs to a public mail provider. */
export function isFreeMail(domain: string): boolean {
  return known.has(domain);
}
