type JsonObject = Record<string, unknown>;

/** What the contract says of one field of a form that takes files. */
export interface FileField {
  readonly repeated: boolean;
  readonly contentTypes: readonly string[];
}

/** The form that an operation takes as multipart/form-data. */
export interface FormDefinition {
  readonly schema: JsonObject;
  readonly files: ReadonlyMap<string, FileField>;
  /** Fields that may come more than once. */
  readonly lists: ReadonlySet<string>;
}

/** Reads the form of an operation from the `multipart/form-data` of its definition, or null when it takes none. */
export function formOf(
  carrier: JsonObject | undefined,
  resolve: (node: JsonObject) => JsonObject,
): FormDefinition | null {
  if (!carrier) return null;
  const schema = carrier['schema'] as JsonObject;
  const encoding = (carrier['encoding'] ?? {}) as Record<string, { contentType?: string }>;
  const files = new Map<string, FileField>();
  const lists = new Set<string>();
  for (const [field, given] of Object.entries((resolve(schema)['properties'] ?? {}) as Record<string, JsonObject>)) {
    const property = resolve(given);
    const repeated = property['type'] === 'array';
    if (repeated) lists.add(field);
    const item = repeated ? resolve(property['items'] as JsonObject) : property;
    if (item['format'] !== 'binary') continue;
    const contentTypes = encoding[field]?.contentType?.split(',').map((type) => type.trim()) ?? [];
    files.set(field, { repeated, contentTypes });
  }
  return { schema, files, lists };
}
