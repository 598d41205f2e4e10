import type { Contract, ContractOperation, JsonObject } from '#platform';

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
}

/** The JSON body that the contract shows for an operation. */
export function bodyExample({ definition }: ContractOperation): JsonObject | undefined {
  const body = definition['requestBody'] as
    | { content?: Record<string, { example?: JsonObject; examples?: Record<string, { value: JsonObject }> }> }
    | undefined;
  const json = body?.content?.['application/json'];
  return json?.example ?? Object.values(json?.examples ?? {})[0]?.value;
}

export const pathParameters = ({ path }: ContractOperation): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

export function queryParameters(contract: Contract, { definition }: ContractOperation): Parameter[] {
  const parameters = (definition['parameters'] ?? []) as JsonObject[];
  return parameters
    .map((parameter) => resolved(contract, parameter) as unknown as Parameter)
    .filter((parameter) => parameter.in === 'query');
}

/** The names of all fields that the JSON body of an operation may have, at any depth. */
export function bodyFields(contract: Contract, { definition }: ContractOperation): Set<string> {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    const schema = resolved(contract, node as JsonObject);
    for (const name of Object.keys(schema['properties'] ?? {})) names.add(name);
    for (const inner of Object.values(schema)) look(inner);
  };
  const body = definition['requestBody'] as { content?: Record<string, { schema?: JsonObject }> } | undefined;
  look(body?.content?.['application/json']?.schema);
  return names;
}

function resolved(contract: Contract, node: JsonObject): JsonObject {
  const reference = node['$ref'];
  if (typeof reference !== 'string') return node;
  const found = reference
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key] as JsonObject, contract.document);
  return { ...found, ...node, $ref: undefined };
}
