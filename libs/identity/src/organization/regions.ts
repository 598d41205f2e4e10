import { InvalidInput } from '#kernel';

/** The ten regions of Cameroon, which its addresses have instead of postal codes. */
export const CAMEROON_REGIONS = [
  'Adamaoua',
  'Centre',
  'Est',
  'Extrême-Nord',
  'Littoral',
  'Nord',
  'Nord-Ouest',
  'Ouest',
  'Sud',
  'Sud-Ouest',
] as const;

/** Throws InvalidInput for an address in Cameroon whose region is none of the ten. Elsewhere any text or none will do. */
export function requireRegionOf(country: string, region: string | null): void {
  if (region?.trim() === '') throw new InvalidInput({ region: ['must not be blank'] });
  if (country !== 'CM' || CAMEROON_REGIONS.some((name) => name === region)) return;
  throw new InvalidInput({ region: [`must be one of ${CAMEROON_REGIONS.join(', ')}`] });
}
