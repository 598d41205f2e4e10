import type { Language } from '#identity';
import { mailLayout } from '#platform';
import type { OwedMail } from '../mail/owed-mails.service.js';
import type { Notice } from './notification-events.js';
import { NOTIFICATION_KINDS, type NotificationWordings } from './notification-kinds.js';
import { DUTCH } from './wordings/dutch.js';
import { ENGLISH } from './wordings/english.js';
import { FRENCH } from './wordings/french.js';
import { GERMAN } from './wordings/german.js';
import { SPANISH } from './wordings/spanish.js';

export const WORDINGS: Readonly<Record<Language, NotificationWordings>> = {
  en: ENGLISH,
  fr: FRENCH,
  de: GERMAN,
  nl: DUTCH,
  es: SPANISH,
};

const TITLE_LENGTH_MAX = 150;
const MESSAGE_LENGTH_MAX = 1000;
/** So that what payers and operators wrote leaves room for the rest. */
const VALUE_LENGTH_MAX = 400;

export interface WordedNotification {
  readonly title: string;
  readonly message: string;
}

/** Words a notice. `isSandbox` is said of money alone, where it could be mistaken for real. */
export function wordNotification(
  { kind, values }: Notice,
  language: Language,
  options: { isSandbox: boolean },
): WordedNotification {
  const { kinds, sandbox } = WORDINGS[language];
  const { title, message } = kinds[kind];
  const filled = message.replace(/\{(\w+)\}/g, (_, name: string) => clipped(values[name] ?? '', VALUE_LENGTH_MAX));
  const said = options.isSandbox && NOTIFICATION_KINDS[kind].aboutMoney ? `${filled.trim()} ${sandbox}` : filled.trim();
  return { title: clipped(title, TITLE_LENGTH_MAX), message: clipped(said, MESSAGE_LENGTH_MAX) };
}

export function mailNotification(
  { title, message }: WordedNotification,
  addressee: { readonly email: string; readonly language: Language },
  url: string,
): OwedMail['message'] {
  const { open, unsubscribe } = WORDINGS[addressee.language];
  const content = { title, paragraphs: [message, unsubscribe], action: { label: open, url } };
  return { to: addressee.email, subject: title, ...mailLayout(content) };
}

/** Counts characters as people do, so that none is cut in half. */
function clipped(text: string, lengthMax: number): string {
  const characters = [...text];
  return characters.length > lengthMax ? `${characters.slice(0, lengthMax - 1).join('')}…` : text;
}
