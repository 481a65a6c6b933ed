/** `scoville mail`: the accounts at mail providers, in their file; and links for a mail, over the API. */
import { readFileSync } from 'node:fs';
import type { MailLinksView } from '../contract/api/api.ts';
import {
  type NamedConnection,
  type ProviderName,
  providerNames,
  readConnections,
  secretOf,
  writeConnections,
} from '../engine/mail/mail.ts';
import { UsageError } from './usage-error.ts';

type Ask = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

export interface MailOptions {
  /** A file with the secret, so that no list of processes shows it. */
  'secret-file'?: string | undefined;
  /** Of SES: the ARN of the SNS topic. */
  topic?: string | undefined;
  /** Of Mandrill: the address as it is entered there. */
  url?: string | undefined;
  /** Links give the page a proof of the address. */
  proves: boolean;
}

/** Returns lines for people. Without an act the accounts are listed. */
export async function mailInWords(
  { ask, file }: { ask: Ask; file: string },
  [act, ...words]: readonly (string | undefined)[],
  options: MailOptions,
): Promise<string[]> {
  if (act === 'link') return linksInWords(ask, words, options);
  const all = connectionsIn(file);
  if (act === undefined)
    return all.length === 0 ? ['no mail provider is connected'] : all.map((one) => lineOf(one));
  const next = changed(all, act, words, options);
  try {
    writeConnections(file, next);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  return next.map((one) => lineOf(one));
}

function connectionsIn(file: string): NamedConnection[] {
  try {
    return readConnections(file);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function changed(
  all: readonly NamedConnection[],
  act: string,
  [first, second]: readonly (string | undefined)[],
  options: MailOptions,
): NamedConnection[] {
  if (act === 'connect') return [...all, newConnection(all, first, second, options)];
  if (first === undefined) throw new UsageError('a name is missing; add one of "scoville mail"');
  const named = all.find(({ name }) => name === first);
  if (named === undefined) throw new UsageError(`there is no account "${first}"; "scoville mail" lists all`);
  const others = all.filter((one) => one !== named);
  if (act === 'remove') return others;
  if (act !== 'rotate') throw new UsageError(`"${act}" is not known; use connect, rotate, remove or link`);
  const [newest] = named.secrets;
  const secret = secretIn(options['secret-file']);
  if (newest === undefined) throw new UsageError(`"${first}" has no secret`);
  return [...others, { ...named, secrets: secret === null ? [newest] : [secret, newest] }];
}

function newConnection(
  all: readonly NamedConnection[],
  given: string | undefined,
  name: string | undefined,
  options: MailOptions,
): NamedConnection {
  const provider = providerNames.find((one) => one === given);
  if (provider === undefined)
    throw new UsageError(`"${given ?? ''}" is no provider; use one of ${providerNames.join(', ')}`);
  const called = name ?? provider;
  if (all.some((one) => one.name === called))
    throw new UsageError(`there is an account "${called}" already; add another name`);
  const secret = secretIn(options['secret-file']);
  if (secret === null && provider !== 'ses')
    throw new UsageError(`--secret-file is missing: a file with ${secretOf[provider]}`);
  const { topic: topicArn, url } = options;
  const secrets = secret === null ? [] : [secret];
  return { name: called, provider, secrets, ...(topicArn && { topicArn }), ...(url && { url }) };
}

function secretIn(file: string | undefined): string | null {
  return file === undefined ? null : readFileSync(file, 'utf8').trim();
}

function lineOf({ name, provider, secrets, topicArn, url }: NamedConnection): string {
  const more = [topicArn, url].filter((one) => one !== undefined);
  const count = secrets.length > 1 ? `  ${secrets.length} secrets` : '';
  return `${name}  ${provider}  POST ${pathOf(provider)}${count}${more.map((one) => `  ${one}`).join('')}`;
}

const pathOf = (provider: ProviderName) => `/v1/mail/${provider}`;

async function linksInWords(
  ask: Ask,
  [address, emailId, ...urls]: readonly (string | undefined)[],
  { proves }: MailOptions,
): Promise<string[]> {
  if (address === undefined || emailId === undefined)
    throw new UsageError('an address and the id of the message are missing');
  const links = urls.map((url) => ({ url }));
  const made = await ask<MailLinksView>('POST', '/mail-links', { address, emailId, links, proves });
  return [made.pixel, ...made.links.map(({ href }) => href)];
}
