/** Kinds of items whose senders may wait for an answer: what a ready answer can be for. */
export const kindNames: readonly string[] = ["report", "contact"];
