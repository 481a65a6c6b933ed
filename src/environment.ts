/** The environment: the one file that reads it, checked once at start, every fault listed with what is allowed. */
import { z } from 'zod';
import { readAllowed } from './alerts/alerts.ts';
import { limits, writeKeyPattern } from './kernel/kernel.ts';

export const roles = ['ingest', 'worker', 'console'] as const;
export type Role = (typeof roles)[number];

/** Unset and empty are the same: that is how compose files leave a variable out. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const environmentSchema = z
  .object({
    HOST: optional(z.string()).transform((host) => host ?? '127.0.0.1'),
    PORT: optional(z.coerce.number().int().min(0).max(65_535)).transform((port) => port ?? 4400),
    DATA_DIR: optional(z.string()).transform((directory) => directory ?? './data'),
    REDIS_URL: optional(
      z.url({ protocol: /^rediss?$/, error: 'expected a URL such as redis://localhost:6379' }),
    ),
    DATABASE_URL: optional(
      z.url({
        protocol: /^postgres(ql)?$/,
        error: 'expected a URL such as postgres://user:password@localhost:5432/scoville',
      }),
    ),
    RULES_DIR: optional(z.string()).transform((directory) => directory ?? './rules'),
    ROLES: optional(
      z.string().transform((text, context) => {
        const named = text.split(',').map((role) => role.trim());
        const strange = named.filter((role) => !roles.includes(role as Role));
        if (strange.length === 0) return named as Role[];
        context.addIssue({
          code: 'custom',
          message: `"${strange[0]}" is no role; expected some of ${roles.join(',')}`,
        });
        return z.NEVER;
      }),
    ).transform((named) => named ?? [...roles]),
    WRITE_KEY: optional(z.string().regex(writeKeyPattern, 'expected "c" and 24 of a-z0-9')),
    API_TOKEN: optional(z.string().min(16, 'expected at least 16 characters')),
    ADMIN_EMAIL: optional(z.email('expected an e-mail address')),
    ADMIN_PASSWORD: optional(z.string().min(8, 'expected at least 8 characters')),
    /** How many partitions a new installation gets; an existing one keeps its number. */
    PARTITIONS: optional(z.coerce.number().int().min(1).max(1_024)),
    /** How many days late an event may come and still be scored as if it had come in time. */
    LATENESS_DAYS: optional(z.coerce.number().min(0).max(366)).transform((days) => days ?? 7),
    /** Days of history kept; older ones are dropped. */
    HISTORY_DAYS: optional(z.coerce.number().int().min(1).max(36_500)).transform(
      (days) => days ?? limits.historyDays,
    ),
    /** The mail server, and the address mails go from; without them mails wait. */
    SMTP_URL: optional(
      z.url({
        protocol: /^smtps?$/,
        error: 'expected a URL such as smtp://user:password@mail.example.com:587',
      }),
    ),
    MAIL_FROM: optional(
      z
        .string()
        .regex(
          /^(?:[^<>\p{Cc}]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/u,
          'expected an address such as sales@example.com or Sales <sales@example.com>',
        ),
    ),
    /** Hosts and networks that webhooks and Slack messages may reach besides the public internet. */
    OUTGOING_ALLOW: optional(
      z.string().superRefine((text, context) => {
        try {
          readAllowed(text);
        } catch (error) {
          context.addIssue({ code: 'custom', message: (error as Error).message });
        }
      }),
    ).transform((text) => text ?? ''),
    LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])).transform(
      (level) => level ?? 'info',
    ),
    NODE_ENV: optional(z.string()),
  })
  .refine(({ SMTP_URL: url, MAIL_FROM: from }) => url === undefined || from !== undefined, {
    path: ['MAIL_FROM'],
    message: 'missing beside SMTP_URL: expected the address mails go from',
  });

export type Environment = z.infer<typeof environmentSchema>;

/** Reads the environment. Throws one error that names every bad variable, its value and what is allowed; secrets are not shown. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = environmentSchema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const isSecret = /URL|KEY|TOKEN|PASSWORD/.test(name);
    return `  ${name}${isSecret ? '' : `=${variables[name]}`}: ${issue.message}`;
  });
  throw new Error(`the environment is not usable:\n${faults.join('\n')}`);
}
