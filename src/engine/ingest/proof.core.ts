/** What the signatures of an event prove of who sent it. Pure. */
import { emailAddressIn } from '../../base/text/text.ts';
import type { JsonObject, PublicKeyUse } from '../../contract/language/language.ts';
import type { Envelope } from './normalise.core.ts';

/** What a signature proves: ids and addresses, and how the event counts. */
type Proof = { via: PublicKeyUse | undefined; texts: (string | null)[] } | { error: string };

/** Judges the signatures of an event that came with a public key. A wrong one is refused, never as good as none. */
export function proofOf(
  { userId, email }: { userId: string | null; email: string | null },
  context: JsonObject | null,
  { publicKey, isSigned = () => false }: Pick<Envelope, 'publicKey' | 'isSigned'>,
): Proof {
  if (publicKey === undefined) return { via: undefined, texts: [] };
  const texts: (string | null)[] = [];
  for (const [name, what, text] of [
    ['signature', 'userId', userId],
    ['emailSignature', 'email', email],
  ] as const) {
    const signature = signatureIn(context?.[name]);
    // An address stands for a user where there is no id.
    const isNeeded = publicKey.isSigned && text !== null && (what === 'userId' || userId === null);
    if (signature === null && isNeeded)
      return {
        error: `"${what}" has no signature in "context.${name}", and this key needs one (signed: required); sign it with the secret key, as docs/security.md says`,
      };
    if (signature === null || text === null) continue;
    if (!isSigned(text, signature))
      return {
        error: `"context.${name}" is not the signature of "${what}"; sign it with the secret key, as docs/security.md says`,
      };
    // A user id that is an address names that address.
    texts.push(text, emailAddressIn(text));
  }
  // A user id that is the signed address, in any spelling, says no more than the address.
  const isSignedUser = [userId ?? email, emailAddressIn(userId ?? '')].some(
    (text) => text !== null && texts.includes(text),
  );
  return { via: isSignedUser ? 'signed' : 'public', texts };
}

function signatureIn(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
