import type { PatternSentences } from '#platform';

/** What the patterns of this contract mean, for people who typed something else. */
export const PATTERNS: PatternSentences = {
  '^\\d+(\\.\\d{1,2})?$': 'must be a numeric string with at most two decimals',
  '^\\+?[0-9][0-9 .-]{8,28}$': 'must be a mobile money number of 9 to 15 digits',
  '^\\+?[0-9]{9,15}$': 'must be a mobile money number of 9 to 15 digits',
  '^[A-Z]{2}$': 'must be a country code such as MG',
  '^[A-Z]{3}$': 'must be a currency code such as MGA',
};
