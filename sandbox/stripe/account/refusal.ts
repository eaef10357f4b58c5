/** What the API answers when it will not do something (https://docs.stripe.com/api/errors). */
export class Refusal extends Error {
	readonly status: number;
	readonly type: "invalid_request_error" | "card_error" | "idempotency_error" | "api_error";
	readonly code: string | undefined;
	readonly param: string | undefined;

	constructor(
		message: string,
		{
			status = 400,
			type = "invalid_request_error",
			code,
			param,
		}: { status?: number; type?: Refusal["type"]; code?: string; param?: string } = {},
	) {
		super(message);
		this.status = status;
		this.type = type;
		this.code = code;
		this.param = param;
	}
}

/** @throws Refusal 404 when there is no such object */
export function kept<T>(objects: Map<string, T>, id: string | undefined, what: string): T {
	const found = id === undefined ? undefined : objects.get(id);
	if (found === undefined)
		throw new Refusal(`No such ${what}: '${id ?? ""}'`, { status: 404, code: "resource_missing", param: "id" });
	return found;
}
