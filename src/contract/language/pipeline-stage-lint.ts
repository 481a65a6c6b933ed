/** Errors of one stage that no single value shows: unknown lanes, fields, stages and templates, and times that cannot be counted. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Incoherence } from './coherence.ts';
import { noSuchName } from './faults/no-such-name.ts';
import { workableLanes } from './lanes.ts';
import type { Effect, Stage, Transition } from './pipeline-stage.ts';
import {
  type MailTemplate,
  type PipelineDefinition,
  type SalesProcess,
  transitionsFrom,
} from './sales-process.ts';
import { fieldIn, fieldsOf, wordsOf } from './template-words.ts';

/** The target of a time-out or transition that leads to the stage the record came from. */
export const back = 'back';

export interface StageScope {
  process: SalesProcess;
  pipeline: PipelineDefinition;
  stage: Stage;
  /** Names of all stages of the pipeline. */
  stages: ReadonlySet<string>;
}

type Path = PropertyKey[];

/** The errors found so far in a stage, and the checks that several of its parts share. */
class StageErrors {
  readonly found: Incoherence[] = [];
  readonly lanes: ReadonlySet<string>;
  readonly fields: ReadonlySet<string>;
  /** The lanes that some user may work in. */
  readonly workable: ReadonlySet<string>;
  readonly #scope: StageScope;

  constructor(scope: StageScope) {
    this.#scope = scope;
    this.lanes = new Set(scope.process.lanes.map(({ lane }) => lane));
    this.workable = workableLanes(scope.process.lanes);
    this.fields = new Set(Object.keys(scope.pipeline.fields));
  }

  say(path: Path, message: string): void {
    this.found.push({ path, message });
  }

  requireName(path: Path, name: string | undefined, of: ReadonlySet<string>, what: string): void {
    if (name === undefined || of.has(name)) return;
    // Nobody sees the remedy of one beyond the limit: it is counted.
    const isCounted = this.found.length > limits.fileErrorsMax;
    const error = isCounted ? { message: `"${name}" is no ${what}` } : noSuchName(name, what, of);
    this.found.push({ path, ...error, ...(what === 'field' && { missingField: name }) });
  }

  requireFields(path: Path, given: Iterable<string>): void {
    for (const [index, field] of [...given].entries())
      this.requireName([...path, index], field, this.fields, 'field');
  }

  /** The fields that a condition tests are there. */
  requireTests(path: Path, tests: object | undefined): void {
    for (const field of Object.keys(tests ?? {}))
      this.requireName([...path, field], field, this.fields, 'field');
  }

  requireStage(path: Path, to: string): void {
    if (to !== back) this.requireName(path, to, this.#scope.stages, 'stage');
  }

  /** Somebody may work in the lane. */
  requireWorkers(path: Path, lane: string, what: string): void {
    if (this.lanes.has(lane) && !this.workable.has(lane)) this.say(path, `${what}: ${nobodyIn(lane)}`);
  }

  requireWorkingTime(path: Path, time: object | undefined): void {
    if (this.#scope.process.workingTime === undefined && isWorking(time)) this.say(path, noWorkingTime);
  }

  /** The start of a time exists, and is a time. */
  requireStart(path: Path, { from, time }: { from: string; time?: object | undefined }): void {
    const type = this.#scope.pipeline.fields[from]?.type;
    if (from === 'entered') {
      if (time === undefined)
        this.say([...path, 'time'], 'what counts from entering needs a time, such as "5 working days"');
    } else if (type === undefined) this.requireName([...path, 'from'], from, this.fields, 'field');
    else if (type !== 'date')
      this.say([...path, 'from'], `"${from}" is a ${type}; expected a date field, or "entered"`);
    this.requireWorkingTime([...path, 'time'], time);
  }
}

/** Returns the errors of a stage whose every value is allowed by itself. */
export function stageErrors(scope: StageScope): Incoherence[] {
  const errors = new StageErrors(scope);
  const { stage } = scope;
  errors.requireName(['lane'], stage.lane, errors.lanes, 'lane');
  checkLeaving(scope, errors);
  errors.requireFields(['checklist'], stage.checklist);
  errors.requireFields(['reminders'], stage.reminders);
  checkActivities(scope, errors);
  checkTransitions(scope, errors);
  checkClock(scope, errors);
  const effects: [Path, Effect[]][] = [
    [['onEnter'], stage.onEnter],
    [['onLeave'], stage.onLeave],
    ...(['every', 'later'] as const).flatMap((when) =>
      stage[when].map(({ do: list }, index): [Path, Effect[]] => [[when, index, 'do'], list]),
    ),
  ];
  for (const [path, list] of effects)
    for (const [index, effect] of list.entries()) checkEffect(scope, errors, [...path, index], effect);
  if (stage.ends === undefined && stage.reasons.length > 0)
    errors.say(['reasons'], 'only a stage that ends has reasons; add "ends"');
  if (stage.ends !== undefined && stage.after.length + stage.every.length + stage.later.length > 0)
    errors.say(['after'], 'nothing runs out in a stage that ends; remove it or remove "ends"');
  return errors.found;
}

function checkActivities({ stage }: StageScope, errors: StageErrors): void {
  stage.activities.forEach(({ activity, owner, oneOf, automatic, automatable }, index) => {
    const path = ['activities', index];
    errors.requireName([...path, 'owner'], owner, errors.lanes, 'lane');
    if (!automatic) errors.requireWorkers([...path, 'owner'], owner, `nobody may complete "${activity}"`);
    if (errors.fields.has(activity))
      errors.say([...path, 'activity'], `"${activity}" is a field already; name it otherwise`);
    if (oneOf !== undefined && stage.activities.filter((other) => other.oneOf === oneOf).length < 2)
      errors.say([...path, 'oneOf'], `no other activity of "${stage.stage}" is "oneOf: ${oneOf}"`);
    if (automatic && !automatable)
      errors.say([...path, 'automatic'], 'only what is automatable can be automatic');
  });
}

/** Somebody may leave the stage, unless the clock does. */
function checkLeaving({ pipeline, stage }: StageScope, errors: StageErrors): void {
  const transitions = transitionsFrom(pipeline, stage);
  const lanesOf = ({ by }: Transition) => [by ?? stage.lane ?? []].flat();
  const isOpen = (transition: Transition) => {
    const lanes = lanesOf(transition).filter((lane) => errors.lanes.has(lane));
    return lanes.length === 0 || lanes.some((lane) => errors.workable.has(lane));
  };
  if (transitions.length === 0 || stage.after.length > 0 || transitions.some(isOpen)) return;
  const [lane = ''] = transitions.flatMap(lanesOf);
  errors.say(
    stage.lane === undefined ? ['next'] : ['lane'],
    `nobody may leave "${stage.stage}": ${nobodyIn(lane)}`,
  );
}

function checkTransitions({ pipeline, stage }: StageScope, errors: StageErrors): void {
  const transitions = transitionsFrom(pipeline, stage);
  transitions.forEach((transition, index) => {
    const path = ['next', index];
    errors.requireStage([...path, 'to'], transition.to);
    for (const lane of [transition.by ?? []].flat())
      errors.requireName([...path, 'by'], lane, errors.lanes, 'lane');
    errors.requireFields([...path, 'needs'], transition.needs);
    errors.requireTests([...path, 'if'], transition.if);
    if (transition.when === undefined && transitions.filter(({ to }) => to === transition.to).length > 1)
      errors.say(
        [...path, 'when'],
        `two transitions lead to "${transition.to}"; say "when" to distinguish them`,
      );
  });
}

function checkClock({ pipeline, stage }: StageScope, errors: StageErrors): void {
  stage.after.forEach((timeOut, index) => {
    const path = ['after', index];
    errors.requireStage([...path, 'to'], timeOut.to);
    errors.requireStart(path, timeOut);
    const { plus } = timeOut;
    if (plus === undefined) return;
    const type = pipeline.fields[plus]?.type;
    errors.requireName([...path, 'plus'], plus, errors.fields, 'field');
    if (type !== undefined && type !== 'number')
      errors.say([...path, 'plus'], `"${plus}" is a ${type}; expected a number field: so many days`);
  });
  for (const [index, one] of stage.later.entries()) errors.requireStart(['later', index], one);
  for (const [index, { time }] of stage.every.entries())
    errors.requireWorkingTime(['every', index, 'time'], time);
}

function checkEffect({ process, pipeline }: StageScope, errors: StageErrors, path: Path, effect: Effect) {
  const ownerOrLane = new Set(['owner', ...errors.lanes]);
  errors.requireTests([...path, 'if'], effect.if);
  switch (effect.do) {
    case 'task':
      errors.requireName([...path, 'for'], effect.for, ownerOrLane, 'lane');
      errors.requireWorkers([...path, 'for'], effect.for, 'nobody may do this task');
      errors.requireWorkingTime([...path, 'within'], effect.within);
      break;
    case 'notify':
      errors.requireName([...path, 'who'], effect.who, ownerOrLane, 'lane');
      break;
    case 'mail': {
      errors.requireName([...path, 'to'], effect.to, new Set(['person', ...ownerOrLane]), 'lane');
      const templates = new Map(process.templates.map((template) => [template.template, template]));
      errors.requireName([...path, 'template'], effect.template, new Set(templates.keys()), 'template');
      const template = templates.get(effect.template);
      if (template !== undefined) checkMail({ process, pipeline }, errors, [...path, 'template'], template);
      break;
    }
    case 'open': {
      const pipelines = new Set(process.pipelines.map((one) => one.pipeline));
      errors.requireName([...path, 'pipeline'], effect.pipeline, pipelines, 'pipeline');
      const opened = process.pipelines.find((one) => one.pipeline === effect.pipeline);
      const stages = new Set(opened?.stages.map(({ stage }) => stage));
      if (opened !== undefined) errors.requireName([...path, 'at'], effect.at, stages, 'stage');
      break;
    }
    case 'set':
      errors.requireName([...path, 'field'], effect.field, errors.fields, 'field');
      break;
    default:
  }
}

/** A mail of a pipeline, and the documents it attaches, show what its records have, and attach files that they have. */
function checkMail(
  { process, pipeline }: Pick<StageScope, 'process' | 'pipeline'>,
  errors: StageErrors,
  path: Path,
  template: MailTemplate,
): void {
  const documents = process.documents.filter(({ document }) => template.attach.includes(document));
  for (const word of [template, ...documents].flatMap(wordsOf))
    if (fieldsOf(process).includes(fieldIn(word)) && !errors.fields.has(fieldIn(word)))
      errors.say(path, `"${template.template}" shows {{${word}}}, which no record of "${pipeline.name}" has`);
  for (const name of template.attach)
    if (!documents.some(({ document }) => document === name) && pipeline.fields[name]?.type !== 'attachment')
      errors.say(
        path,
        `"${template.template}" attaches "${name}", which is no field of type "attachment" of "${pipeline.name}"`,
      );
  if (!itemKinds.some((kind) => kind === pipeline.of))
    for (const { document, items } of documents)
      if (items)
        errors.say(
          path,
          `document "${document}" shows items, and records of "${pipeline.name}" have none; remove "items" there`,
        );
}

/** The kinds of records that have items. */
const itemKinds = ['opportunity', 'order'] as const;

function nobodyIn(lane: string): string {
  return `no role works in the lane "${lane}"; give the lane "roles", "members" or "standIns"`;
}

const noWorkingTime =
  'counts in working time, and the process has none; add "workingTime" with days and hours';

function isWorking(deadline: object | undefined): boolean {
  return deadline !== undefined && !('clockMs' in deadline);
}
