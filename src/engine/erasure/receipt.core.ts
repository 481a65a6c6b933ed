/** Receipts of erasures: what was erased, without naming anybody, and signed. Pure. */
import { hmacOf, isSameSecret } from '../../base/kernel/kernel.ts';

export interface ReceiptBody {
  /** Id of the erasure. */
  erasure: string;
  /** Salted hash of the identity that was asked for. */
  subject: string;
  askedAt: string;
  endedAt: string;
  /** What was accepted until then is erased; what comes later is of somebody new. */
  erasedUntil: string | null;
  /** Salted hashes of the profiles. */
  profiles: string[];
  /** How much of each store was erased, or redacted. */
  counts: Record<string, number>;
}

export type Receipt = ReceiptBody & { signature: string };

export function signedReceipt(body: ReceiptBody, secret: string): Receipt {
  return { ...body, signature: signatureOf(body, secret) };
}

/** Whether a receipt is as this installation has signed it. */
export function isGenuine({ signature, ...body }: Receipt, secret: string): boolean {
  return isSameSecret(signatureOf(body, secret), signature);
}

function signatureOf(body: object, secret: string): string {
  return `v1,${hmacOf('sha256', secret, canonical(body), 'hex')}`;
}

/** JSON with its names in order: stores may give them in another. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`).join(',')}}`;
}
