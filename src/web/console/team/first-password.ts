/** First passwords for new users: by the chance of the browser, easy to read out. */

/** Without those that look alike. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
const groups = 4;
const perGroup = 5;

/** Returns 100 bits of chance as four groups: `k7m2p-…`. The alphabet has 32 letters, so each is as likely as any other. */
export function firstPassword(chance: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const bytes = chance(new Uint8Array(groups * perGroup));
  const drawn = [...bytes].map((byte) => letters[byte % letters.length]).join('');
  return (drawn.match(new RegExp(`.{${perGroup}}`, 'g')) ?? []).join('-');
}
