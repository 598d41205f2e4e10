/** Amounts are kept as whole millionths of the major unit, so that sums over a statement are exact. */
const FRACTION_DIGITS = 6;
const SCALE = 10n ** BigInt(FRACTION_DIGITS);
const DECIMAL_TEXT = new RegExp(`^\\d{1,18}(\\.\\d{1,${FRACTION_DIGITS}})?$`);

/** Reads an unsigned decimal in major units ("12.50"); null when the text is not one. */
export function parseDecimal(text: string): bigint | null {
  if (!DECIMAL_TEXT.test(text)) return null;
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole) * SCALE + BigInt(fraction.padEnd(FRACTION_DIGITS, '0'));
}

/** Like parseDecimal, for text that was checked when it came in; throws a RangeError otherwise. */
export function decimal(text: string): bigint {
  const value = parseDecimal(text);
  if (value === null) throw new RangeError(`"${text}" is not a decimal amount.`);
  return value;
}

/** The shortest text of the value in major units: no leading zeros, no trailing ones after the point. */
export function formatDecimal(value: bigint): string {
  const sign = value < 0n ? '-' : '';
  const digits = value < 0n ? -value : value;
  const fraction = (digits % SCALE).toString().padStart(FRACTION_DIGITS, '0').replace(/0+$/, '');
  return `${sign}${digits / SCALE}${fraction ? `.${fraction}` : ''}`;
}
