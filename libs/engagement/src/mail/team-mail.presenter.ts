import type { Language, Member } from '#identity';
import { isMailAddress, mailLayout, type MailMessage } from '#platform';
import type { Writer } from './account-holder.js';

/** Something that somebody wrote to the team, with where it came from. */
export interface Writing {
  /** What the team and the writer quote. */
  readonly reference: string;
  readonly heading: string;
  /** What was filled in beside the text, by its label. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly text: string;
  /** Where an answer goes; null when none is wished for. */
  readonly answerTo: string | null;
}

/** For the team. All that others wrote is text, in the layout and in the headers. */
export function mailToTeam(team: string, writing: Writing, account: Member, writer: Writer): MailMessage {
  const { reference, heading, facts, text, answerTo } = writing;
  const origin = [
    ['Account', `${account.firstName} ${account.lastName} <${account.email}> (${account.userId})`],
    ['Organisation', `${writer.organizationName} (${writer.organizationId})`],
    ['Answer to', answerTo ?? 'no answer is wished for'],
  ] as const;
  const list = [...facts, ...origin].map(([label, value]) => `${label}: ${value}`).join('\n');
  return {
    to: team,
    subject: `[${reference}] ${heading}`,
    // An address that only one of the two checks lets through still stands in the text.
    ...(answerTo !== null && isMailAddress(answerTo) ? { replyTo: answerTo } : {}),
    ...mailLayout({ title: heading, paragraphs: [list, text] }),
  };
}

type Receipt = 'support' | 'feedback';

interface ReceiptWording {
  readonly subject: string;
  /** `{reference}` and `{heading}` are filled in. */
  readonly paragraphs: readonly string[];
}

const RECEIPTS: Readonly<Record<Language, Readonly<Record<Receipt, ReceiptWording>>>> = {
  en: {
    support: {
      subject: 'We have your question',
      paragraphs: [
        'Your question “{heading}” has reached us under the number {reference}.',
        'We answer by mail to this address.',
      ],
    },
    feedback: {
      subject: 'Thank you for your feedback',
      paragraphs: [
        '“{heading}” has reached us. If we have a question about it, we write to the address that you gave.',
      ],
    },
  },
  fr: {
    support: {
      subject: 'Nous avons reçu votre question',
      paragraphs: [
        'Votre question « {heading} » nous est parvenue sous le numéro {reference}.',
        'Nous vous répondrons par courriel à cette adresse.',
      ],
    },
    feedback: {
      subject: 'Merci pour votre avis',
      paragraphs: [
        '« {heading} » nous est bien parvenu. Si nous avons une question, nous écrirons à l’adresse que vous avez donnée.',
      ],
    },
  },
  de: {
    support: {
      subject: 'Wir haben Ihre Frage erhalten',
      paragraphs: [
        'Ihre Frage „{heading}“ ist unter der Nummer {reference} bei uns eingegangen.',
        'Wir antworten per E-Mail an diese Adresse.',
      ],
    },
    feedback: {
      subject: 'Danke für Ihre Rückmeldung',
      paragraphs: [
        '„{heading}“ ist bei uns eingegangen. Bei Rückfragen schreiben wir an die Adresse, die Sie angegeben haben.',
      ],
    },
  },
  nl: {
    support: {
      subject: 'We hebben uw vraag ontvangen',
      paragraphs: [
        'Uw vraag ‘{heading}’ is bij ons binnen onder nummer {reference}.',
        'We antwoorden per e-mail op dit adres.',
      ],
    },
    feedback: {
      subject: 'Bedankt voor uw reactie',
      paragraphs: [
        '‘{heading}’ is bij ons binnen. Als we er een vraag over hebben, schrijven we naar het adres dat u opgaf.',
      ],
    },
  },
  es: {
    support: {
      subject: 'Hemos recibido su consulta',
      paragraphs: [
        'Su consulta «{heading}» nos ha llegado con el número {reference}.',
        'Le responderemos por correo a esta dirección.',
      ],
    },
    feedback: {
      subject: 'Gracias por sus comentarios',
      paragraphs: ['Hemos recibido «{heading}». Si tenemos alguna pregunta, escribiremos a la dirección que indicó.'],
    },
  },
};

/** For whoever wrote: to the address of the account and no other, so that nobody can be written to in our name. */
export function mailReceipt(receipt: Receipt, { reference, heading }: Writing, account: Member): MailMessage {
  const { subject, paragraphs } = RECEIPTS[account.language][receipt];
  const filled = paragraphs.map((text) =>
    text.replace(/\{(reference|heading)\}/g, (_, name) => (name === 'reference' ? reference : heading)),
  );
  const title = receipt === 'support' ? `${subject} (${reference})` : subject;
  return { to: account.email, subject: title, ...mailLayout({ title: subject, paragraphs: filled }) };
}
