import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { load } from 'js-yaml';
import { projectRoot } from '../config/project-root.js';
import type { Surface } from '../config/settings.js';
import { formOf, type FormDefinition } from './form.js';

export type JsonObject = Record<string, unknown>;

interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly schema?: JsonObject;
}

/** One operation of a contract, with what is needed to judge its requests and answers. */
export interface ContractOperation {
  readonly id: string;
  readonly method: string;
  /** As the contract writes it: /payments/{paymentId}. */
  readonly path: string;
  /** Whether it can be called without credentials. */
  readonly isPublic: boolean;
  /** Whether credentials mean anything to it, which those of some public operations do. */
  readonly takesCredentials: boolean;
  readonly successStatus: number;
  readonly bodyRequired: boolean;
  /** Whether its body must be JSON: one that takes every type reads its body itself. */
  readonly takesJson: boolean;
  /** What it takes as multipart/form-data, beside JSON or instead of it. */
  readonly form: FormDefinition | null;
  /** Names of its header parameters, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly definition: JsonObject;
  validateQuery(query: JsonObject): Problems;
  validateHeaders(headers: JsonObject): Problems;
  validateBody(body: unknown): Problems;
  /** Judges the fields of a form, whose texts become what the schema says. */
  validateForm(values: JsonObject): Problems;
  /** Null when the contract has no such status. */
  validateAnswer(status: number, body: unknown): Problems;
}

export type Problems = NonNullable<ValidateFunction['errors']>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete', 'head', 'options'];
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
const loaded = new Map<Surface, Contract>();

/**
 * A door's contract, made executable: requests are judged by the very schemas that integrators read. Schemas are
 * compiled when they are first needed.
 */
export class Contract {
  readonly operations = new Map<string, ContractOperation>();
  private readonly bodies: Ajv2020;
  /** Stops at the first mistake. */
  private readonly glance: Ajv2020;
  private readonly parameters: Ajv2020;

  private constructor(
    readonly surface: Surface,
    readonly document: JsonObject,
  ) {
    const options = { strict: false, allErrors: true, verbose: true, useDefaults: true, discriminator: false } as const;
    this.bodies = new Ajv2020(options);
    this.glance = new Ajv2020({ ...options, allErrors: false });
    this.parameters = new Ajv2020({ ...options, coerceTypes: true });
    for (const ajv of [this.bodies, this.glance, this.parameters]) {
      addFormats(ajv);
      ajv.addSchema({ $id: 'contract', components: document['components'] }, 'contract');
    }
    this.readOperations();
  }

  /** Contracts are read once per process. */
  static of(surface: Surface): Contract {
    let contract = loaded.get(surface);
    if (!contract) {
      const text = readFileSync(join(projectRoot(), 'contracts', `${surface}.openapi.yaml`), 'utf8');
      contract = new Contract(surface, load(text) as JsonObject);
      loaded.set(surface, contract);
    }
    return contract;
  }

  /** Judges any value by one of the contract's schemas. */
  validateSchema(name: string, value: unknown): Problems {
    return run(this.bodies, { $ref: `contract#/components/schemas/${name}` }, value);
  }

  /** Base path of the door: /api. */
  get basePath(): string {
    const [server] = this.document['servers'] as { url: string }[];
    return (server?.url ?? '').replace(/^https?:\/\/[^/]+/, '');
  }

  private readOperations(): void {
    const paths = this.document['paths'] as Record<string, JsonObject>;
    for (const [path, item] of Object.entries(paths)) {
      for (const method of METHODS) {
        const definition = item[method] as JsonObject | undefined;
        if (!definition) continue;
        const shared = (item['parameters'] as JsonObject[] | undefined) ?? [];
        this.operations.set(String(definition['operationId']), this.operation(path, method, definition, shared));
      }
    }
  }

  private operation(path: string, method: string, definition: JsonObject, shared: JsonObject[]): ContractOperation {
    const parameters = [...shared, ...((definition['parameters'] as JsonObject[] | undefined) ?? [])].map(
      (parameter) => this.resolve(parameter) as unknown as ParameterObject,
    );
    const body = this.resolve((definition['requestBody'] as JsonObject | undefined) ?? {});
    const bodySchema = jsonSchemaOf(body);
    const form = formOf(contentOf(body)?.['multipart/form-data'], (node) => this.resolve(node));
    const responses = definition['responses'] as Record<string, JsonObject>;
    const security = (definition['security'] ?? this.document['security']) as object[];
    const success = Object.keys(responses).find((status) => /^[23]\d\d$/.test(status)) ?? '200';
    const querySchema = parameterSchema(parameters, 'query');
    const headerSchema = parameterSchema(parameters, 'header');
    return {
      id: String(definition['operationId']),
      method: method.toUpperCase(),
      path,
      isPublic: security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0),
      takesCredentials: security.length > 0,
      successStatus: Number(success),
      bodyRequired: body['required'] === true,
      takesJson: bodySchema !== null && !takesEveryType(body),
      form,
      headers: new Set(parameters.filter(({ in: place }) => place === 'header').map(({ name }) => name.toLowerCase())),
      definition,
      validateQuery: (query) => run(this.parameters, querySchema, query),
      validateHeaders: (headers) => run(this.parameters, headerSchema, headers),
      validateBody: (value) => (bodySchema ? this.judgeBody(bodySchema, value) : []),
      validateForm: (values) => (form ? run(this.parameters, form.schema, values) : []),
      validateAnswer: (status, value) => this.validateAnswer(responses, status, value),
    };
  }

  /**
   * All that is wrong with a body, as far as it is looked at. Ajv copies what it has found for each entry of a list, so
   * that eighty thousand wrong ones, which fit into a body, would keep the process busy for a minute and a half.
   */
  private judgeBody(schema: JsonObject, value: unknown): Problems {
    const first = run(this.glance, schema, value);
    if (first.length === 0) return first;
    const all = run(this.bodies, schema, abridged(value));
    return all.length > 0 ? all : first;
  }

  private validateAnswer(responses: Record<string, JsonObject>, status: number, value: unknown): Problems {
    const response = responses[String(status)] ?? responses[`${String(status)[0]}XX`] ?? responses['default'];
    if (!response) throw new Error(`The contract does not document status ${status}`);
    const schema = jsonSchemaOf(this.resolve(response));
    return schema ? run(this.bodies, schema, value) : [];
  }

  private resolve(node: JsonObject): JsonObject {
    const reference = node['$ref'];
    if (typeof reference !== 'string') return node;
    return reference
      .slice(2)
      .split('/')
      .reduce<JsonObject>((at, key) => at[key] as JsonObject, this.document);
  }
}

const compiled = new WeakMap<Ajv2020, WeakMap<object, ValidateFunction>>();

function run(ajv: Ajv2020, schema: JsonObject, value: unknown): Problems {
  let known = compiled.get(ajv);
  if (!known) compiled.set(ajv, (known = new WeakMap()));
  let validate = known.get(schema);
  if (!validate) known.set(schema, (validate = ajv.compile(pointed(schema) as JsonObject)));
  return validate(value) ? [] : (validate.errors ?? []);
}

/** References of the contract are relative to its own document; inside Ajv that document is called `contract`. */
function pointed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(pointed);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' ? [key, value.replace(/^#/, 'contract#')] : [key, pointed(value)],
    ),
  );
}

/** More than any request of the contracts may have in a list or an object, so that one that is too long still is. */
const ENTRIES_JUDGED = 500;

function abridged(node: unknown): unknown {
  if (Array.isArray(node)) return node.slice(0, ENTRIES_JUDGED).map(abridged);
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node).slice(0, ENTRIES_JUDGED);
  return Object.fromEntries(entries.map(([key, value]) => [key, abridged(value)]));
}

const contentOf = (carrier: JsonObject): Record<string, JsonObject> | undefined =>
  carrier['content'] as Record<string, JsonObject> | undefined;

const takesEveryType = (body: JsonObject): boolean => '*/*' in (contentOf(body) ?? {});

const jsonSchemaOf = (carrier: JsonObject): JsonObject | null =>
  (contentOf(carrier)?.['application/json']?.['schema'] as JsonObject | undefined) ?? null;

/** Parameters of one kind as one object schema. Unknown ones are nobody's business. */
function parameterSchema(parameters: readonly ParameterObject[], place: 'query' | 'header'): JsonObject {
  const own = parameters.filter((parameter) => parameter.in === place && parameter.schema?.['type'] !== 'object');
  const name = (parameter: ParameterObject): string =>
    place === 'header' ? parameter.name.toLowerCase() : parameter.name;
  return {
    type: 'object',
    properties: Object.fromEntries(own.map((parameter) => [name(parameter), bounded(parameter.schema ?? {})])),
    required: own.filter((parameter) => parameter.required).map(name),
  };
}

/** A text such as 1e309 would be taken for a whole number, and nothing behind the door could count with it. */
const WHOLE_NUMBER_MAX = 1e20;

const bounded = (schema: JsonObject): JsonObject =>
  schema['type'] === 'integer' ? { maximum: WHOLE_NUMBER_MAX, ...schema } : schema;
