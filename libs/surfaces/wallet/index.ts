export { walletDoor } from './wallet-door.js';
