/** PostgreSQL schema of the queues in the profile without Redis. */
export const QUEUE_SCHEMA = 'bullmq';
