export { paymentLinksDoor } from './payment-links-door.js';
