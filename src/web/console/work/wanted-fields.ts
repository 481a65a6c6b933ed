/** What a move still needs, as fields to fill in: found by the labels that the record's transitions name. Pure. */
import type { DefinedStage, PipelineDefinitionView } from '../../../contract/api/api.ts';

/** A field of a form. */
export interface WantedField {
  field: string;
  label: string;
  type: PipelineDefinitionView['fields'][number]['type'];
  choices: readonly string[] | null;
}

export type FieldValue = string | number | boolean;

/** Returns the fields for the labels, and the labels that no field has: these are done elsewhere. */
export function wantedFields(
  { fields, stages }: Pick<PipelineDefinitionView, 'fields' | 'stages'>,
  stage: string,
  missing: readonly string[],
): { wanted: WantedField[]; unknown: string[] } {
  const activities = stages.find((one) => one.stage === stage)?.activities ?? [];
  const known = new Map<string, WantedField>([
    ...activities.map(({ activity, name }): [string, WantedField] => [
      name,
      { field: activity, label: name, type: 'tick', choices: null },
    ]),
    ...fields.map(({ field, label, type, choices }): [string, WantedField] => [
      label,
      { field, label, type, choices },
    ]),
  ]);
  return {
    wanted: missing.flatMap((label) => known.get(label) ?? []),
    unknown: missing.filter((label) => !known.has(label)),
  };
}

/** What was typed, as the API takes it; undefined for nothing. */
export function sentValue(type: WantedField['type'], typed: string | boolean): FieldValue | undefined {
  if (typeof typed === 'boolean') return typed;
  const text = typed.trim();
  if (text === '') return undefined;
  if (type === 'yes or no') return text === 'yes';
  if (type === 'number' || type === 'money') return Number(text);
  return text;
}

/** The pipelines in which the stage opens a record. */
export function opensIn(stage: DefinedStage | undefined): string[] {
  return (stage?.onEnter ?? []).flatMap((effect) =>
    effect['do'] === 'open' && typeof effect['pipeline'] === 'string' ? [effect['pipeline']] : [],
  );
}
