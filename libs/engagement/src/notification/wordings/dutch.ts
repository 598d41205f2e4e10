import type { NotificationWordings } from '../notification-kinds.js';

export const DUTCH: NotificationWordings = {
  kinds: {
    payment_paid: { title: 'Betaling ontvangen', message: '{payer} heeft {amount} betaald voor {description}.' },
    refund_completed: { title: 'Terugbetaling voltooid', message: '{payer} heeft {amount} teruggekregen.' },
    refund_failed: {
      title: 'Terugbetaling mislukt',
      message: '{amount} kon niet worden terugbetaald aan {payer}. {reason}',
    },
    chargeback_opened: {
      title: 'Betwisting geopend',
      message:
        '{payer} betwist {amount}; het bedrag blijft vast tot de beslissing. Stuur bewijs in vóór {day}. {reason}',
    },
    chargeback_won: { title: 'Betwisting gewonnen', message: 'De door {payer} betwiste {amount} blijft van u.' },
    chargeback_lost: { title: 'Betwisting verloren', message: 'De door {payer} betwiste {amount} gaat terug.' },
    payout_completed: { title: 'Uitbetaling voltooid', message: '{amount} is uitbetaald aan {destination}.' },
    payout_failed: {
      title: 'Uitbetaling mislukt',
      message: '{amount} kon niet worden uitbetaald aan {destination} en is weer beschikbaar. {reason}',
    },
    invoice_paid: { title: 'Factuur betaald', message: 'Factuur {number} van {amount} is betaald door {payer}.' },
    invoice_overdue: {
      title: 'Factuur te laat',
      message: 'De betaaltermijn van factuur {number} van {amount} aan {payer} is verstreken.',
    },
    onboarding_approved: {
      title: 'Aanvraag goedgekeurd',
      message: 'Uw organisatie kan vanaf nu echte betalingen ontvangen.',
    },
    onboarding_rejected: {
      title: 'Aanvraag teruggestuurd',
      message: 'Uw aanvraag kon nog niet worden goedgekeurd. {reason}',
    },
    account_opened: {
      title: 'Welkom',
      message:
        'Probeer alles uit in de testomgeving. Voor echte betalingen rondt u de vier stappen van uw aanvraag af.',
    },
    password_changed: { title: 'Wachtwoord gewijzigd', message: 'Het wachtwoord van uw account is gewijzigd.' },
    second_factor_enabled: {
      title: 'Inloggen in twee stappen staat aan',
      message: 'Inloggen vraagt vanaf nu een code van uw authenticator-app.',
    },
    second_factor_disabled: {
      title: 'Inloggen in twee stappen staat uit',
      message: 'Inloggen vraagt vanaf nu alleen nog uw wachtwoord.',
    },
    refresh_token_reused: {
      title: 'Sessie beëindigd voor uw veiligheid',
      message: 'Een token van uw account is twee keer gebruikt; misschien had iemand anders het.',
    },
    api_key_generated: {
      title: 'API-sleutel aangemaakt',
      message:
        'Er is voor uw organisatie een nieuwe API-sleutel aangemaakt. Een sleutel die erdoor vervangen is, werkt niet meer.',
    },
    access_token_created: {
      title: 'Toegangstoken aangemaakt',
      message: 'Een programma kan met het toegangstoken ‘{label}’ namens uw account handelen.',
    },
    bank_account_added: {
      title: 'Bankrekening toegevoegd',
      message: 'De bankrekening {label} is toegevoegd als bestemming voor uitbetalingen.',
    },
    webhook_switched_off: {
      title: 'Meldingen worden niet meer verstuurd',
      message:
        'Er wordt niets meer naar {url} gestuurd: het adres nam dagenlang geen melding aan of gaf aan niet meer te bestaan.',
    },
  },
  sandbox: 'Testomgeving: er is geen geld verplaatst.',
  open: 'Dashboard openen',
  unsubscribe: 'E-mails over betalingen kunt u in uw instellingen uitzetten.',
};
