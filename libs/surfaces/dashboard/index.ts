export { dashboardDoor } from './dashboard-door.js';
export { dashboardReports } from './reports/report-wordings.js';
export { dashboardWebhooks } from './webhooks.js';
