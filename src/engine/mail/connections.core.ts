/** The accounts at mail providers, as their file has them. Pure. */
import { z } from 'zod';
import { bytesOfBase64, isPublicKey, limits } from '../../base/kernel/kernel.ts';
import type { Connection } from './provider.core.ts';
import { type ProviderName, providerNames } from './providers.core.ts';

const connectionSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(limits.ingestKeyNameLengthMax),
    provider: z.enum(providerNames),
    secrets: z.array(z.string().min(8)).max(limits.mailSecretsMax).default([]),
    topicArn: z
      .string()
      .regex(
        /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/,
        'expected such as "arn:aws:sns:eu-west-1:123456789012:mail"',
      )
      .optional(),
    url: z.url({ protocol: /^https?$/ }).optional(),
  })
  .superRefine(({ provider, secrets, topicArn, url }, context) => {
    const missing = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (provider === 'ses' && topicArn === undefined)
      missing('topicArn', 'missing: the ARN of the SNS topic');
    if (provider !== 'ses' && secrets.length === 0) missing('secrets', `missing: ${secretOf[provider]}`);
    if (provider === 'mandrill' && url === undefined)
      missing('url', 'missing: the address of the webhook, exactly as it is entered at Mandrill');
    const strange = secrets.find((secret) => !isSecretOf(provider, secret));
    if (strange !== undefined) missing('secrets', `one is not what was expected: ${secretOf[provider]}`);
  });

/** What each provider shows, and where it is entered. */
export const secretOf: { readonly [Name in ProviderName]: string } = {
  sendgrid: 'the verification key of the signed event webhook, which begins with "MF"',
  mailgun: 'the HTTP webhook signing key',
  postmark: 'user:password, as in the address of the webhook',
  ses: 'none',
  mandrill: 'the key of the webhook',
  resend: 'the signing secret, which begins with "whsec_"',
};

function isSecretOf(provider: ProviderName, secret: string): boolean {
  if (provider === 'postmark') return /^[^:]+:.+$/.test(secret);
  if (provider === 'resend') return bytesOfBase64(secret.replace(/^whsec_/, '')) !== null;
  return provider !== 'sendgrid' || isPublicKey(secret);
}

const fileSchema = z.strictObject({
  connections: z
    .array(connectionSchema)
    .max(limits.mailConnectionsMax)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two have the same name'),
});

export type NamedConnection = Connection & { provider: ProviderName };

/** Reads the text of the file. Throws one error with every fault, without a secret. */
export function connectionsIn(text: string): NamedConnection[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
  const parsed = fileSchema.safeParse(json);
  if (parsed.success) return parsed.data.connections;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

export function connectionsText(connections: readonly NamedConnection[]): string {
  return `${JSON.stringify({ connections }, null, 2)}\n`;
}
