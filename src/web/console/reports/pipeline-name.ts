/** What a version of a pipeline is called. Pure. */
import { isolated } from '../../../base/text/text.ts';

interface Pipeline {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** The pipeline of a version, such as `emea/opportunity@2`; undefined where there is none. */
export function pipelineOf<One extends Pipeline>(
  version: string,
  pipelines: readonly One[],
): One | undefined {
  return pipelines.find(({ id }) => id === version.replace(/@\d+$/, ''));
}

/** `Opportunities · emea` of `emea/opportunity@2`, or of no version; with its version where the pipeline has another one now. */
export function pipelineName(version: string, pipelines: readonly Pipeline[]): string {
  const known = pipelineOf(version, pipelines);
  if (known === undefined) return version;
  const name = `${isolated(known.name)} · ${known.id.split('/')[0]}`;
  const isPresent = version === known.id || version === `${known.id}@${known.version}`;
  return isPresent ? name : `${name}, version ${version.split('@').at(-1)}`;
}
