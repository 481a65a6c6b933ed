/** The log-in and the first steps: the caller, and what a newcomer needs to send a first event. */
import { z } from 'zod';
import { emailSchema } from '../language/language.ts';
import { runningProgrammeSchema } from './programmes.ts';
import { userRoles } from './users.ts';

const callerSchema = z.object({
  /** `API token` for a program. */
  email: z.string(),
  role: z.enum(userRoles),
  /** Lanes of pipelines the user works in. */
  lanes: z.array(z.string()),
});
export type Caller = z.infer<typeof callerSchema>;

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

/** A code of the authenticator app, or a recovery code. */
export const secondFactorCodeSchema = z.string().trim().min(6).max(20);

export const logInSchema = z.strictObject({
  email: emailSchema,
  password: z.string().min(1).max(500),
  /** Of the second factor, where the user has one. */
  code: secondFactorCodeSchema.optional(),
});
export type LogIn = z.infer<typeof logInSchema>;

/** The second factor of one's own log-ins. */
export const secondFactorSchema = z.object({
  /** Since when a log-in by password needs a code; null without one. */
  activeSince: z.iso.datetime().nullable(),
  /** Whether an operator asks the role for one. */
  isRequired: z.boolean(),
  recoveryCodesLeft: z.number().int(),
});
export type SecondFactor = z.infer<typeof secondFactorSchema>;

export const secondFactorBeginSchema = z.strictObject({ presentPassword: z.string().min(1).max(500) });

/** What an authenticator app is given. It counts once a code of it has come. */
export const newSecondFactorSchema = z.object({
  /** Base32, to be typed into an app; shown this once. */
  secret: z.string(),
  /** The same with names and numbers, `otpauth://totp/…`: pages draw it as a QR code. */
  appAddress: z.string(),
});
export type NewSecondFactor = z.infer<typeof newSecondFactorSchema>;

export const secondFactorCheckSchema = z.strictObject({ code: secondFactorCodeSchema });

/** Codes for when the app is lost; each works once, and they are shown this once. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;

/** The caller with what their role may do, so that pages offer nothing else. */
export const callerViewSchema = callerSchema.extend({
  /** The first row whose path is that of a request, or above it with `/*`, decides. */
  permissions: z.array(z.object({ path: z.string(), mayRead: z.boolean(), mayChange: z.boolean() })),
  /** Whether nothing is answered before a second factor is set up. */
  needsSecondFactor: z.boolean(),
});
export type CallerView = z.infer<typeof callerViewSchema>;

/** A user of the demo. Anybody may log in as one: the password is in the answer on purpose. */
const demoUserSchema = z.object({
  email: z.string(),
  name: z.string(),
  /** What there is for the role to see. */
  about: z.string(),
  password: z.string(),
});

/** What the log-in page offers. */
export const logInOptionsSchema = z.object({
  /** The OpenID Connect provider, and the path of this host where a log-in there begins; null without one. */
  provider: z.object({ name: z.string(), path: z.string() }).nullable(),
  /** Why the last log-in at the provider failed in this browser; null where none did lately. */
  failure: z.string().nullable(),
  /** Of `npm run demo`: its log-ins, and how much of its history is written, 0 to 1. Null everywhere else. */
  demo: z.object({ accounts: z.array(demoUserSchema), historyPart: z.number().min(0).max(1) }).nullable(),
});
export type LogInOptions = z.infer<typeof logInOptionsSchema>;

export const setupSchema = z.object({
  /** Whether an event has ever been scored here. */
  hasEvents: z.boolean(),
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
