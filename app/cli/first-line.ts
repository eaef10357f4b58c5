import { createInterface } from "node:readline/promises";

/** The first line of standard input: what shall not stay in the shell's history. */
export async function firstLine(): Promise<string> {
	for await (const line of createInterface({ input: process.stdin })) return line.trim();
	return "";
}
