/** The words in which a move is refused. Pure. */
import { type PipelineDefinition, type Stage, transitionsFrom } from '../../contract/language/language.ts';

/** Returns why no transition leads there, and which ones the stage has. */
export function noTransition(
  pipeline: PipelineDefinition,
  from: Stage,
  wanted: { to: string; when?: string | undefined },
): string {
  const { stage } = from;
  const open = transitionsFrom(pipeline, from)
    .map(({ to, when }) => (when === undefined ? `"${to}"` : `"${to}" (${when})`))
    .join(', ');
  const target = wanted.when === undefined ? `"${wanted.to}"` : `"${wanted.to}" (${wanted.when})`;
  return `cannot move from "${stage}" to ${target}; ${open === '' ? `"${stage}" is an end` : `allowed: ${open}`}`;
}

/** Words match in any case. */
export function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

export function inWords(test: Record<string, unknown>): string {
  return Object.entries(test)
    .map(([name, value]) => `"${name}" is ${JSON.stringify(value)}`)
    .join(' and ');
}
