import { LANGUAGES } from '../user/user.aggregate.js';
import { NOTICES } from './account-mail-kinds.js';
import { presentAccountMail } from './account-mail.presenter.js';

const VALUES = {
  time: new Date('2025-11-20T08:12:44.000Z'),
  minutes: 30,
  code: '135790',
  url: 'https://pay.example/reset-password?token=rp_x',
};

describe.each(LANGUAGES)('mails in %s', (language) => {
  it.each(NOTICES)('say in the notice %s when it happened', (kind) => {
    const mail = presentAccountMail(kind, language, { time: VALUES.time });
    expect(mail.text).toContain('2025-11-20 08:12 UTC');
    expect(mail.text).not.toMatch(/[{}]/);
  });

  it('show the code and how long it works', () => {
    const mail = presentAccountMail('verification_code', language, VALUES);
    expect(mail.text).toContain('135790');
    expect(mail.text).toContain('30 ');
    expect(mail.text).not.toMatch(/[{}]/);
  });

  it('link to the page that sets a password', () => {
    const mail = presentAccountMail('password_reset', language, VALUES);
    expect(mail.text).toContain(VALUES.url);
    expect(mail.html).toContain('href="https://pay.example/reset-password?token=rp_x"');
  });
});

it('subjects differ from language to language', () => {
  const subjects = LANGUAGES.map((language) => presentAccountMail('verification_code', language, VALUES).subject);
  expect(new Set(subjects).size).toBe(LANGUAGES.length);
});
