import { NOTIFICATION_KINDS, type NotificationKind } from './notification-kinds.js';
import { mailNotification, WORDINGS, wordNotification } from './notification.presenter.js';

const LANGUAGES = Object.keys(WORDINGS) as (keyof typeof WORDINGS)[];
const KINDS = Object.keys(NOTIFICATION_KINDS) as NotificationKind[];
const VALUES = {
  payer: 'Jean Paul Mbarga',
  amount: '15000 XAF',
  description: 'Invoice 42',
  reason: 'Some reason',
  destination: 'MTN ****1152',
  day: '2025-12-01',
  number: 'INV-2025-000042',
  label: 'Label',
  url: 'https://shop.cm/hooks',
};
const live = { isSandbox: false };

describe.each(LANGUAGES)('notifications in %s', (language) => {
  it.each(KINDS)('say %s with everything filled in', (kind) => {
    const { title, message } = wordNotification({ kind, values: VALUES }, language, live);
    expect(title.length).toBeGreaterThan(3);
    expect(`${title} ${message}`).not.toMatch(/[{}]|undefined/);
    for (const [, name] of WORDINGS[language].kinds[kind].message.matchAll(/\{(\w+)\}/g)) {
      expect(message).toContain(VALUES[name as keyof typeof VALUES]);
    }
  });

  it('ask the same questions as in English', () => {
    const blanks = (of: keyof typeof WORDINGS, kind: NotificationKind): string[] =>
      [...WORDINGS[of].kinds[kind].message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
    for (const kind of KINDS) expect([kind, blanks(language, kind)]).toEqual([kind, blanks('en', kind)]);
  });

  it('say of money alone that it was not real', () => {
    for (const kind of KINDS) {
      const { message } = wordNotification({ kind, values: VALUES }, language, { isSandbox: true });
      expect([kind, message.endsWith(WORDINGS[language].sandbox)]).toEqual([kind, NOTIFICATION_KINDS[kind].aboutMoney]);
    }
  });
});

it('a payment is told in the words of the contract', () => {
  const { title, message } = wordNotification({ kind: 'payment_paid', values: VALUES }, 'en', live);
  expect([title, message]).toEqual(['Payment received', 'Jean Paul Mbarga paid 15000 XAF for Invoice 42.']);
});

it('what is not known leaves nothing behind', () => {
  const values = { ...VALUES, reason: '' };
  const { message } = wordNotification({ kind: 'refund_failed', values }, 'en', live);
  expect(message).toBe('15000 XAF could not be returned to Jean Paul Mbarga.');
});

it('nothing that others wrote is filled in a second time, or makes a message too long', () => {
  const values = { ...VALUES, payer: '{amount}', description: '𝄞'.repeat(5000) };
  const { message } = wordNotification({ kind: 'payment_paid', values }, 'en', { isSandbox: true });
  expect(message).toMatch(/^\{amount\} paid 15000 XAF for 𝄞+…\. Sandbox: no money moved\.$/u);
  expect([...message].length).toBeLessThan(1000);
});

it('a mail escapes what others wrote, and leads to the dashboard', () => {
  const worded = { title: 'Payment received', message: '<b>Ada</b> paid' };
  const mail = mailNotification(worded, { email: 'ada@shop.cm', language: 'fr' }, 'https://app.shop.cm/payments');
  expect(mail).toMatchObject({ to: 'ada@shop.cm', subject: 'Payment received' });
  expect(mail.html).not.toContain('<b>Ada');
  expect(mail.html).toContain('href="https://app.shop.cm/payments"');
  expect(mail.text).toContain('Ouvrir le tableau de bord');
  expect(mail.text).toContain('désactiver');
});
