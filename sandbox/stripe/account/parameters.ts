import qs from "qs";
import { Refusal } from "./refusal.ts";

/** Parameters as a form or a query carries them: texts, lists and records of the same. */
export type Parameters = { [name: string]: unknown };

/** Reads `a[b][0][c]=…` as the API does. */
export function parseParameters(encoded: string): Parameters {
	return qs.parse(encoded, { depth: 20, arrayLimit: 1000, parameterLimit: 5000 }) as Parameters;
}

/** The value at a dotted path; undefined where there is none. */
function at(parameters: Parameters, path: string): unknown {
	if (path === "") return parameters;
	let value: unknown = parameters;
	for (const step of path.split(".")) {
		if (typeof value !== "object" || value === null) return undefined;
		value = (value as Parameters)[step];
	}
	return value;
}

/** A text, or undefined where it is absent or empty: an empty text unsets a field. */
export function textAt(parameters: Parameters, path: string): string | undefined {
	const value = at(parameters, path);
	return typeof value === "string" && value !== "" ? value : undefined;
}

/** @throws Refusal when the text is no whole number */
export function integerAt(parameters: Parameters, path: string): number | undefined {
	const text = textAt(parameters, path);
	if (text === undefined) return undefined;
	if (!/^-?\d{1,15}$/.test(text))
		throw new Refusal(`Invalid integer: ${text}`, { code: "parameter_invalid_integer", param: path });
	return Number(text);
}

/** True, false, or undefined where nothing is said. */
export function flagAt(parameters: Parameters, path: string): boolean | undefined {
	const text = textAt(parameters, path);
	return text === undefined ? undefined : text === "true";
}

/** A list, empty where there is none. */
export function listAt(parameters: Parameters, path: string): unknown[] {
	const value = at(parameters, path);
	return Array.isArray(value) ? value : value === undefined || value === "" ? [] : [value];
}

/** The names that stand at a path; none where nothing does. @param path empty for all parameters */
export function namesAt(parameters: Parameters, path: string): string[] {
	const value = at(parameters, path);
	return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** A record of texts, as metadata is. */
export function recordAt(parameters: Parameters, path: string): Record<string, string> {
	const value = at(parameters, path);
	if (typeof value !== "object" || value === null) return {};
	return Object.fromEntries(
		Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
	);
}

/** @throws Refusal naming the parameter that is missing */
export function required<T>(value: T | undefined, param: string): T {
	if (value === undefined) throw new Refusal(`Missing required param: ${param}.`, { code: "parameter_missing", param });
	return value;
}
