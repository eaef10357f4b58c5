/** The embedded Postgres cannot start: its message is meant for the person at the terminal, without a stack. */
export class EmbeddedError extends Error {}
