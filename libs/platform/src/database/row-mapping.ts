import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';

export type EntityClass<E> = new (...args: never[]) => E;

interface MappedColumn {
  readonly property: string;
  readonly name: string;
  readonly json: boolean;
}

/** How one aggregate lies in its table: read once from the ORM's metadata, used for every statement. */
export interface Mapping {
  readonly table: string;
  readonly columns: readonly MappedColumn[];
  readonly primary: readonly MappedColumn[];
  readonly byProperty: ReadonlyMap<string, MappedColumn>;
  readonly insert: string;
  readonly selection: string;
}

const mappings = new WeakMap<DataSource, Map<unknown, Mapping>>();

export function mappingOf(source: DataSource, entity: EntityTarget<ObjectLiteral>): Mapping {
  let known = mappings.get(source);
  if (!known) mappings.set(source, (known = new Map<unknown, Mapping>()));
  let mapping = known.get(entity);
  if (!mapping) known.set(entity, (mapping = readMapping(source.getMetadata(entity))));
  return mapping;
}

function readMapping(metadata: EntityMetadata): Mapping {
  const columns = metadata.columns.map((column) => ({
    property: column.propertyName,
    name: column.databaseName,
    json: column.type === 'jsonb',
  }));
  const primaryNames = new Set(metadata.primaryColumns.map((column) => column.propertyName));
  const names = columns.map((column) => column.name).join(', ');
  const places = columns.map((_, index) => `$${index + 1}`).join(', ');
  return {
    table: metadata.tableName,
    columns,
    primary: columns.filter((column) => primaryNames.has(column.property)),
    byProperty: new Map(columns.map((column) => [column.property, column])),
    insert: `INSERT INTO ${metadata.tableName} (${names}) VALUES (${places})`,
    selection: names,
  };
}

export function hydrate<E extends object>(entity: EntityClass<E>, mapping: Mapping, row: Record<string, unknown>): E {
  const instance = Object.create(entity.prototype as object) as Record<string, unknown>;
  for (const column of mapping.columns) instance[column.property] = row[column.name];
  return instance as E;
}

/** The value as the driver takes it. Arrays in jsonb columns must be text, or the driver writes a PostgreSQL array. */
export function columnValue(column: MappedColumn, instance: object): unknown {
  const value = (instance as Record<string, unknown>)[column.property];
  if (value === undefined) return null;
  return column.json && value !== null ? JSON.stringify(value) : value;
}

/** Comparable picture of a row, to find what a command changed. */
export function snapshot(mapping: Mapping, instance: object): unknown[] {
  return mapping.columns.map((column) => comparable(columnValue(column, instance)));
}

function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Buffer.isBuffer(value)) return value.toString('base64');
  return Array.isArray(value) ? JSON.stringify(value) : value;
}
