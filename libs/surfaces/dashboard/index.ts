export { dashboardDoor } from './dashboard-door.js';
