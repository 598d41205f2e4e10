import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { CountryCode } from 'libphonenumber-js';
import { DomainError } from './domain-error.js';

/** The countries whose wallets the platform reaches; numbers without a country code are read in one of them. */
export type WalletCountry = 'CM' | 'MG' | 'NG';
export type WalletOperator = 'mtn-momo' | 'orange-money' | 'mvola' | 'airtel-money';

interface NumberingPlan {
  callingCode: string;
  trunkPrefix: string;
  /**
   * National numbers that are accepted whatever the metadata of libphonenumber says: regulators open ranges faster than
   * metadata is published, and a payer whose number is refused cannot pay.
   */
  national: RegExp;
}

const NUMBERING_PLANS: Readonly<Record<WalletCountry, NumberingPlan>> = {
  CM: { callingCode: '237', trunkPrefix: '', national: /^[26]\d{8}$/ },
  MG: { callingCode: '261', trunkPrefix: '0', national: /^[23]\d{8}$/ },
  NG: { callingCode: '234', trunkPrefix: '0', national: /^[789][01]\d{8}$/ },
};
const COUNTRIES = Object.keys(NUMBERING_PLANS) as WalletCountry[];

/** Ranges on which the published lists agree; the contested ones (640, 684–689) predict nothing. */
const OPERATOR_RANGES: readonly (readonly [RegExp, WalletOperator])[] = [
  [/^237(?:67|65[0-4]|68[0-3])/, 'mtn-momo'],
  [/^237(?:69|65[5-9])/, 'orange-money'],
  [/^261(?:34|38)/, 'mvola'],
  [/^261(?:32|37)/, 'orange-money'],
  [/^26133/, 'airtel-money'],
];

const WRITTEN_NUMBER = /^(?:\+ ?)?[\d(][\d\s().-]{3,39}$/;

export class InvalidMsisdn extends DomainError<'invalid_msisdn'> {
  readonly kind = 'invalid';
  readonly code = 'invalid_msisdn';

  constructor() {
    super('Not a valid phone number');
  }
}

/** A telephone number with its country, in every form that the doors and the operators write it. */
export class Msisdn {
  private constructor(
    readonly country: CountryCode,
    private readonly callingCode: string,
    /** The national number without trunk prefix: "671234567", "341234567". */
    readonly national: string,
  ) {}

  /** Reads a number in national or international form; throws `InvalidMsisdn`. */
  static parse(input: string | number, defaultCountry: WalletCountry): Msisdn {
    const msisdn = Msisdn.tryParse(input, defaultCountry);
    if (msisdn === null) throw new InvalidMsisdn();
    return msisdn;
  }

  static tryParse(input: string | number, defaultCountry: WalletCountry): Msisdn | null {
    if (typeof input === 'number' && !Number.isSafeInteger(input)) return null;
    const written = String(input).trim();
    if (!WRITTEN_NUMBER.test(written)) return null;
    const dialled = written.replace(/\D/g, '');
    if (written.startsWith('+') || dialled.startsWith('00')) {
      const digits = dialled.replace(/^00/, '');
      return Msisdn.fromInternational(digits) ?? Msisdn.fromMetadata(`+${digits}`, defaultCountry);
    }
    return (
      Msisdn.fromNational(dialled, defaultCountry) ??
      Msisdn.fromInternational(dialled) ??
      Msisdn.fromMetadata(dialled, defaultCountry)
    );
  }

  /** "+237671234567" */
  get e164(): string {
    return `+${this.digits}`;
  }

  /** "237671234567": the form that MTN MoMo wants. */
  get digits(): string {
    return this.callingCode + this.national;
  }

  /** For people and logs: "+237 6•• ••• •52". */
  masked(): string {
    const hidden = this.national.charAt(0) + '•'.repeat(this.national.length - 3) + this.national.slice(-2);
    return `+${this.callingCode} ${hidden.slice(0, 3)} ${hidden.slice(3, 6)} ${hidden.slice(6)}`;
  }

  /**
   * The operator that most likely serves the number, or null. Only a hint: ranges are contested and numbers may be
   * ported, so it preselects and never refuses.
   */
  predictOperator(): WalletOperator | null {
    return OPERATOR_RANGES.find(([range]) => range.test(this.digits))?.[1] ?? null;
  }

  /**
   * What predictOperator() goes by, for those that must predict elsewhere, a browser for one: the source of a regular
   * expression over the beginning of a national number, or null for an operator that no range predicts.
   */
  static nationalRanges(operator: WalletOperator, country: WalletCountry): string | null {
    const { callingCode } = NUMBERING_PLANS[country];
    const sources = OPERATOR_RANGES.filter(
      ([range, name]) => name === operator && range.source.startsWith(`^${callingCode}`),
    );
    return sources.length === 0 ? null : sources.map(([range]) => range.source.replace(callingCode, '')).join('|');
  }

  equals(other: Msisdn): boolean {
    return this.digits === other.digits;
  }

  toString(): string {
    return this.e164;
  }

  private static fromNational(digits: string, country: WalletCountry): Msisdn | null {
    const { callingCode, trunkPrefix, national } = NUMBERING_PLANS[country];
    const significant = digits.startsWith(trunkPrefix) ? digits.slice(trunkPrefix.length) : digits;
    return national.test(significant) ? new Msisdn(country, callingCode, significant) : null;
  }

  private static fromInternational(digits: string): Msisdn | null {
    const country = COUNTRIES.find((candidate) => digits.startsWith(NUMBERING_PLANS[candidate].callingCode));
    if (country === undefined) return null;
    return Msisdn.fromNational(digits.slice(NUMBERING_PLANS[country].callingCode.length), country);
  }

  private static fromMetadata(text: string, defaultCountry: WalletCountry): Msisdn | null {
    const number = parsePhoneNumberFromString(text, { defaultCountry, extract: false });
    if (number?.country === undefined || !number.isValid()) return null;
    return new Msisdn(number.country, number.countryCallingCode, number.nationalNumber);
  }
}
