import { InvalidInput } from '#kernel';
import { Organization } from './organization.aggregate.js';
import { CAMEROON_REGIONS } from './regions.js';

const OPENED = new Date('2025-11-20T08:00:00Z');
const NOW = new Date('2025-11-21T08:00:00Z');
const DOUALA = { address: 'Rue de la Joie', city: 'Douala', region: 'Littoral', country: 'CM' };
const LYON = { address: 'Rue Mercière', city: 'Lyon', region: null, country: 'FR' };

describe('an organisation', () => {
  let organization: Organization;
  beforeEach(() => {
    organization = Organization.found({ id: 'o', name: 'Ada Ngo', country: 'CM' }, OPENED);
  });
  const address = (): object => {
    const { address: street, city, region, country } = organization;
    return { address: street, city, region, country };
  };

  it('takes a whole address with its country while it has none', () => {
    organization.fillAddress(LYON, NOW);
    expect([address(), organization.updatedAt]).toEqual([LYON, NOW]);
  });

  it('is filled up with an address of its own country, and never overwritten', () => {
    organization.change({ city: 'Yaoundé' }, NOW);
    organization.fillAddress(DOUALA, NOW);
    expect(address()).toEqual({ ...DOUALA, city: 'Yaoundé' });
    organization.fillAddress({ ...DOUALA, address: 'Rue de la Paix', region: 'Sud' }, NOW);
    expect(address()).toEqual({ ...DOUALA, city: 'Yaoundé' });
  });

  it('mixes no addresses of two countries', () => {
    organization.change({ region: 'Centre' }, NOW);
    organization.fillAddress(LYON, NOW);
    expect(address()).toEqual({ address: null, city: null, region: 'Centre', country: 'CM' });
  });

  it.each(CAMEROON_REGIONS)('takes the region %s', (region) => {
    organization.change({ region }, NOW);
    expect(organization.region).toBe(region);
  });

  it.each(['Bretagne', 'littoral', 'LT', '', ' '])('in Cameroon does not take the region %j', (region) => {
    expect(() => organization.change({ name: 'Boutique', region }, NOW)).toThrow(InvalidInput);
    expect(organization.name).toBe('Ada Ngo');
  });

  it('elsewhere takes any region but a blank one', () => {
    organization.fillAddress(LYON, NOW);
    organization.change({ region: ' Rhône ' }, NOW);
    expect(organization.region).toBe('Rhône');
    expect(() => organization.change({ region: '  ' }, NOW)).toThrow(InvalidInput);
  });

  it('gets its name and numbers from the register each time anew', () => {
    const numbers = { legalForm: 'sarl', registrationNumber: 'RC/DLA/2024/A/1' } as const;
    organization.register({ name: 'Boutique Ngo', ...numbers, vatNumber: 'M123456789' }, NOW);
    organization.register({ name: 'Boutique Ada', ...numbers, vatNumber: null }, NOW);
    expect(organization).toMatchObject({ name: 'Boutique Ada', ...numbers, vatNumber: null });
  });
});
