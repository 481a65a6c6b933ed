/** What no single value of a selling system shows: names of nothing, stages nobody reaches or leaves, templates that cannot be filled. */
import type { Incoherence } from './coherence.ts';
import {
  type MailTemplate,
  type PipelineDefinition,
  type SellingSystem,
  waysFrom,
} from './pipeline-definition.ts';
import type { Effect, Stage } from './pipeline-stage.ts';
import { fieldsOf, templateWords } from './template-words.ts';

/** Where a time-out or a way on may lead besides a stage: to the stage the record came from. */
export const back = 'back';

/** Errors of a system whose every value is allowed by itself. */
export function pipelineErrors(system: SellingSystem): Incoherence[] {
  return [
    ...usedTwice(system.pipelines, ({ pipeline }) => pipeline, ['pipelines'], 'pipeline'),
    ...usedTwice(system.templates, ({ template }) => template, ['templates'], 'template'),
    ...system.templates.flatMap((template, index) =>
      wordsOf(template)
        .filter((word) => !isFilled(word, system))
        .map((word) => ({
          path: ['templates', index, 'text'],
          message: `"{{${word}}}" is nothing a template can show; expected person.name, person.email, person.company, record.name, record.amount, record.stage, owner or a field such as fields.${fieldsOf(system)[0] ?? 'budget'}`,
        })),
    ),
    ...system.pipelines.flatMap((pipeline, index) =>
      inPipeline(system, pipeline).map((error) => ({ ...error, path: ['pipelines', index, ...error.path] })),
    ),
    ...migrationErrors(system),
  ];
}

function inPipeline(system: SellingSystem, pipeline: PipelineDefinition): Incoherence[] {
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
    for (const error of inStage(system, pipeline, stage, names))
      errors.push({ ...error, path: ['stages', index, ...error.path] });
  });
  return [...errors, ...pathErrors(pipeline)];
}

function inStage(
  system: SellingSystem,
  pipeline: PipelineDefinition,
  stage: Stage,
  stages: ReadonlySet<string>,
): Incoherence[] {
  const errors: Incoherence[] = [];
  const lanes = new Set(system.lanes);
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
    if (system.workingTime === undefined && isWorking(time)) say([...place, 'time'], noWorkingTime);
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
  const ways = waysFrom(pipeline, stage);
  ways.forEach((way, index) => {
    const place = ['next', index];
    if (way.to !== back) demand([...place, 'to'], way.to, stages, 'stage');
    for (const lane of [way.by ?? []].flat()) demand([...place, 'by'], lane, lanes, 'lane');
    demandFields([...place, 'needs'], way.needs);
    demandFields([...place, 'if'], Object.keys(way.if ?? {}));
    if (way.when === undefined && ways.filter(({ to }) => to === way.to).length > 1)
      say([...place, 'when'], `two ways lead to "${way.to}"; say "when" to tell them apart`);
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
    if (system.workingTime === undefined && !('clockMs' in chase.time))
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
      if (effect.do === 'tell') demand([...place, 'who'], effect.who, new Set(['owner', ...lanes]), 'lane');
      if (effect.do === 'mail') {
        demand([...place, 'to'], effect.to, people, 'lane');
        const templates = new Set(system.templates.map(({ template }) => template));
        demand([...place, 'template'], effect.template, templates, 'template');
        const template = system.templates.find((one) => one.template === effect.template);
        for (const word of template === undefined ? [] : wordsOf(template))
          if (fieldsOf(system).includes(nameOf(word)) && !fields.has(nameOf(word)))
            say(
              [...place, 'template'],
              `"${effect.template}" shows {{${word}}}, which no record of "${pipeline.name}" has`,
            );
      }
      if (effect.do === 'open') {
        const pipelines = new Set(system.pipelines.map((one) => one.pipeline));
        demand([...place, 'pipeline'], effect.pipeline, pipelines, 'pipeline');
      }
      if (effect.do === 'set') demandFields([...place, 'field'], [effect.field]);
      if (effect.do === 'task' && system.workingTime === undefined && isWorking(effect.within))
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
  const waysOf = (stage: Stage) => [...waysFrom(pipeline, stage), ...stage.after].map(({ to }) => to);
  const leadsTo = new Map(stages.map((stage) => [stage.stage, waysOf(stage)]));
  const reached = new Set<string>();
  const waiting = [start ?? stages[0]?.stage ?? ''];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || name === back) continue;
    reached.add(name);
    waiting.push(...(leadsTo.get(name) ?? []));
  }
  // Backwards from what ends: whatever is not met on the way can never end.
  const ending = new Set(stages.filter(({ ends }) => ends !== undefined).map(({ stage }) => stage));
  for (let before = -1; before !== ending.size; ) {
    before = ending.size;
    // `back` leads where the record came from, which is judged by itself.
    for (const [name, ways] of leadsTo)
      if (ways.some((to) => ending.has(to) || to === back)) ending.add(name);
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
        message: `no way leads from "${stage}" to an end; give it "next", or "ends" if it is one`,
      });
  });
  return errors;
}

function migrationErrors(system: SellingSystem): Incoherence[] {
  return Object.entries(system.migrate ?? {}).flatMap(([name, moves]) => {
    const pipeline = system.pipelines.find((one) => one.pipeline === name);
    if (pipeline === undefined)
      return [{ path: ['migrate', name], message: `"${name}" is no pipeline of this system` }];
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

function isFilled(word: string, system: SellingSystem): boolean {
  return templatePlaces.has(word) || fieldsOf(system).includes(nameOf(word));
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
  'counts in working time, and the system has none; add "workingTime" with days and hours';

function isWorking(deadline: object | undefined): boolean {
  return deadline !== undefined && !('clockMs' in deadline);
}

function listed(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(', ');
}
