import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { judge } from "./compiled.ts";
import { type Schema, sentPart } from "./sent-part.ts";

/** First opinion: the types of the pinned SDK, which are exactly our API version. */
const by = judge(new Ajv({ strict: false, coerceTypes: "array", allErrors: true, allowUnionTypes: true }));
let definitions: Record<string, Schema> | undefined;

/** What the SDK's types say against a request: nothing, if it is as they have it. */
export function againstSdk(operation: string, parameters: object): string[] {
	definitions ??= JSON.parse(readFileSync("tests/doubles/stripe/wire.schema.json", "utf8")).definitions;
	const wire = definitions?.StripeWire?.properties as Record<string, Schema> | undefined;
	const schema = wire?.[operation];
	if (!schema) return [`${operation} is not in tests/doubles/stripe/wire.ts`];
	return by(sentPart(schema, [parameters], definitionOf), parameters);
}

/** @throws Error when the schema names what it does not have */
function definitionOf(ref: string): Schema {
	const found = definitions?.[decodeURIComponent(ref.replace("#/definitions/", ""))];
	if (!found) throw new Error(`no ${ref} in wire.schema.json`);
	return found;
}
