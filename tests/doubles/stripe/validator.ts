import type { OnRequest, SeenRequest } from "#sandbox/stripe/http/api.ts";
import { againstOpenApi } from "./open-api.ts";
import { againstRules } from "./rules.ts";
import { againstSdk } from "./sdk-types.ts";

/** Looks at requests and remembers which were wrong. */
export interface StripeValidator {
	/** For the stand-in: a wrong request is answered with 400. */
	onRequest: OnRequest;
	/** Requests that Stripe would refuse, as sentences. */
	wrong: string[];
	/** Operations that were seen, each once. */
	seen: Set<string>;
	/** @throws Error naming every request that was wrong: the end of a test calls it */
	assertNone(): void;
}

/** Asks the SDK's types, Stripe's own description and the rules across fields. */
export function stripeValidator(): StripeValidator {
	const wrong: string[] = [];
	const seen = new Set<string>();
	return {
		wrong,
		seen,
		onRequest(request) {
			const complaints = complaintsAbout(request);
			seen.add(request.operation ?? `${request.method} ${request.path}`);
			if (complaints.length === 0) return undefined;
			const complaint = `${request.operation ?? request.path}: ${complaints.join("; ")}`;
			wrong.push(complaint);
			return complaint;
		},
		assertNone() {
			if (wrong.length > 0) throw new Error(`Stripe would have refused:\n${wrong.join("\n")}`);
		},
	};
}

/** All that is wrong with a request. */
export function complaintsAbout(request: SeenRequest): string[] {
	const { operation, parameters, method, path } = request;
	if (!operation) return [`the stand-in knows no ${method} ${path}`];
	const shape = [...againstSdk(operation, parameters), ...againstOpenApi(operation, parameters)];
	// Rules read fields whose shape is right.
	return shape.length > 0 ? shape : againstRules(request);
}
