import type { PatternSentences } from '#platform';

export const NOT_E164 = 'must be a number in E.164 such as +2348012345678';

/** What the patterns of this contract mean, for people who typed something else. */
export const PATTERNS: PatternSentences = {
  '^\\+[1-9]\\d{7,14}$': NOT_E164,
  '^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)(?=.*[^A-Za-z0-9]).+$':
    'needs a lower-case letter, an upper-case letter, a digit and a symbol',
  '^\\d{4}-\\d{2}-\\d{2}$': 'must be a day such as 2025-11-20',
  '^\\d{6}$': 'must be six digits',
  '^\\d{10}$': 'must be ten digits',
  '^\\d{3,4}$': 'must be three or four digits',
  '^\\d{3,6}$': 'must be three to six digits',
  '^\\d{13,19}$': 'must be 13 to 19 digits',
  '^0[789][01]\\d{8}$': 'must be a mobile number of Nigeria such as 08012345678',
  '^[A-Z]{2}$': 'must be a country code such as NG',
  '^[A-Za-z0-9_-]{1,64}$': 'must be an identifier',
  '^[A-Za-z0-9._:-]{1,128}$': 'may have letters, digits, dots, underscores, colons and hyphens only',
  '^[\\x21-\\x7e]+$': 'must be printable ASCII without blanks',
};
