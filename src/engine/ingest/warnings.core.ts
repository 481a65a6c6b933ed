/** What is taken otherwise than its sender said, in words for the answer. Pure: the event counts all the same. */
import type { Shown } from './shown-value.core.ts';

/** Why something that looks like an identity is none. */
export type IgnoredIdentity = 'means_nobody' | 'not_an_address';

export type WarningCode =
  | IgnoredIdentity
  | 'time_ahead'
  | 'clock_ignored'
  | 'consent_unread'
  | 'traits_reserved';

export interface Warning {
  code: WarningCode;
  message: string;
}

/** A field and its value. */
interface Said {
  name: string;
  value: unknown;
  shown: Shown;
}

export function meansNobody({ name, value, shown }: Said): string {
  return `"${name}" is ${shown(value)}, which means nobody`;
}

export function isNoAddress({ name, value, shown }: Said): string {
  return `"${name}" is ${shown(value)}, which is no e-mail address`;
}

const countsByRest = 'the event counts by its other ids';

export function nobodyWarning(said: Said): Warning {
  return { code: 'means_nobody', message: `${meansNobody(said)}; ${countsByRest}` };
}

export function addressWarning(said: Said): Warning {
  return { code: 'not_an_address', message: `${isNoAddress(said)}; ${countsByRest}` };
}

/** Of a time to come, and the time that the event counts with. */
export function aheadWarning({ name, value, shown }: Said, atMs: number): Warning {
  const takenAs = new Date(atMs).toISOString();
  const remedy = 'send when it happened, and "sentAt" where the clock of the client may be wrong';
  return {
    code: 'time_ahead',
    message: `"${name}" is ${shown(value)}, a time to come; the event counts as of ${takenAs}; ${remedy}`,
  };
}

export const clockWarning: Warning = {
  code: 'clock_ignored',
  message: '"sentAt" is no clock\'s time, so it corrects nothing; the "timestamp" of the event stands',
};

export const consentWarning: Warning = {
  code: 'consent_unread',
  message:
    '"context.consent" or "context.consentManagement" has an answer that cannot be read; it counts as not said. Send true or false',
};

export const reservedWarning: Warning = {
  code: 'traits_reserved',
  message: 'traits whose names begin with "scoville:" are said by Scoville alone; they were left out',
};
