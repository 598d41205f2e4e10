import type { NotificationWordings } from '../notification-kinds.js';

export const SPANISH: NotificationWordings = {
  kinds: {
    payment_paid: { title: 'Pago recibido', message: '{payer} pagó {amount} por {description}.' },
    refund_completed: { title: 'Reembolso completado', message: 'Se devolvieron {amount} a {payer}.' },
    refund_failed: { title: 'Reembolso fallido', message: 'No se pudieron devolver {amount} a {payer}. {reason}' },
    chargeback_opened: {
      title: 'Contracargo abierto',
      message: '{payer} reclama {amount}, retenidos hasta que se decida. Envíe pruebas antes del {day}. {reason}',
    },
    chargeback_won: { title: 'Contracargo ganado', message: 'Los {amount} que reclamaba {payer} siguen siendo suyos.' },
    chargeback_lost: { title: 'Contracargo perdido', message: 'Los {amount} que reclamaba {payer} se devuelven.' },
    payout_completed: { title: 'Transferencia completada', message: 'Se transfirieron {amount} a {destination}.' },
    payout_failed: {
      title: 'Transferencia fallida',
      message: 'No se pudieron transferir {amount} a {destination}; vuelven a estar disponibles. {reason}',
    },
    invoice_paid: { title: 'Factura pagada', message: 'La factura {number} de {amount} fue pagada por {payer}.' },
    invoice_overdue: {
      title: 'Factura vencida',
      message: 'La factura {number} de {amount} a nombre de {payer} ha vencido.',
    },
    onboarding_approved: {
      title: 'Solicitud aprobada',
      message: 'Su organización puede aceptar pagos reales desde ahora.',
    },
    onboarding_rejected: {
      title: 'Solicitud devuelta',
      message: 'Su solicitud todavía no se pudo aprobar. {reason}',
    },
    account_opened: {
      title: 'Le damos la bienvenida',
      message:
        'Pruebe todo en el entorno de pruebas. Para aceptar pagos reales, complete los cuatro pasos de su solicitud.',
    },
    password_changed: { title: 'Contraseña cambiada', message: 'Se cambió la contraseña de su cuenta.' },
    second_factor_enabled: {
      title: 'Verificación en dos pasos activada',
      message: 'Para entrar hace falta desde ahora un código de su aplicación de autenticación.',
    },
    second_factor_disabled: {
      title: 'Verificación en dos pasos desactivada',
      message: 'Para entrar basta desde ahora con su contraseña.',
    },
    refresh_token_reused: {
      title: 'Sesión cerrada por su seguridad',
      message: 'Un token de su cuenta se usó dos veces; quizá lo tuvo otra persona.',
    },
    api_key_generated: {
      title: 'Clave de API generada',
      message: 'Se generó una clave de API nueva para su organización. La que sustituye, si la hay, ya no funciona.',
    },
    access_token_created: {
      title: 'Token de acceso creado',
      message: 'Un programa puede actuar en nombre de su cuenta con el token de acceso «{label}».',
    },
    bank_account_added: {
      title: 'Cuenta bancaria añadida',
      message: 'La cuenta bancaria {label} se añadió como destino de las transferencias.',
    },
    webhook_switched_off: {
      title: 'Ya no se envían eventos',
      message: 'No se envía nada más a {url}: lleva días sin aceptar eventos o indicó que ya no existe.',
    },
  },
  sandbox: 'Entorno de pruebas: no se movió dinero.',
  open: 'Abrir el panel',
  unsubscribe: 'Puede desactivar los correos sobre pagos en sus ajustes.',
};
