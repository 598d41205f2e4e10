import { mailLayout } from '#platform';
import type { Language } from '../user/user.aggregate.js';
import type { AccountMailKind } from './account-mail-kinds.js';
import { WORDINGS } from './account-mail-wordings.js';

export interface AccountMailValues {
  readonly time?: Date;
  readonly minutes?: number;
  readonly code?: string;
  readonly url?: string;
  readonly detail?: string | null;
}

export interface WordedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function presentAccountMail(kind: AccountMailKind, language: Language, values: AccountMailValues): WordedMail {
  const { subject, paragraphs, action } = WORDINGS[language][kind];
  const time = values.time ? `${values.time.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
  const filled = paragraphs.map((text) =>
    text
      .replace('{time}', time)
      .replace('{minutes}', String(values.minutes ?? ''))
      .replace('{detail}', () => values.detail ?? ''),
  );
  const rendered = mailLayout({
    title: subject,
    paragraphs: filled,
    ...(values.code ? { code: values.code } : {}),
    ...(action && values.url ? { action: { label: action, url: values.url } } : {}),
  });
  return { subject, ...rendered };
}
