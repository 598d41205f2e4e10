import type { AccountMailWordings } from '../account-mail-kinds.js';

const DOUBT = 'Was u dit niet? Stel dan meteen een nieuw wachtwoord in en neem contact op met de helpdesk.';

export const DUTCH: AccountMailWordings = {
  verification_code: {
    subject: 'Uw verificatiecode',
    paragraphs: [
      'Voer deze code in om uw e-mailadres te bevestigen. De code is {minutes} minuten geldig.',
      'Hebt u geen account geopend? Dan kunt u dit bericht negeren.',
    ],
  },
  password_reset: {
    subject: 'Nieuw wachtwoord instellen',
    paragraphs: [
      'Voor uw account is een nieuw wachtwoord aangevraagd. De link werkt één keer, gedurende {minutes} minuten.',
      'Was u dit niet? Negeer dit bericht dan: er verandert niets.',
    ],
    action: 'Nieuw wachtwoord instellen',
  },
  password_changed: {
    subject: 'Uw wachtwoord is gewijzigd',
    paragraphs: ['Het wachtwoord van uw account is op {time} gewijzigd. Alle andere sessies zijn beëindigd.', DOUBT],
  },
  second_factor_enabled: {
    subject: 'Tweestapsverificatie staat aan',
    paragraphs: ['Sinds {time} vraagt het inloggen op uw account om een code van uw authenticator-app.', DOUBT],
  },
  second_factor_disabled: {
    subject: 'Tweestapsverificatie staat uit',
    paragraphs: ['Sinds {time} vraagt het inloggen op uw account alleen om uw wachtwoord.', DOUBT],
  },
  refresh_token_reused: {
    subject: 'Een sessie is voor uw veiligheid beëindigd',
    paragraphs: [
      'Op {time} is een token van uw account twee keer gebruikt; mogelijk had iemand anders het. De sessie is beëindigd.',
      DOUBT,
    ],
  },
  api_key_generated: {
    subject: 'Er is een nieuwe API-sleutel aangemaakt',
    paragraphs: [
      'Op {time} is er voor uw organisatie een nieuwe API-sleutel aangemaakt. Een sleutel die erdoor vervangen is, werkt niet meer.',
      DOUBT,
    ],
  },
  access_token_created: {
    subject: 'Er is een toegangstoken aangemaakt',
    paragraphs: [
      'Op {time} is er een toegangstoken aangemaakt waarmee een programma namens uw account kan handelen.',
      DOUBT,
    ],
  },
  webhook_switched_off: {
    subject: 'Een van uw adressen krijgt geen meldingen meer',
    paragraphs: [
      'Sinds {time} wordt er niets meer naar {detail} gestuurd: het adres nam dagenlang geen melding aan of gaf aan niet meer te bestaan.',
      'Herstel het en zet het weer aan in uw instellingen. Tussentijdse meldingen worden niet alsnog verstuurd.',
    ],
  },
  organization_let_live: {
    subject: 'Uw organisatie mag echte betalingen ontvangen',
    paragraphs: [
      'Uw aanvraag is op {time} goedgekeurd. Vanaf nu zijn uw betalingen echt.',
      'Wilt u iets uitproberen zonder geld, kies dan de testmodus in uw dashboard.',
    ],
  },
  onboarding_rejected: {
    subject: 'Uw aanvraag moet worden aangepast',
    paragraphs: [
      'Op {time} hebben wij uw aanvraag bekeken en konden wij die nog niet goedkeuren. De reden:',
      '{detail}',
      'Pas het aan in uw dashboard; uw aanvraag komt dan vanzelf bij ons terug.',
    ],
  },
  bank_account_added: {
    subject: 'Er is een bankrekening toegevoegd',
    paragraphs: [
      'Op {time} is bankrekening {detail} aan uw organisatie toegevoegd als bestemming voor uitbetalingen.',
      DOUBT,
    ],
  },
};
