import type { PatternSentences } from '#platform';

/** What the patterns of this contract mean, for people who typed something else. */
export const PATTERNS: PatternSentences = {
  '^(\\+?237 ?)?6( ?\\d){8}$': 'must be a mobile number of Cameroon such as 671381152',
};
