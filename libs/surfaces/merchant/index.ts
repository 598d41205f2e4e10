export { merchantDoor } from './merchant-door.js';
