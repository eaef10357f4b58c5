/** Fewer people than this are never shown apart from others (decision 10). */
export const smallest = 5;
