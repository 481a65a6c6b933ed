/** The rights that docs/redis.md says the product needs of Redis: tests run it with these and no others. */
import { readFileSync } from 'node:fs';

/** Returns the rules of `ACL SETUSER` after the password, as the page has them. */
export function redisRights(): string {
  const page = readFileSync(new URL('../../docs/redis.md', import.meta.url), 'utf8');
  const [, rights] = /ACL SETUSER scoville on '>[^']*' (.+?)\n```/s.exec(page) ?? [];
  if (rights === undefined) throw new Error('docs/redis.md has no ACL SETUSER scoville');
  return rights.replaceAll('\\\n', ' ').replaceAll("'", '').replaceAll(/\s+/g, ' ').trim();
}
