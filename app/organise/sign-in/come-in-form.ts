import { type Fields, text, unreadable } from "#app/web/form.ts";

/** What is wrong with a field of the page by which an organiser comes in. */
export type ComeInFault = "missing" | "unreadable" | "long" | "short" | "common" | "near" | "wrong";
export type ComeInErrors = Partial<Record<"name" | "password" | "code", ComeInFault>>;

const LONGEST_NAME = 60;

/** The name that other organisers will see, and what is wrong with it; any name will do, a real one need not. */
export function readName(fields: Fields): { name: string; fault: ComeInFault | undefined } {
	const name = text(fields, "name").replace(/\s+/g, " ");
	return { name, fault: faultOf(name) };
}

function faultOf(name: string): ComeInFault | undefined {
	if (name === "") return "missing";
	if (unreadable(name)) return "unreadable";
	return [...name].length > LONGEST_NAME ? "long" : undefined;
}
