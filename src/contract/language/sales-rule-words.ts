/** Routing, escalation, review and calendars in sentences, for readers who do not read YAML. Pure. */
import { deadlineInWords, hoursInWords, type WorkingTime } from '../../base/time/time.ts';
import type { Escalation, EscalationStep } from './escalation.ts';
import type { ReviewRules } from './review.ts';
import type { Routing, RoutingStep } from './routing.ts';
import type { SalesProcess } from './sales-process.ts';

/** Who gets a lead, a line a step. */
export function routingInWords({ steps, queue, defaultLeadPipeline, minTier, products }: Routing): string[] {
  return [
    `A lead begins in ${defaultLeadPipeline}, unless its programme names another pipeline.`,
    `Open leads of tier ${minTier} or higher count towards the most that a rep may have.`,
    ...steps.map((step, index) => `${index + 1}. ${step.step}: ${stepInWords(step, queue)}`),
    `${steps.length + 1}. Otherwise it waits in the queue "${queue}".`,
    ...Object.entries(products).map(
      ([product, rules]) => `Interest in ${product}: by ${rules.join(' or ')}.`,
    ),
  ];
}

function stepInWords({ when, to, match }: RoutingStep, queue: string): string {
  const target =
    typeof to === 'object'
      ? 'team' in to
        ? `reps of the team "${to.team}"`
        : to.rep
      : {
          'account owner': 'the owner of the account',
          reps: 'reps',
          queue: `the queue "${queue}"`,
        }[to];
  const conditions = Object.entries(when ?? {}).map(([name, value]) =>
    name === 'tier' ? `tier ${String(value)} or higher` : `${name} ${[value].flat().join(' or ')}`,
  );
  const fitting = match === undefined ? '' : ` who list its ${match.join(' and ')}`;
  const isOne = to === 'account owner' || to === 'queue' || (typeof to === 'object' && 'rep' in to);
  return `${target}${fitting}${isOne ? '' : ', by turns'}${conditions.length === 0 ? '' : `, where ${conditions.join(' and ')}`}.`;
}

/** What happens around a deadline, a line a step. */
export function escalationInWords({ steps, workingTime, timeZone }: Escalation): string[] {
  return [
    ...steps.map(
      (step, index) => `${index + 1}. ${step.step}: ${momentInWords(step)}, ${actionInWords(step)}.`,
    ),
    ...calendarInWords(workingTime, timeZone),
  ];
}

function momentInWords({ before, after }: EscalationStep): string {
  if (before !== undefined) return `${deadlineInWords(before)} before the deadline`;
  if (after === undefined || ('clockMs' in after && after.clockMs === 0)) return 'at the deadline';
  return `${deadlineInWords(after)} after the deadline`;
}

function actionInWords({ notify, of, unless, do: action }: EscalationStep): string {
  const target =
    typeof notify === 'object'
      ? 'lane' in notify
        ? `the lane "${notify.lane}"`
        : notify.user
      : `the ${notify}`;
  const what = action === 'reassign' ? 'the task goes to somebody else' : `notify ${target}`;
  const exception = unless === undefined ? '' : ', unless the person was contacted since';
  return `${what} (${of}${exception})`;
}

/** When the weekly review is sent. */
export function reviewInWords({ send, day, at, timeZone }: ReviewRules): string[] {
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(Math.floor(at / 60))}:${two(at % 60)}`;
  return [
    send
      ? `The weekly review is mailed on ${day} at ${time}, in the time zone of each user.`
      : `The weekly review is not mailed; pages and API show it for the week that begins on ${day} at ${time}.`,
    `For users without a time zone: ${timeZone}.`,
  ];
}

/** The calendar of a sales process, and its pipelines. */
export function processInWords({ pipelines, workingTime, timeZone, lanes }: SalesProcess): string[] {
  return [
    `Lanes: ${lanes.map(({ lane }) => lane).join(', ')}.`,
    ...pipelines.map(({ name, of, stages }) => `${name}: ${stages.length} stages of a record of kind ${of}.`),
    ...calendarInWords(workingTime, timeZone),
  ];
}

function calendarInWords(workingTime: WorkingTime | undefined, timeZone: string): string[] {
  if (workingTime === undefined) return [`Every hour counts. Days begin in ${timeZone}.`];
  const { days, holidays } = workingTime;
  return [
    `Working time: ${days.join(', ')}, ${hoursInWords(workingTime)} in ${timeZone}.`,
    ...(holidays.length === 0 ? [] : [`Holidays: ${holidays.join(', ')}.`]),
  ];
}
