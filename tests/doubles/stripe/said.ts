import type { ErrorObject } from "ajv";

/** A validator's complaints, one line each; of an alternative (`anyOf`) every branch's. */
export function said(errors: readonly ErrorObject[] | null | undefined): string[] {
	const lines = (errors ?? []).map(({ instancePath, message, params }) => {
		const { additionalProperty, allowedValues } = params as { additionalProperty?: string; allowedValues?: string[] };
		const more = additionalProperty ?? allowedValues?.join(" ");
		return `${instancePath || "/"} ${message}${more ? `: ${more}` : ""}`;
	});
	return [...new Set(lines)];
}
