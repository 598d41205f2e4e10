import { InvalidMsisdn, Msisdn } from './msisdn.js';
import type { WalletCountry } from './msisdn.js';

describe('Msisdn.parse', () => {
  it.each<[string | number, WalletCountry, string]>([
    ['+237 6 12 34 56 78', 'CM', '+237612345678'],
    ['237612345678', 'CM', '+237612345678'],
    ['612345678', 'CM', '+237612345678'],
    [237612345678, 'CM', '+237612345678'],
    [612345678, 'CM', '+237612345678'],
    ['00237 612-34-56-78', 'CM', '+237612345678'],
    [' (+237) 612.345.678 '.replace(/[()]/g, ''), 'CM', '+237612345678'],
    ['+237 620 00 00 00', 'CM', '+237620000000'],
    ['237123456', 'CM', '+237237123456'],
    ['222 23 40 00', 'CM', '+237222234000'],
    ['034 12 345 67', 'MG', '+261341234567'],
    ['0341234567', 'MG', '+261341234567'],
    [341234567, 'MG', '+261341234567'],
    ['+261 38 12 345 67', 'MG', '+261381234567'],
    ['261341234567', 'CM', '+261341234567'],
    ['0803 123 4567', 'NG', '+2348031234567'],
    ['+234 803 123 4567', 'NG', '+2348031234567'],
    ['2348031234567', 'NG', '+2348031234567'],
    ['+234 913 123 4567', 'CM', '+2349131234567'],
    ['+33 6 12 34 56 78', 'CM', '+33612345678'],
  ])('reads %p in %s as %s', (input, country, e164) => {
    expect(Msisdn.parse(input, country).e164).toBe(e164);
  });

  it.each<[string | number, WalletCountry]>([
    ['', 'CM'],
    ['12345', 'CM'],
    ['512345678', 'CM'],
    ['61234567', 'CM'],
    ['6123456789', 'CM'],
    ['+237 6 12 34 56', 'CM'],
    ['call 612345678', 'CM'],
    ['612345678 ext 4', 'CM'],
    ['-612345678', 'CM'],
    ['6123456+78', 'CM'],
    [-612345678, 'CM'],
    [6123456.78, 'CM'],
    [Number.NaN, 'CM'],
    ['034 12 345', 'MG'],
    ['0801 123', 'NG'],
    ['+999 612345678', 'CM'],
  ])('refuses %p in %s', (input, country) => {
    expect(Msisdn.tryParse(input, country)).toBeNull();
    expect(() => Msisdn.parse(input, country)).toThrow(InvalidMsisdn);
  });

  it('refuses with a code and without repeating the number', () => {
    const refusal = new InvalidMsisdn();
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'invalid_msisdn', details: null });
  });
});

describe('an Msisdn', () => {
  it('is written as each operator wants it', () => {
    const msisdn = Msisdn.parse('+261 34 12 345 67', 'MG');
    expect([msisdn.country, msisdn.national, msisdn.digits, String(msisdn)]).toEqual([
      'MG',
      '341234567',
      '261341234567',
      '+261341234567',
    ]);
  });

  it.each<[string, WalletCountry, string]>([
    ['671234552', 'CM', '+237 6•• ••• •52'],
    ['0341234567', 'MG', '+261 3•• ••• •67'],
    ['08031234567', 'NG', '+234 8•• ••• ••67'],
  ])('hides %s of %s as %s', (input, country, masked) => {
    expect(Msisdn.parse(input, country).masked()).toBe(masked);
  });

  it('equals the same number however it was written', () => {
    const msisdn = Msisdn.parse('671234552', 'CM');
    expect(msisdn.equals(Msisdn.parse('+237 671 23 45 52', 'MG'))).toBe(true);
    expect(msisdn.equals(Msisdn.parse('671234553', 'CM'))).toBe(false);
  });

  it.each<[string, WalletCountry, string | null]>([
    ['670000000', 'CM', 'mtn-momo'],
    ['650000000', 'CM', 'mtn-momo'],
    ['654000000', 'CM', 'mtn-momo'],
    ['680000000', 'CM', 'mtn-momo'],
    ['683000000', 'CM', 'mtn-momo'],
    ['690000000', 'CM', 'orange-money'],
    ['655000000', 'CM', 'orange-money'],
    ['659000000', 'CM', 'orange-money'],
    ['684000000', 'CM', null],
    ['685000000', 'CM', null],
    ['640000000', 'CM', null],
    ['660000000', 'CM', null],
    ['222234000', 'CM', null],
    ['0341234567', 'MG', 'mvola'],
    ['0381234567', 'MG', 'mvola'],
    ['0321234567', 'MG', 'orange-money'],
    ['0371234567', 'MG', 'orange-money'],
    ['0331234567', 'MG', 'airtel-money'],
    ['0391234567', 'MG', null],
    ['08031234567', 'NG', null],
  ])('predicts for %s of %s: %p', (input, country, operator) => {
    expect(Msisdn.parse(input, country).predictOperator()).toBe(operator);
  });
});

describe('what predicts an operator elsewhere', () => {
  it.each(['671234567', '650123456', '683123456', '691234567', '655123456', '640123456', '684123456'])(
    'agrees with the prediction of %s',
    (national) => {
      const predicted = (['mtn-momo', 'orange-money'] as const).filter((operator) =>
        new RegExp(Msisdn.nationalRanges(operator, 'CM') ?? '$^').test(national),
      );
      expect(predicted).toEqual([Msisdn.parse(national, 'CM').predictOperator() ?? []].flat());
    },
  );

  it('knows the operators of a country alone', () => {
    expect(Msisdn.nationalRanges('mvola', 'CM')).toBeNull();
    expect(new RegExp(Msisdn.nationalRanges('orange-money', 'MG') ?? '').test('321234567')).toBe(true);
  });
});
