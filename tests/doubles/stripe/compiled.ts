import type { Ajv, ValidateFunction } from "ajv";
import { said } from "./said.ts";
import type { Schema } from "./sent-part.ts";

/** Judges values by schemas, compiling each schema once. */
export function judge(ajv: Ajv): (schema: Schema, value: object) => string[] {
	const compiled = new Map<string, ValidateFunction>();
	return (schema, value) => {
		const key = JSON.stringify(schema);
		const validate = compiled.get(key) ?? ajv.compile(schema);
		compiled.set(key, validate);
		// A validator turns texts into numbers in place.
		return validate(structuredClone(value)) ? [] : said(validate.errors);
	};
}
