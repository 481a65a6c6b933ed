/** The parts of which doors are described in the OpenAPI document. */
import type { ProblemName } from './openapi-problems.core.ts';
import type { Content, Parameter } from './openapi-shapes.ts';

export interface Door {
  operationId: string;
  summary: string;
  description?: string;
  security: readonly object[];
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content>;
  'x-problems': readonly ProblemName[];
}

export const parameter = (
  place: 'path' | 'query',
  name: string,
  description: string,
  example: string,
): Parameter => ({
  ...{
    in: place,
    name,
    description,
    required: place === 'path',
    schema: { type: 'string', default: example },
  },
});
