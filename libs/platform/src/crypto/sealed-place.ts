import { SetMetadata } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';

/** A column of sealed values. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column of UUIDs that a value's place is named after: primary, or unique. */
  readonly key: string;
  readonly contextOf: (key: string) => string;
}

/** Rows that name sealed files of the object storage. */
export interface SealedObjects {
  readonly table: string;
  readonly key: string;
  /** What `keysOf` needs of a row. */
  readonly columns: string;
  readonly keysOf: (row: never) => readonly string[];
}

export type SealedPlace = SealedColumn | SealedObjects;

const METADATA = 'platform:sealed-places';

/**
 * Says of a provider where that which it seals is kept: what nobody names is not sealed anew when keys are rotated, and
 * cannot be read any more once the old key is gone.
 */
export const KeepsSealed = (...places: SealedPlace[]): ClassDecorator => SetMetadata(METADATA, places);

export function findSealedPlaces(discovery: DiscoveryService): SealedPlace[] {
  const found = discovery.getProviders().flatMap(({ metatype }) => {
    const places = metatype ? (Reflect.getMetadata(METADATA, metatype) as SealedPlace[] | undefined) : undefined;
    return places ?? [];
  });
  return [...new Set(found)];
}

export const nameOf = (place: SealedPlace): string =>
  'column' in place ? `${place.table}.${place.column}` : `files of ${place.table}`;
