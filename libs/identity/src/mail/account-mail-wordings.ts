import type { Language } from '../user/user.aggregate.js';

/** What the holder of an account is told without having asked: that it changed, or that something stopped working. */
export const NOTICES = [
  'password_changed',
  'second_factor_enabled',
  'second_factor_disabled',
  'refresh_token_reused',
  'api_key_generated',
  'webhook_switched_off',
] as const;
export type NoticeKind = (typeof NOTICES)[number];
export type AccountMailKind = 'verification_code' | 'password_reset' | NoticeKind;

export interface Wording {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly action?: string;
}

/** `{time}`, `{minutes}` and `{detail}` are filled in. */
type Wordings = Readonly<Record<AccountMailKind, Wording>>;

const ENGLISH_DOUBT = 'If this was not you, set a new password at once and contact support.';
const FRENCH_DOUBT = 'Si ce n’était pas vous, changez tout de suite votre mot de passe et contactez l’assistance.';
const GERMAN_DOUBT = 'Wenn Sie das nicht waren, setzen Sie sofort ein neues Passwort und melden Sie sich beim Support.';
const DUTCH_DOUBT = 'Was u dit niet? Stel dan meteen een nieuw wachtwoord in en neem contact op met de helpdesk.';
const SPANISH_DOUBT = 'Si no ha sido usted, cambie la contraseña de inmediato y póngase en contacto con soporte.';

export const WORDINGS: Readonly<Record<Language, Wordings>> = {
  en: {
    verification_code: {
      subject: 'Your verification code',
      paragraphs: [
        'Enter this code to verify your e-mail address. It works for {minutes} minutes.',
        'If you did not open an account, ignore this mail.',
      ],
    },
    password_reset: {
      subject: 'Set a new password',
      paragraphs: [
        'Somebody asked for a new password for your account. The link works once, for {minutes} minutes.',
        'If this was not you, ignore this mail: nothing changes.',
      ],
      action: 'Set a new password',
    },
    password_changed: {
      subject: 'Your password was changed',
      paragraphs: [
        'The password of your account was changed on {time}. All other sessions were signed out.',
        ENGLISH_DOUBT,
      ],
    },
    second_factor_enabled: {
      subject: 'Two-factor sign-in is on',
      paragraphs: ['Since {time}, signing in to your account takes a code of your authenticator.', ENGLISH_DOUBT],
    },
    second_factor_disabled: {
      subject: 'Two-factor sign-in is off',
      paragraphs: ['Since {time}, signing in to your account takes your password alone.', ENGLISH_DOUBT],
    },
    refresh_token_reused: {
      subject: 'A session was ended for your safety',
      paragraphs: [
        'On {time} a token of your account was used twice, so somebody else may have had it. The session was ended.',
        ENGLISH_DOUBT,
      ],
    },
    api_key_generated: {
      subject: 'A new API key was generated',
      paragraphs: ['On {time} a new API key of your organisation took the place of the earlier one.', ENGLISH_DOUBT],
    },
    webhook_switched_off: {
      subject: 'Events are no longer sent to an address of yours',
      paragraphs: [
        'Since {time} nothing is sent to {detail}: it has not taken an event for days, or said that it is gone.',
        'Mend it and switch it on again in your settings. Events of the meantime are not sent later.',
      ],
    },
  },
  fr: {
    verification_code: {
      subject: 'Votre code de vérification',
      paragraphs: [
        'Saisissez ce code pour vérifier votre adresse e-mail. Il est valable {minutes} minutes.',
        'Si vous n’avez pas ouvert de compte, ignorez ce message.',
      ],
    },
    password_reset: {
      subject: 'Choisir un nouveau mot de passe',
      paragraphs: [
        'Un nouveau mot de passe a été demandé pour votre compte. Le lien fonctionne une fois, pendant {minutes} minutes.',
        'Si ce n’était pas vous, ignorez ce message : rien ne change.',
      ],
      action: 'Choisir un nouveau mot de passe',
    },
    password_changed: {
      subject: 'Votre mot de passe a été modifié',
      paragraphs: [
        'Le mot de passe de votre compte a été modifié le {time}. Toutes les autres sessions ont été fermées.',
        FRENCH_DOUBT,
      ],
    },
    second_factor_enabled: {
      subject: 'La double authentification est activée',
      paragraphs: [
        'Depuis le {time}, la connexion à votre compte demande un code de votre application d’authentification.',
        FRENCH_DOUBT,
      ],
    },
    second_factor_disabled: {
      subject: 'La double authentification est désactivée',
      paragraphs: [
        'Depuis le {time}, la connexion à votre compte ne demande plus que votre mot de passe.',
        FRENCH_DOUBT,
      ],
    },
    refresh_token_reused: {
      subject: 'Une session a été fermée pour votre sécurité',
      paragraphs: [
        'Le {time}, un jeton de votre compte a servi deux fois : quelqu’un d’autre l’a peut-être eu. La session a été fermée.',
        FRENCH_DOUBT,
      ],
    },
    api_key_generated: {
      subject: 'Une nouvelle clé API a été créée',
      paragraphs: ['Le {time}, une nouvelle clé API de votre organisation a remplacé la précédente.', FRENCH_DOUBT],
    },
    webhook_switched_off: {
      subject: 'Une de vos adresses ne reçoit plus d’événements',
      paragraphs: [
        'Depuis le {time}, plus rien n’est envoyé à {detail} : cette adresse n’accepte plus d’événements depuis des jours, ou a signalé qu’elle n’existe plus.',
        'Réparez-la puis réactivez-la dans vos paramètres. Les événements survenus entre-temps ne seront pas envoyés.',
      ],
    },
  },
  de: {
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
      paragraphs: [
        'Das Passwort Ihres Kontos wurde am {time} geändert. Alle anderen Sitzungen wurden beendet.',
        GERMAN_DOUBT,
      ],
    },
    second_factor_enabled: {
      subject: 'Der zweite Faktor ist eingeschaltet',
      paragraphs: [
        'Seit {time} braucht die Anmeldung an Ihrem Konto einen Code Ihrer Authenticator-App.',
        GERMAN_DOUBT,
      ],
    },
    second_factor_disabled: {
      subject: 'Der zweite Faktor ist ausgeschaltet',
      paragraphs: ['Seit {time} braucht die Anmeldung an Ihrem Konto nur noch Ihr Passwort.', GERMAN_DOUBT],
    },
    refresh_token_reused: {
      subject: 'Eine Sitzung wurde zu Ihrer Sicherheit beendet',
      paragraphs: [
        'Am {time} wurde ein Token Ihres Kontos zweimal benutzt; jemand anderes könnte es gehabt haben. Die Sitzung wurde beendet.',
        GERMAN_DOUBT,
      ],
    },
    api_key_generated: {
      subject: 'Ein neuer API-Schlüssel wurde erzeugt',
      paragraphs: ['Am {time} hat ein neuer API-Schlüssel Ihrer Organisation den bisherigen ersetzt.', GERMAN_DOUBT],
    },
    webhook_switched_off: {
      subject: 'Eine Ihrer Adressen erhält keine Ereignisse mehr',
      paragraphs: [
        'Seit {time} wird nichts mehr an {detail} gesendet: Die Adresse hat seit Tagen kein Ereignis angenommen oder sich abgemeldet.',
        'Beheben Sie den Fehler und schalten Sie sie in den Einstellungen wieder ein. Ereignisse aus der Zwischenzeit werden nicht nachgesendet.',
      ],
    },
  },
  nl: {
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
      paragraphs: [
        'Het wachtwoord van uw account is op {time} gewijzigd. Alle andere sessies zijn beëindigd.',
        DUTCH_DOUBT,
      ],
    },
    second_factor_enabled: {
      subject: 'Tweestapsverificatie staat aan',
      paragraphs: ['Sinds {time} vraagt het inloggen op uw account om een code van uw authenticator-app.', DUTCH_DOUBT],
    },
    second_factor_disabled: {
      subject: 'Tweestapsverificatie staat uit',
      paragraphs: ['Sinds {time} vraagt het inloggen op uw account alleen om uw wachtwoord.', DUTCH_DOUBT],
    },
    refresh_token_reused: {
      subject: 'Een sessie is voor uw veiligheid beëindigd',
      paragraphs: [
        'Op {time} is een token van uw account twee keer gebruikt; mogelijk had iemand anders het. De sessie is beëindigd.',
        DUTCH_DOUBT,
      ],
    },
    api_key_generated: {
      subject: 'Er is een nieuwe API-sleutel aangemaakt',
      paragraphs: ['Op {time} heeft een nieuwe API-sleutel van uw organisatie de vorige vervangen.', DUTCH_DOUBT],
    },
    webhook_switched_off: {
      subject: 'Een van uw adressen krijgt geen meldingen meer',
      paragraphs: [
        'Sinds {time} wordt er niets meer naar {detail} gestuurd: het adres nam dagenlang geen melding aan of gaf aan niet meer te bestaan.',
        'Herstel het en zet het weer aan in uw instellingen. Tussentijdse meldingen worden niet alsnog verstuurd.',
      ],
    },
  },
  es: {
    verification_code: {
      subject: 'Su código de verificación',
      paragraphs: [
        'Introduzca este código para verificar su correo electrónico. Es válido durante {minutes} minutos.',
        'Si no ha abierto ninguna cuenta, ignore este mensaje.',
      ],
    },
    password_reset: {
      subject: 'Elija una contraseña nueva',
      paragraphs: [
        'Se ha pedido una contraseña nueva para su cuenta. El enlace funciona una sola vez, durante {minutes} minutos.',
        'Si no ha sido usted, ignore este mensaje: no cambia nada.',
      ],
      action: 'Elegir una contraseña nueva',
    },
    password_changed: {
      subject: 'Su contraseña ha cambiado',
      paragraphs: [
        'La contraseña de su cuenta se cambió el {time}. Se han cerrado todas las demás sesiones.',
        SPANISH_DOUBT,
      ],
    },
    second_factor_enabled: {
      subject: 'La verificación en dos pasos está activada',
      paragraphs: [
        'Desde el {time}, iniciar sesión en su cuenta requiere un código de su aplicación de autenticación.',
        SPANISH_DOUBT,
      ],
    },
    second_factor_disabled: {
      subject: 'La verificación en dos pasos está desactivada',
      paragraphs: ['Desde el {time}, iniciar sesión en su cuenta requiere solo la contraseña.', SPANISH_DOUBT],
    },
    refresh_token_reused: {
      subject: 'Se ha cerrado una sesión por su seguridad',
      paragraphs: [
        'El {time} un token de su cuenta se usó dos veces, así que otra persona pudo tenerlo. La sesión se ha cerrado.',
        SPANISH_DOUBT,
      ],
    },
    api_key_generated: {
      subject: 'Se ha generado una clave de API nueva',
      paragraphs: ['El {time} una clave de API nueva de su organización sustituyó a la anterior.', SPANISH_DOUBT],
    },
    webhook_switched_off: {
      subject: 'Una de sus direcciones ya no recibe eventos',
      paragraphs: [
        'Desde el {time} no se envía nada a {detail}: lleva días sin aceptar eventos o indicó que ya no existe.',
        'Repárela y vuelva a activarla en sus ajustes. Los eventos de ese tiempo no se envían después.',
      ],
    },
  },
};
