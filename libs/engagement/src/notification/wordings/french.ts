import type { NotificationWordings } from '../notification-kinds.js';

export const FRENCH: NotificationWordings = {
  kinds: {
    payment_paid: { title: 'Paiement reçu', message: '{payer} a payé {amount} pour {description}.' },
    refund_completed: { title: 'Remboursement effectué', message: '{amount} ont été rendus à {payer}.' },
    refund_failed: {
      title: 'Échec du remboursement',
      message: '{amount} n’ont pas pu être rendus à {payer}. {reason}',
    },
    chargeback_opened: {
      title: 'Contestation ouverte',
      message: '{payer} conteste {amount}, retenus jusqu’à la décision. Envoyez vos preuves avant le {day}. {reason}',
    },
    chargeback_won: {
      title: 'Contestation gagnée',
      message: 'Les {amount} contestés par {payer} vous restent acquis.',
    },
    chargeback_lost: { title: 'Contestation perdue', message: 'Les {amount} contestés par {payer} sont rendus.' },
    payout_completed: { title: 'Versement effectué', message: '{amount} ont été versés à {destination}.' },
    payout_failed: {
      title: 'Échec du versement',
      message: '{amount} n’ont pas pu être versés à {destination} et sont de nouveau disponibles. {reason}',
    },
    invoice_paid: { title: 'Facture payée', message: 'La facture {number} de {amount} a été payée par {payer}.' },
    invoice_overdue: {
      title: 'Facture en retard',
      message: 'La facture {number} de {amount} pour {payer} est en retard.',
    },
    onboarding_approved: {
      title: 'Dossier approuvé',
      message: 'Votre organisation peut désormais accepter de vrais paiements.',
    },
    onboarding_rejected: {
      title: 'Dossier à compléter',
      message: 'Votre dossier n’a pas encore pu être approuvé. {reason}',
    },
    account_opened: {
      title: 'Bienvenue',
      message:
        'Essayez tout dans le bac à sable. Pour accepter de vrais paiements, terminez les quatre étapes de votre dossier.',
    },
    password_changed: { title: 'Mot de passe modifié', message: 'Le mot de passe de votre compte a été modifié.' },
    second_factor_enabled: {
      title: 'Double authentification activée',
      message: 'La connexion demande désormais un code de votre application d’authentification.',
    },
    second_factor_disabled: {
      title: 'Double authentification désactivée',
      message: 'La connexion ne demande désormais que votre mot de passe.',
    },
    refresh_token_reused: {
      title: 'Session fermée par sécurité',
      message: 'Un jeton de votre compte a été utilisé deux fois : une autre personne l’a peut-être eu.',
    },
    api_key_generated: {
      title: 'Clé API créée',
      message:
        'Une nouvelle clé API a été créée pour votre organisation. Celle qu’elle remplace, le cas échéant, ne fonctionne plus.',
    },
    access_token_created: {
      title: 'Jeton d’accès créé',
      message: 'Un programme peut agir au nom de votre compte avec le jeton d’accès « {label} ».',
    },
    bank_account_added: {
      title: 'Compte bancaire ajouté',
      message: 'Le compte bancaire {label} a été ajouté comme destination des versements.',
    },
    webhook_switched_off: {
      title: 'Événements suspendus',
      message:
        'Plus rien n’est envoyé à {url} : cette adresse n’accepte plus d’événements depuis des jours, ou a signalé qu’elle n’existe plus.',
    },
  },
  sandbox: 'Bac à sable : aucun argent n’a circulé.',
  open: 'Ouvrir le tableau de bord',
  unsubscribe: 'Vous pouvez désactiver les courriels sur les paiements dans vos paramètres.',
};
