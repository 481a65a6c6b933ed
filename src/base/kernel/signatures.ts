/** Signatures and secrets: made, checked and compared. Of texts that could be written in several ways only one counts. */
import { createHmac, createPublicKey, hash, timingSafeEqual, verify, X509Certificate } from 'node:crypto';

type Content = string | Uint8Array;

/** The HMAC of a content. */
export function hmacOf(
  algorithm: 'sha1' | 'sha256',
  key: Content,
  content: Content,
  encoding: 'hex' | 'base64' | 'base64url',
): string {
  return createHmac(algorithm, key).update(content).digest(encoding);
}

/** A digest to name something by, base64url. */
export function digestNameOf(content: string): string {
  return hash('sha256', content, 'base64url');
}

/** Compares secrets in a time that does not depend on where they differ. */
export function isSameSecret(one: Content, other: Content): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}

/** The bytes of a base64 text; null where an encoder would write it otherwise: another text would stand for the same. */
export function bytesOfBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const isCanonical = bytes.toString('base64').replace(/=+$/, '') === text.replace(/={1,2}$/, '');
  return bytes.length > 0 && isCanonical ? bytes : null;
}

/** Whether a public key (base64 of DER, nothing after it) signed a content with SHA-256; false for a text that is no key. */
export function isSignedByKey(key: string, content: Uint8Array, signature: string): boolean {
  const [publicKey, given] = [publicKeyIn(key), bytesOfBase64(signature)];
  return publicKey !== null && given !== null && verify('sha256', content, publicKey, given);
}

export function isPublicKey(key: string): boolean {
  return publicKeyIn(key) !== null;
}

function publicKeyIn(key: string) {
  const der = bytesOfBase64(key);
  if (der === null) return null;
  try {
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return publicKey.export({ format: 'der', type: 'spki' }).equals(der) ? publicKey : null;
  } catch {
    return null;
  }
}

/** Whether the key of a certificate (PEM) that is valid at a time signed a content; false for a text that is no certificate. */
export function isSignedByCertificate(
  certificate: string,
  nowMs: number,
  signed: { algorithm: 'sha1' | 'sha256'; content: string; signature: string },
): boolean {
  const given = bytesOfBase64(signed.signature);
  try {
    const { publicKey, validFromDate, validToDate } = new X509Certificate(certificate);
    const isValid = validFromDate.getTime() <= nowMs && nowMs <= validToDate.getTime();
    return (
      isValid && given !== null && verify(signed.algorithm, Buffer.from(signed.content), publicKey, given)
    );
  } catch {
    return false;
  }
}
