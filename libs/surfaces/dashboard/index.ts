export { dashboardDoor } from './dashboard-door.js';
export { dashboardWebhooks } from './webhooks.js';
