import type { NotificationWordings } from '../notification-kinds.js';

export const GERMAN: NotificationWordings = {
  kinds: {
    payment_paid: { title: 'Zahlung erhalten', message: '{payer} hat {amount} für {description} gezahlt.' },
    refund_completed: { title: 'Erstattung abgeschlossen', message: '{payer} hat {amount} zurückerhalten.' },
    refund_failed: {
      title: 'Erstattung fehlgeschlagen',
      message: '{amount} konnten {payer} nicht erstattet werden. {reason}',
    },
    chargeback_opened: {
      title: 'Rückbuchung eröffnet',
      message:
        '{payer} bestreitet {amount}; der Betrag ist bis zur Entscheidung gesperrt. Reichen Sie Belege bis {day} ein. {reason}',
    },
    chargeback_won: {
      title: 'Rückbuchung gewonnen',
      message: 'Die von {payer} bestrittenen {amount} bleiben bei Ihnen.',
    },
    chargeback_lost: { title: 'Rückbuchung verloren', message: 'Die von {payer} bestrittenen {amount} gehen zurück.' },
    payout_completed: { title: 'Auszahlung abgeschlossen', message: '{amount} wurden an {destination} ausgezahlt.' },
    payout_failed: {
      title: 'Auszahlung fehlgeschlagen',
      message: '{amount} konnten nicht an {destination} ausgezahlt werden und sind wieder verfügbar. {reason}',
    },
    invoice_paid: {
      title: 'Rechnung bezahlt',
      message: 'Die Rechnung {number} über {amount} wurde von {payer} bezahlt.',
    },
    invoice_overdue: {
      title: 'Rechnung überfällig',
      message: 'Die Rechnung {number} über {amount} an {payer} ist überfällig.',
    },
    onboarding_approved: {
      title: 'Antrag genehmigt',
      message: 'Ihre Organisation darf ab sofort echte Zahlungen annehmen.',
    },
    onboarding_rejected: {
      title: 'Antrag zurückgegeben',
      message: 'Ihr Antrag konnte noch nicht genehmigt werden. {reason}',
    },
    account_opened: {
      title: 'Willkommen',
      message:
        'Probieren Sie alles in der Testumgebung aus. Für echte Zahlungen schließen Sie die vier Schritte Ihres Antrags ab.',
    },
    password_changed: { title: 'Passwort geändert', message: 'Das Passwort Ihres Kontos wurde geändert.' },
    second_factor_enabled: {
      title: 'Zwei-Faktor-Anmeldung ist an',
      message: 'Die Anmeldung verlangt ab jetzt einen Code Ihrer Authenticator-App.',
    },
    second_factor_disabled: {
      title: 'Zwei-Faktor-Anmeldung ist aus',
      message: 'Die Anmeldung verlangt ab jetzt nur noch Ihr Passwort.',
    },
    refresh_token_reused: {
      title: 'Sitzung zur Sicherheit beendet',
      message: 'Ein Token Ihres Kontos wurde zweimal benutzt; vielleicht hatte es jemand anderes.',
    },
    api_key_generated: {
      title: 'API-Schlüssel erzeugt',
      message: 'Für Ihre Organisation wurde ein neuer API-Schlüssel erzeugt. Ein dadurch ersetzter gilt nicht mehr.',
    },
    access_token_created: {
      title: 'Zugriffstoken erstellt',
      message: 'Ein Programm kann mit dem Zugriffstoken „{label}“ für Ihr Konto handeln.',
    },
    bank_account_added: {
      title: 'Bankkonto hinzugefügt',
      message: 'Das Bankkonto {label} wurde als Ziel für Auszahlungen hinzugefügt.',
    },
    webhook_switched_off: {
      title: 'Ereignisse werden nicht mehr gesendet',
      message:
        'An {url} wird nichts mehr gesendet: Die Adresse hat seit Tagen kein Ereignis angenommen oder sich abgemeldet.',
    },
  },
  sandbox: 'Testumgebung: Es ist kein Geld geflossen.',
  open: 'Dashboard öffnen',
  unsubscribe: 'E-Mails über Zahlungen können Sie in Ihren Einstellungen abschalten.',
};
