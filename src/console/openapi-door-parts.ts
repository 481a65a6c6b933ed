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
  within: 'path' | 'query',
  name: string,
  description: string,
  example: string,
): Parameter => ({
  ...{
    in: within,
    name,
    description,
    required: within === 'path',
    schema: { type: 'string', default: example },
  },
});
