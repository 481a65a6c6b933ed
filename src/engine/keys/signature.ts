/** Signatures of ids and addresses: how the operator's server proves that a page speaks for somebody. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Returns the check of hex HMAC-SHA256 signatures under a secret key. */
export function signatureCheck(secretKey: string): (text: string, signature: string) => boolean {
  return (text, signature) => {
    const wanted = createHmac('sha256', secretKey).update(text).digest();
    // A buffer leaves out what follows the first letter that is not hexadecimal.
    if (signature.length !== 2 * wanted.length) return false;
    const given = Buffer.from(signature, 'hex');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
}
