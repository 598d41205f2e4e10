import type { AccountMailWordings } from '../account-mail-kinds.js';

const DOUBT = 'Wenn Sie das nicht waren, setzen Sie sofort ein neues Passwort und melden Sie sich beim Support.';

export const GERMAN: AccountMailWordings = {
  verification_code: {
    subject: 'Ihr Bestätigungscode',
    paragraphs: [
      'Geben Sie diesen Code ein, um Ihre E-Mail-Adresse zu bestätigen. Er gilt {minutes} Minuten.',
      'Wenn Sie kein Konto eröffnet haben, können Sie diese Nachricht ignorieren.',
    ],
  },
  password_reset: {
    subject: 'Neues Passwort setzen',
    paragraphs: [
      'Für Ihr Konto wurde ein neues Passwort angefordert. Der Link gilt einmal und für {minutes} Minuten.',
      'Wenn Sie das nicht waren, ignorieren Sie diese Nachricht: Es ändert sich nichts.',
    ],
    action: 'Neues Passwort setzen',
  },
  password_changed: {
    subject: 'Ihr Passwort wurde geändert',
    paragraphs: ['Das Passwort Ihres Kontos wurde am {time} geändert. Alle anderen Sitzungen wurden beendet.', DOUBT],
  },
  second_factor_enabled: {
    subject: 'Der zweite Faktor ist eingeschaltet',
    paragraphs: ['Seit {time} braucht die Anmeldung an Ihrem Konto einen Code Ihrer Authenticator-App.', DOUBT],
  },
  second_factor_disabled: {
    subject: 'Der zweite Faktor ist ausgeschaltet',
    paragraphs: ['Seit {time} braucht die Anmeldung an Ihrem Konto nur noch Ihr Passwort.', DOUBT],
  },
  refresh_token_reused: {
    subject: 'Eine Sitzung wurde zu Ihrer Sicherheit beendet',
    paragraphs: [
      'Am {time} wurde ein Token Ihres Kontos zweimal benutzt; jemand anderes könnte es gehabt haben. Die Sitzung wurde beendet.',
      DOUBT,
    ],
  },
  api_key_generated: {
    subject: 'Ein neuer API-Schlüssel wurde erzeugt',
    paragraphs: [
      'Am {time} wurde für Ihre Organisation ein neuer API-Schlüssel erzeugt. Ein dadurch ersetzter gilt nicht mehr.',
      DOUBT,
    ],
  },
  access_token_created: {
    subject: 'Ein Zugriffstoken wurde erstellt',
    paragraphs: ['Am {time} wurde ein Zugriffstoken erstellt, mit dem ein Programm für Ihr Konto handeln kann.', DOUBT],
  },
  webhook_switched_off: {
    subject: 'Eine Ihrer Adressen erhält keine Ereignisse mehr',
    paragraphs: [
      'Seit {time} wird nichts mehr an {detail} gesendet: Die Adresse hat seit Tagen kein Ereignis angenommen oder sich abgemeldet.',
      'Beheben Sie den Fehler und schalten Sie sie in den Einstellungen wieder ein. Ereignisse aus der Zwischenzeit werden nicht nachgesendet.',
    ],
  },
  organization_let_live: {
    subject: 'Ihre Organisation darf echte Zahlungen annehmen',
    paragraphs: [
      'Ihr Antrag wurde am {time} genehmigt. Ab jetzt sind Ihre Zahlungen echt.',
      'Um etwas ohne Geld auszuprobieren, wählen Sie im Dashboard den Testmodus.',
    ],
  },
  onboarding_rejected: {
    subject: 'Ihr Antrag muss überarbeitet werden',
    paragraphs: [
      'Am {time} haben wir Ihren Antrag geprüft und konnten ihn noch nicht genehmigen. Der Grund:',
      '{detail}',
      'Ändern Sie das im Dashboard; Ihr Antrag kommt dann von selbst zu uns zurück.',
    ],
  },
  bank_account_added: {
    subject: 'Ein Bankkonto wurde hinzugefügt',
    paragraphs: [
      'Am {time} wurde das Bankkonto {detail} Ihrer Organisation als Ziel für Auszahlungen hinzugefügt.',
      DOUBT,
    ],
  },
};
