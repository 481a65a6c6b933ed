/** What no single value of a sales process shows: names of nothing, stages nobody reaches or leaves, templates that cannot be filled. */
import type { Incoherence } from './coherence.ts';
import type { Effect, Stage } from './pipeline-stage.ts';
import {
  type MailTemplate,
  type PipelineDefinition,
  type SalesProcess,
  transitionsFrom,
} from './sales-process.ts';
import { fieldsOf, templateWords } from './template-words.ts';

/** Where a time-out or a transition on may lead besides a stage: to the stage the record came from. */
export const back = 'back';

/** Errors of a process whose every value is allowed by itself. */
export function pipelineErrors(process: SalesProcess): Incoherence[] {
  return [
    ...usedTwice(process.pipelines, ({ pipeline }) => pipeline, ['pipelines'], 'pipeline'),
    ...usedTwice(process.templates, ({ template }) => template, ['templates'], 'template'),
    ...process.templates.flatMap((template, index) =>
      wordsOf(template)
        .filter((word) => !isFilled(word, process))
        .map((word) => ({
          path: ['templates', index, 'text'],
          message: `"{{${word}}}" is nothing a template can show; expected person.name, person.email, person.company, record.name, record.amount, record.stage, owner or a field such as fields.${fieldsOf(process)[0] ?? 'budget'}`,
        })),
    ),
    ...process.pipelines.flatMap((pipeline, index) =>
      inPipeline(process, pipeline).map((error) => ({ ...error, path: ['pipelines', index, ...error.path] })),
    ),
    ...migrationErrors(process),
  ];
}

function inPipeline(process: SalesProcess, pipeline: PipelineDefinition): Incoherence[] {
  const { stages, start } = pipeline;
  const names = new Set(stages.map(({ stage }) => stage));
  const errors = usedTwice(stages, ({ stage }) => stage, ['stages'], 'stage');
  if (start !== undefined && !names.has(start))
    errors.push({ path: ['start'], message: `"${start}" is no stage; expected ${listed(names)}` });
  for (const [outcome, to] of Object.entries(pipeline.afterContact ?? {}))
    if (to !== undefined && !names.has(to))
      errors.push({
        path: ['afterContact', outcome],
        message: `"${to}" is no stage; expected ${listed(names)}`,
      });
  if (pipeline.afterContact !== undefined && pipeline.of !== 'lead')
    errors.push({ path: ['afterContact'], message: 'only leads have contact tasks; remove it' });
  stages.forEach((stage, index) => {
    for (const error of inStage(process, pipeline, stage, names))
      errors.push({ ...error, path: ['stages', index, ...error.path] });
  });
  return [...errors, ...pathErrors(pipeline)];
}

function inStage(
  process: SalesProcess,
  pipeline: PipelineDefinition,
  stage: Stage,
  stages: ReadonlySet<string>,
): Incoherence[] {
  const errors: Incoherence[] = [];
  const lanes = new Set(process.lanes);
  const fields = new Set(Object.keys(pipeline.fields));
  const say = (path: PropertyKey[], message: string) => void errors.push({ path, message });
  const demand = (path: PropertyKey[], name: string | undefined, of: ReadonlySet<string>, what: string) => {
    if (name !== undefined && !of.has(name))
      say(path, `"${name}" is no ${what}; expected ${of.size === 0 ? `one to be there` : listed(of)}`);
  };
  const demandFields = (path: PropertyKey[], given: Iterable<string>) => {
    for (const field of given) demand(path, field, fields, 'field');
  };

  /** What a time counts from is there, and is a time. */
  const demandStart = (place: PropertyKey[], { from, time }: { from: string; time?: object | undefined }) => {
    const type = pipeline.fields[from]?.type;
    if (from === 'entered') {
      if (time === undefined)
        say([...place, 'time'], 'what counts from entering needs a time, such as "5 working days"');
    } else if (type === undefined) demandFields([...place, 'from'], [from]);
    else if (type !== 'date')
      say([...place, 'from'], `"${from}" is a ${type}; expected a date field, or "entered"`);
    if (process.workingTime === undefined && isWorking(time)) say([...place, 'time'], noWorkingTime);
  };

  demand(['lane'], stage.lane, lanes, 'lane');
  demandFields(['checklist'], stage.checklist);
  demandFields(['reminders'], stage.reminders);
  stage.activities.forEach((activity, index) => {
    demand(['activities', index, 'owner'], activity.owner, lanes, 'lane');
    if (fields.has(activity.activity))
      say(['activities', index, 'activity'], `"${activity.activity}" is a field already; name it otherwise`);
    const { oneOf } = activity;
    if (oneOf !== undefined && stage.activities.filter((other) => other.oneOf === oneOf).length < 2)
      say(['activities', index, 'oneOf'], `no other activity of "${stage.stage}" is "oneOf: ${oneOf}"`);
    if (activity.automatic && !activity.automatable)
      say(['activities', index, 'automatic'], 'only what is automatable can be automatic');
  });
  const transitions = transitionsFrom(pipeline, stage);
  transitions.forEach((transition, index) => {
    const place = ['next', index];
    if (transition.to !== back) demand([...place, 'to'], transition.to, stages, 'stage');
    for (const lane of [transition.by ?? []].flat()) demand([...place, 'by'], lane, lanes, 'lane');
    demandFields([...place, 'needs'], transition.needs);
    demandFields([...place, 'if'], Object.keys(transition.if ?? {}));
    if (transition.when === undefined && transitions.filter(({ to }) => to === transition.to).length > 1)
      say([...place, 'when'], `two transitions lead to "${transition.to}"; say "when" to tell them apart`);
  });
  stage.after.forEach((timeOut, index) => {
    const place = ['after', index];
    if (timeOut.to !== back) demand([...place, 'to'], timeOut.to, stages, 'stage');
    demandStart(place, timeOut);
    const type = timeOut.plus === undefined ? 'number' : pipeline.fields[timeOut.plus]?.type;
    demandFields([...place, 'plus'], timeOut.plus === undefined ? [] : [timeOut.plus]);
    if (type !== undefined && type !== 'number')
      say([...place, 'plus'], `"${timeOut.plus}" is a ${type}; expected a number field: so many days`);
  });
  for (const [index, one] of stage.later.entries()) demandStart(['later', index], one);
  stage.every.forEach((chase, index) => {
    if (process.workingTime === undefined && !('clockMs' in chase.time))
      say(['every', index, 'time'], noWorkingTime);
  });
  const effects: [PropertyKey[], Effect[]][] = [
    [['onEnter'], stage.onEnter],
    [['onLeave'], stage.onLeave],
    ...(['every', 'later'] as const).flatMap((when) =>
      stage[when].map(({ do: list }, index): [PropertyKey[], Effect[]] => [[when, index, 'do'], list]),
    ),
  ];
  for (const [path, list] of effects)
    list.forEach((effect, index) => {
      const place = [...path, index];
      const people = new Set(['person', 'owner', ...lanes]);
      if (effect.do === 'task') demand([...place, 'for'], effect.for, new Set(['owner', ...lanes]), 'lane');
      if (effect.do === 'notify') demand([...place, 'who'], effect.who, new Set(['owner', ...lanes]), 'lane');
      if (effect.do === 'mail') {
        demand([...place, 'to'], effect.to, people, 'lane');
        const templates = new Set(process.templates.map(({ template }) => template));
        demand([...place, 'template'], effect.template, templates, 'template');
        const template = process.templates.find((one) => one.template === effect.template);
        for (const word of template === undefined ? [] : wordsOf(template))
          if (fieldsOf(process).includes(nameOf(word)) && !fields.has(nameOf(word)))
            say(
              [...place, 'template'],
              `"${effect.template}" shows {{${word}}}, which no record of "${pipeline.name}" has`,
            );
      }
      if (effect.do === 'open') {
        const pipelines = new Set(process.pipelines.map((one) => one.pipeline));
        demand([...place, 'pipeline'], effect.pipeline, pipelines, 'pipeline');
      }
      if (effect.do === 'set') demandFields([...place, 'field'], [effect.field]);
      if (effect.do === 'task' && process.workingTime === undefined && isWorking(effect.within))
        say([...place, 'within'], noWorkingTime);
      demandFields([...place, 'if'], Object.keys(effect.if ?? {}));
    });
  if (stage.ends === undefined && stage.reasons.length > 0)
    say(['reasons'], 'only a stage that ends has reasons; add "ends"');
  if (stage.ends !== undefined && stage.after.length + stage.every.length + stage.later.length > 0)
    say(['after'], 'nothing runs out in a stage that ends; remove it or remove "ends"');
  return errors;
}

/** Stages nobody gets to, and stages that nobody gets out of though they do not end. */
function pathErrors(pipeline: PipelineDefinition): Incoherence[] {
  const { stages, start } = pipeline;
  const errors: Incoherence[] = [];
  const targetsOf = (stage: Stage) =>
    [...transitionsFrom(pipeline, stage), ...stage.after].map(({ to }) => to);
  const leadsTo = new Map(stages.map((stage) => [stage.stage, targetsOf(stage)]));
  const reached = new Set<string>();
  const waiting = [start ?? stages[0]?.stage ?? ''];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || name === back) continue;
    reached.add(name);
    waiting.push(...(leadsTo.get(name) ?? []));
  }
  // Backwards from what ends: whatever is not met on the transition can never end.
  const ending = new Set(stages.filter(({ ends }) => ends !== undefined).map(({ stage }) => stage));
  for (let before = -1; before !== ending.size; ) {
    before = ending.size;
    // `back` leads where the record came from, which is judged by itself.
    for (const [name, transitions] of leadsTo)
      if (transitions.some((to) => ending.has(to) || to === back)) ending.add(name);
  }
  stages.forEach(({ stage }, index) => {
    const path = ['stages', index, 'stage'];
    if (!reached.has(stage))
      errors.push({
        path,
        message: `nothing leads to "${stage}"; name it in the "next" or "after" of another stage`,
      });
    if (!ending.has(stage))
      errors.push({
        path,
        message: `no transition leads from "${stage}" to an end; give it "next", or "ends" if it is one`,
      });
  });
  return errors;
}

function migrationErrors(process: SalesProcess): Incoherence[] {
  return Object.entries(process.migrate ?? {}).flatMap(([name, moves]) => {
    const pipeline = process.pipelines.find((one) => one.pipeline === name);
    if (pipeline === undefined)
      return [{ path: ['migrate', name], message: `"${name}" is no pipeline of this process` }];
    const stages = new Set(pipeline.stages.map(({ stage }) => stage));
    return Object.entries(moves).flatMap(([from, to]) => [
      ...(stages.has(to)
        ? []
        : [{ path: ['migrate', name, from], message: `"${to}" is no stage; expected ${listed(stages)}` }]),
      ...(stages.has(from)
        ? [
            {
              path: ['migrate', name, from],
              message: `"${from}" is still a stage; only stages that are no more move`,
            },
          ]
        : []),
    ]);
  });
}

function usedTwice<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  path: PropertyKey[],
  what: string,
): Incoherence[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const name = nameOf(item);
    const isSecond = seen.has(name);
    seen.add(name);
    return isSecond ? [{ path: [...path, index], message: `the ${what} "${name}" is there twice` }] : [];
  });
}

function isFilled(word: string, process: SalesProcess): boolean {
  return templatePlaces.has(word) || fieldsOf(process).includes(nameOf(word));
}

function wordsOf({ subject, text }: MailTemplate): string[] {
  return [...templateWords(subject), ...templateWords(text)];
}

/** The field a word of a template shows; empty for any other word. */
function nameOf(word: string): string {
  return /^fields\.(.*)$/.exec(word)?.[1] ?? '';
}

/** What a template can show besides fields. */
const templatePlaces = new Set([
  'person.name',
  'person.email',
  'person.company',
  'record.name',
  'record.amount',
  'record.stage',
  'owner',
]);

const noWorkingTime =
  'counts in working time, and the process has none; add "workingTime" with days and hours';

function isWorking(deadline: object | undefined): boolean {
  return deadline !== undefined && !('clockMs' in deadline);
}

function listed(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(', ');
}
