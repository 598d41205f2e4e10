import type { PatternSentences } from '#platform';

/** What the patterns of this contract mean, for people who typed something else. */
export const PATTERNS: PatternSentences = {
  '\\S': 'must not be blank',
  '^(?=[\\s\\S]*[a-z])(?=[\\s\\S]*[A-Z])(?=[\\s\\S]*\\d)[\\s\\S]+$':
    'needs a lower-case letter, an upper-case letter and a digit',
  '^\\d{6}$': 'must be six digits',
  '^(\\d{6}|[A-Z0-9]{5}-[A-Z0-9]{5})$': 'must be six digits or a recovery code such as 7KX2M-Q9TLW',
  '^(\\+?237 ?)?[26]( ?\\d){8}$': 'must be a number of Cameroon such as +237 6 12 34 56 78',
  '^(\\+?237 ?)?6( ?\\d){8}$': 'must be a mobile number of Cameroon such as +237 6 12 34 56 78',
  '^ ?(\\+?237 ?)?6( ?\\d){8}$': 'must be a mobile number of Cameroon such as +237 6 12 34 56 78',
  '^\\+[1-9]( ?\\d){6,14}$': 'must be a phone number such as +237 6 12 34 56 78',
  '^(\\d{4}-\\d{2}-\\d{2}|\\d{2}-\\d{2}-\\d{4})$': 'must be a day such as 2025-11-20',
  '^\\d{4}-\\d{2}-\\d{2}$': 'must be a day such as 2025-11-20',
  '^[A-Za-z0-9._-]+$': 'may have letters, digits, dots, underscores and hyphens only',
  '^https?://[^\\s]+$': 'must be an address that begins with https://',
  '^(https://[^\\s]+|[^:\\s][^:]*)$': 'must be an address that begins with https:// or the name of a document',
  '^https://[^\\s]+$': 'must be an address that begins with https://',
};
