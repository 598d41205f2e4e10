import type { Language } from '../user/user.aggregate.js';
import type { AccountMailWordings } from './account-mail-kinds.js';
import { DUTCH } from './wordings/dutch.js';
import { ENGLISH } from './wordings/english.js';
import { FRENCH } from './wordings/french.js';
import { GERMAN } from './wordings/german.js';
import { SPANISH } from './wordings/spanish.js';

export const WORDINGS: Readonly<Record<Language, AccountMailWordings>> = {
  en: ENGLISH,
  fr: FRENCH,
  de: GERMAN,
  nl: DUTCH,
  es: SPANISH,
};
