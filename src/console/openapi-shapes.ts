/** The shape of an OpenAPI 3.1 document, as far as it is written and read here. Types alone. */

/** What a schema says of a value that is no object and no list. */
interface ValueSchema {
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  contentMediaType?: string;
  contentSchema?: Schema;
}

/** A JSON schema of draft 2020-12. */
export interface Schema extends ValueSchema {
  $ref?: string;
  title?: string;
  type?: string | string[];
  description?: string;
  default?: unknown;
  properties?: Record<string, Schema>;
  propertyNames?: Schema;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface Reference {
  $ref: string;
}

export interface Example {
  summary?: string;
  value: unknown;
}

export interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, Example | Reference>;
}

export interface Header {
  description: string;
  required: boolean;
  schema: Schema;
  example?: unknown;
}

/** A body, or an answer. */
export interface Content {
  description?: string;
  required?: boolean;
  headers?: Record<string, Header | Reference>;
  content?: Record<string, Media>;
}

export interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
}

export interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: unknown[];
  /** Roles whose log-in may call it. */
  'x-roles'?: string[];
  parameters?: (Parameter | Reference)[];
  requestBody?: Content;
  responses: Record<string, Content | Reference>;
}

export interface Components {
  schemas: Record<string, Schema>;
  responses: Record<string, Content>;
  parameters: Record<string, Parameter>;
  headers: Record<string, Header>;
  examples: Record<string, Example>;
  securitySchemes: Record<string, object>;
}

export interface Tag {
  name: string;
  description: string;
}

export interface OpenApi {
  openapi: string;
  info: Record<string, unknown>;
  servers?: { url: string; description?: string }[];
  tags?: Tag[];
  security?: unknown[];
  /** By path, then by method in lower case. */
  paths: Record<string, Record<string, Operation>>;
  webhooks?: Record<string, { post: Operation }>;
  components: Components;
}
