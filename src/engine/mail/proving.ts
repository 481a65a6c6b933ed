/**
 * The proof of a provider's request. It is a signature that an account of ours has the key for, or a secret key of ours in the address.
 *
 * Where there is an account of the provider, only its signature counts. A secret key in the address is the way without set-up: who has
 * one may send any event. It is weaker, because addresses are written to logs.
 */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { Logger } from '../../base/telemetry/telemetry.ts';
import type { KeyRegistry, PublishedKey } from '../keys/keys.ts';
import type { MailTokens } from '../stream/stream.ts';
import type { AskAmazon, Certificates } from './certificates.ts';
import type { NamedConnection } from './connections.core.ts';
import type { Connections } from './connections.ts';
import type { Connection, Delivery, Proof, Unproven } from './provider.core.ts';
import { type ProviderName, providers } from './providers.core.ts';
import { certificateUrlOf, confirmationUrlOf, type Envelope, envelopeIn, proveSes } from './ses.core.ts';

export interface Proving {
  connections: Connections;
  keys: KeyRegistry;
  tokens: MailTokens;
  certificates: Certificates;
  askAmazon: AskAmazon;
  logger: Logger;
}

const inWords: { readonly [Why in Unproven]: string } = {
  unsigned: 'it carries no signature',
  wrong_signature: 'its signature is of another secret, or of other bytes',
  too_old: 'it was signed too long ago, or the clocks differ',
  other_topic: 'it is of a topic that is not connected',
};

/** Who proved a request: an account of ours, by its name, or a secret key. */
export type Prover = { connection: string } | { key: PublishedKey };

/** Throws `mail_not_proven`, `invalid_write_key`, `provider_unavailable`, `stream_unavailable`, and `Malformed`. */
export async function proven(
  name: ProviderName,
  delivery: Delivery,
  key: unknown,
  proving: Proving,
): Promise<Prover> {
  const connections = proving.connections.of(name);
  if (connections.length === 0) return { key: await secretKeyOf(name, key, proving.keys) };
  const { prove, tokenOf } = providers[name];
  const proofs =
    prove === null
      ? await sesProofs(delivery, connections, proving)
      : connections.map((connection) => prove(delivery, connection));
  const proof = bestOf(proofs);
  if (proof !== 'proven') throw unproven(name, inWords[proof]);
  const used = tokenOf?.(delivery.body);
  if (used !== undefined && !(await proving.tokens.isFor(used.token, used.of)))
    throw unproven(name, 'its token came with another event before');
  return { connection: (connections[proofs.indexOf(proof)] as NamedConnection).name };
}

/** Returns the refusal of a request with nothing but events of long ago: somebody may have kept it. */
export const tooOld = (name: ProviderName): ApiError =>
  unproven(name, 'its events happened too long ago, or the clocks differ');

function unproven(name: ProviderName, why: string): ApiError {
  return new ApiError(
    'mail_not_proven',
    `the request does not prove that ${name} sent it: ${why}. Compare the secret at ${name} with the connection (scoville mail)`,
  );
}

/** The proof, or what came nearest to one. */
function bestOf(proofs: readonly Proof[]): Proof {
  const order: readonly Proof[] = ['proven', 'too_old', 'wrong_signature', 'unsigned', 'other_topic'];
  return order.find((one) => proofs.includes(one)) ?? 'unsigned';
}

async function secretKeyOf(name: ProviderName, key: unknown, keys: KeyRegistry): Promise<PublishedKey> {
  const found = typeof key === 'string' ? (keys.known(key) ?? (await keys.find(key))) : null;
  if (found?.kind === 'secret') return found;
  const remedy = `connect it (scoville mail connect ${name}), or add ?key= with a secret key to the address`;
  if (key === undefined) throw new ApiError('mail_not_proven', `${name} is not connected; ${remedy}`);
  const fault = found === null ? 'is unknown or revoked' : 'is a public one, which anybody may have';
  throw new ApiError('invalid_write_key', `"key" of the address ${fault}; ${remedy}`);
}

/** The proof for each account; only that of the topic is looked at. */
async function sesProofs(
  delivery: Delivery,
  connections: readonly Connection[],
  proving: Proving,
): Promise<Proof[]> {
  const envelope = envelopeIn(delivery.body);
  if (envelope === null) return ['unsigned'];
  const proof = await sesProof(envelope, delivery.nowMs, connections, proving);
  return connections.map(({ topicArn }) => (topicArn === envelope.topicArn ? proof : 'other_topic'));
}

async function sesProof(
  envelope: Envelope,
  nowMs: number,
  connections: readonly Connection[],
  { certificates, askAmazon, logger }: Proving,
): Promise<Proof> {
  const connection = connections.find(({ topicArn }) => topicArn === envelope.topicArn);
  // Before anything is fetched: nobody else's topic makes the door ask for something.
  if (connection === undefined) return 'other_topic';
  const certificateUrl = certificateUrlOf(envelope);
  if (certificateUrl === null) return 'wrong_signature';
  const proof = proveSes(envelope, connection, await certificates.get(certificateUrl), nowMs);
  const confirmation = proof === 'proven' ? confirmationUrlOf(envelope) : null;
  if (confirmation !== null) {
    await askAmazon(confirmation);
    logger.info({ topicArn: envelope.topicArn }, 'confirmed a subscription to a topic of Amazon SNS');
  }
  return proof;
}
