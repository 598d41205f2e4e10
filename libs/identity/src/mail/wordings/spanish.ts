import type { AccountMailWordings } from '../account-mail-kinds.js';

const DOUBT = 'Si no ha sido usted, cambie la contraseña de inmediato y póngase en contacto con soporte.';

export const SPANISH: AccountMailWordings = {
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
    paragraphs: ['La contraseña de su cuenta se cambió el {time}. Se han cerrado todas las demás sesiones.', DOUBT],
  },
  second_factor_enabled: {
    subject: 'La verificación en dos pasos está activada',
    paragraphs: [
      'Desde el {time}, iniciar sesión en su cuenta requiere un código de su aplicación de autenticación.',
      DOUBT,
    ],
  },
  second_factor_disabled: {
    subject: 'La verificación en dos pasos está desactivada',
    paragraphs: ['Desde el {time}, iniciar sesión en su cuenta requiere solo la contraseña.', DOUBT],
  },
  refresh_token_reused: {
    subject: 'Se ha cerrado una sesión por su seguridad',
    paragraphs: [
      'El {time} un token de su cuenta se usó dos veces, así que otra persona pudo tenerlo. La sesión se ha cerrado.',
      DOUBT,
    ],
  },
  api_key_generated: {
    subject: 'Se ha generado una clave de API nueva',
    paragraphs: [
      'El {time} se generó una clave de API nueva para su organización. La que sustituye, si la hay, ya no funciona.',
      DOUBT,
    ],
  },
  access_token_created: {
    subject: 'Se ha creado un token de acceso',
    paragraphs: [
      'El {time} se creó un token de acceso con el que un programa puede actuar en nombre de su cuenta.',
      DOUBT,
    ],
  },
  webhook_switched_off: {
    subject: 'Una de sus direcciones ya no recibe eventos',
    paragraphs: [
      'Desde el {time} no se envía nada a {detail}: lleva días sin aceptar eventos o indicó que ya no existe.',
      'Repárela y vuelva a activarla en sus ajustes. Los eventos de ese tiempo no se envían después.',
    ],
  },
  organization_let_live: {
    subject: 'Su organización puede aceptar pagos reales',
    paragraphs: [
      'Su solicitud fue aprobada el {time}. Desde ahora sus pagos son reales.',
      'Para probar algo sin dinero, elija el modo de prueba en su panel.',
    ],
  },
  onboarding_rejected: {
    subject: 'Debe corregir su solicitud',
    paragraphs: [
      'El {time} revisamos su solicitud y aún no pudimos aprobarla. El motivo:',
      '{detail}',
      'Corríjalo en su panel; su solicitud volverá a nosotros por sí sola.',
    ],
  },
  bank_account_added: {
    subject: 'Se ha añadido una cuenta bancaria',
    paragraphs: [
      'El {time} se añadió la cuenta bancaria {detail} a su organización como destino de sus retiros.',
      DOUBT,
    ],
  },
};
