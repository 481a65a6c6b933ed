/** The log-in and the first steps: the account of a caller, and what a newcomer needs to send a first event. */
import { z } from 'zod';
import { runningProgrammeSchema } from './programmes.ts';
import { userRoles } from './users.ts';

const accountSchema = z.object({
  /** `API token` for a program. */
  email: z.string(),
  role: z.enum(userRoles),
  /** Lanes of pipelines the user works in. */
  lanes: z.array(z.string()),
});
export type Account = z.infer<typeof accountSchema>;

/** One log-in of a user. */
export const sessionSchema = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** The network address it came from; null where that is not known. */
  address: z.string().nullable(),
  /** What the browser says of itself. */
  userAgent: z.string().nullable(),
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
});
export type SessionView = z.infer<typeof sessionSchema>;

export const endedSessionsSchema = z.object({ ended: z.number().int() });

/** The account of a log-in with what its role may do, so that pages offer nothing else. */
export const ownAccountSchema = accountSchema.extend({
  /** The first row whose path is that of a request, or above it with `/*`, decides. */
  permissions: z.array(z.object({ path: z.string(), mayRead: z.boolean(), mayChange: z.boolean() })),
});
export type OwnAccount = z.infer<typeof ownAccountSchema>;

/** What the log-in page offers. */
export const logInOptionsSchema = z.object({
  /** The OpenID Connect provider, and the path of this host where a log-in there begins; null without one. */
  provider: z.object({ name: z.string(), path: z.string() }).nullable(),
  /** Why the last log-in at the provider failed in this browser; null where none did lately. */
  failure: z.string().nullable(),
});
export type LogInOptions = z.infer<typeof logInOptionsSchema>;

export const setupSchema = z.object({
  /** The key that events are sent with. */
  writeKey: z.string(),
  /** The script tag for the pages of a website. */
  snippet: z.string(),
  /** A command that sends one event. */
  curl: z.string(),
  consoleUrl: z.string(),
  programmes: z.array(runningProgrammeSchema),
  /** The errors of the files on disk, while these differ from the active programmes. */
  programmeErrors: z.array(z.string()),
});
export type Setup = z.infer<typeof setupSchema>;

/** The answer of a call that leaves nothing to show. */
export const successSchema = z.object({ success: z.literal(true) });
