import type { AccountMailWordings } from '../account-mail-kinds.js';

const DOUBT = 'Si ce n’était pas vous, changez tout de suite votre mot de passe et contactez l’assistance.';

export const FRENCH: AccountMailWordings = {
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
      DOUBT,
    ],
  },
  second_factor_enabled: {
    subject: 'La double authentification est activée',
    paragraphs: [
      'Depuis le {time}, la connexion à votre compte demande un code de votre application d’authentification.',
      DOUBT,
    ],
  },
  second_factor_disabled: {
    subject: 'La double authentification est désactivée',
    paragraphs: ['Depuis le {time}, la connexion à votre compte ne demande plus que votre mot de passe.', DOUBT],
  },
  refresh_token_reused: {
    subject: 'Une session a été fermée pour votre sécurité',
    paragraphs: [
      'Le {time}, un jeton de votre compte a servi deux fois : quelqu’un d’autre l’a peut-être eu. La session a été fermée.',
      DOUBT,
    ],
  },
  api_key_generated: {
    subject: 'Une nouvelle clé API a été créée',
    paragraphs: [
      'Le {time}, une nouvelle clé API a été créée pour votre organisation. Celle qu’elle remplace, le cas échéant, ne fonctionne plus.',
      DOUBT,
    ],
  },
  access_token_created: {
    subject: 'Un jeton d’accès a été créé',
    paragraphs: ['Le {time}, un jeton d’accès a été créé : un programme peut agir au nom de votre compte.', DOUBT],
  },
  webhook_switched_off: {
    subject: 'Une de vos adresses ne reçoit plus d’événements',
    paragraphs: [
      'Depuis le {time}, plus rien n’est envoyé à {detail} : cette adresse n’accepte plus d’événements depuis des jours, ou a signalé qu’elle n’existe plus.',
      'Réparez-la puis réactivez-la dans vos paramètres. Les événements survenus entre-temps ne seront pas envoyés.',
    ],
  },
  organization_let_live: {
    subject: 'Votre organisation peut encaisser de vrais paiements',
    paragraphs: [
      'Votre dossier a été approuvé le {time}. Dès maintenant, vos paiements sont réels.',
      'Pour faire un essai sans argent, choisissez le mode test dans votre tableau de bord.',
    ],
  },
  onboarding_rejected: {
    subject: 'Votre dossier est à compléter',
    paragraphs: [
      'Le {time}, nous avons examiné votre dossier sans pouvoir encore l’approuver. Le motif :',
      '{detail}',
      'Corrigez-le dans votre tableau de bord ; votre dossier nous reviendra alors de lui-même.',
    ],
  },
  bank_account_added: {
    subject: 'Un compte bancaire a été ajouté',
    paragraphs: [
      'Le {time}, le compte bancaire {detail} a été ajouté à votre organisation comme destination de vos retraits.',
      DOUBT,
    ],
  },
};
