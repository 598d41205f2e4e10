/** Why the platform cannot start; the message is what the person at the terminal reads. */
export class LaunchProblem extends Error {}
