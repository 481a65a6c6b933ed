/** What is taken otherwise than its sender said, in words for the answer. Pure: the event counts all the same. */
import { limits } from '../../base/kernel/kernel.ts';
import { counted } from '../../base/time/time.ts';
import type { TimeAhead } from './event-time.core.ts';
import type { Shown } from './shown-value.core.ts';

/** Why something that looks like an identity is none. */
export type IgnoredIdentity = 'means_nobody' | 'not_an_address';

export type WarningCode =
  | IgnoredIdentity
  | 'time_ahead'
  | 'clock_ignored'
  | 'consent_unread'
  | 'name_unknown'
  | 'property_unknown'
  | 'late'
  | 'traits_reserved';

export interface Warning {
  code: WarningCode;
  message: string;
}

/** What the answer of a batch says of its warnings; nothing where there are none. */
export interface SaidWarnings {
  warnings?: (Warning & { index: number })[];
  /** How many more there are than are listed. */
  furtherWarnings?: number;
}

/** The warnings of a batch: the first are listed, the others counted. Late ones come last: `lateIndexes` names these events anyway. */
export class BatchWarnings {
  readonly #listed: (Warning & { index: number })[] = [];
  readonly #late: (Warning & { index: number })[] = [];
  #count = 0;

  add(index: number, warnings: readonly Warning[]): { isFull: boolean } {
    this.#count += warnings.length;
    for (const warning of warnings) {
      const list = warning.code === 'late' ? this.#late : this.#listed;
      if (list.length < limits.batchWarningsMax) list.push({ index, ...warning });
    }
    return { isFull: this.#listed.length >= limits.batchWarningsMax };
  }

  said(): SaidWarnings {
    const warnings = [...this.#listed, ...this.#late].slice(0, limits.batchWarningsMax);
    const further = this.#count - warnings.length;
    return { ...(warnings.length > 0 && { warnings }), ...(further > 0 && { furtherWarnings: further }) };
  }
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

const aheadWords: { readonly [ahead in TimeAhead]: { is: string; remedy: string } } = {
  'as stated': {
    is: 'a time to come',
    remedy: 'send when it happened, and "sentAt" where the clock of the client may be wrong',
  },
  'by sentAt': {
    is: 'by "sentAt" a time to come',
    remedy: 'send as "sentAt" the time of sending, by the clock of "timestamp"',
  },
};

/** Of a time to come, and the time that the event counts with. */
export function aheadWarning(
  { name, value, shown }: Said,
  { atMs, ahead }: { atMs: number; ahead: TimeAhead },
): Warning {
  const { is, remedy } = aheadWords[ahead];
  const takenAs = new Date(atMs).toISOString();
  return {
    code: 'time_ahead',
    message: `"${name}" is ${shown(value)}, ${is}; the event counts as of ${takenAs}; ${remedy}`,
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

/**
 * Of a name that no rule names, and the one that is likeliest meant. They are a slip apart, so neither is a secret of its sender. Both are
 * whole, or their slip may not show: `likelyNameLengthMax` bounds them.
 */
export function nameWarning(name: string, likeliest: string): Warning {
  return {
    code: 'name_unknown',
    message: `no rule knows ${JSON.stringify(name)}: the likeliest is ${JSON.stringify(likeliest)}; the event counts by the name it has`,
  };
}

/** Of a name that no rule names, and a rule whose label has its words. People take a label for the name of an event. */
export function ruleWarning(
  name: string,
  { label, events }: { label: string; events: readonly string[] },
): Warning {
  const [first = '', ...others] = events.slice(0, eventsShownMax).map((one) => JSON.stringify(one));
  const looksAt =
    first === '' ? 'looks at no event by its name' : `looks at ${[first, ...others].join(', ')}`;
  const more = events.length > eventsShownMax ? ' and others' : '';
  return {
    code: 'name_unknown',
    message: `no rule knows ${JSON.stringify(name)}: the rule ${JSON.stringify(label)} ${looksAt}${more}; the event counts by the name it has`,
  };
}

const eventsShownMax = 4;

/** Of a property that no rule reads, and the one that is likeliest meant: they are a slip apart. */
export function propertyWarning(
  given: string,
  { likeliest, event }: { likeliest: string; event: string },
): Warning {
  return {
    code: 'property_unknown',
    message: `no rule of ${JSON.stringify(event)} reads ${JSON.stringify(given)}: the likeliest is ${JSON.stringify(likeliest)}; the event counts without that`,
  };
}

/** Of an event that came later than scores. */
export function lateWarning(atMs: number, latenessMs: number): Warning {
  const most = counted(latenessMs / limits.dayMs, 'day');
  return {
    code: 'late',
    message: `the event is of ${new Date(atMs).toISOString()}, more than ${most} before it came (LATENESS_DAYS); it is kept and gives no points; import events of before with POST /v1/history`,
  };
}

export const reservedWarning: Warning = {
  code: 'traits_reserved',
  message: 'traits whose names begin with "scoville:" are said by Scoville alone; they were left out',
};
