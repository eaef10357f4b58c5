import { createGenerator } from "ts-json-schema-generator";

/** A part of a JSON schema (draft 7), as far as it is changed here. */
type Schema = { [name: string]: unknown };

/**
 * The JSON schema of {@link import("./wire.ts").StripeWire}, made from the pinned SDK's types. What types say too widely
 * is made narrower: an open enum (`OtherString`) is closed, a number is an integer, and what is said for readers goes.
 * @returns the text of `wire.schema.json`
 */
export function wireSchema(): string {
	const schema = createGenerator({
		path: "tests/doubles/stripe/wire.ts",
		tsconfig: "tsconfig.json",
		type: "StripeWire",
		skipTypeCheck: true,
		additionalProperties: false,
	}).createSchema("StripeWire") as { definitions: Schema };
	narrow(schema);
	schema.definitions.OtherString = { not: {} };
	return `${JSON.stringify(schema, null, "\t")}\n`;
}

function narrow(part: unknown): void {
	if (typeof part !== "object" || part === null) return;
	const schema = part as Schema;
	if (typeof schema.description === "string") delete schema.description;
	if (schema.type === "number") schema.type = "integer";
	if (Array.isArray(schema.type)) schema.type = schema.type.map((type) => (type === "number" ? "integer" : type));
	for (const inner of Object.values(schema)) narrow(inner);
}
