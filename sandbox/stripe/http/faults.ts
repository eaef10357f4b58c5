/** What goes wrong with a request: refused as busy, an error of theirs, a line cut, or only slow. */
export interface Fault {
	kind: "conflict" | "rate-limit" | "error" | "reset" | "slow";
	/** `POST /v1/refunds` and the like; every operation when absent. */
	operation?: string;
	/** Whether what was asked for has been done when it goes wrong: the answer alone is lost. */
	after?: boolean;
	/** How many requests meet it; 1 when absent. */
	times?: number;
	/** Of `slow`, in milliseconds. */
	wait?: number;
}

/** The answers to busy and broken (https://docs.stripe.com/api/errors, /rate-limits). */
export const faultAnswers = {
	conflict: { status: 409, type: "idempotency_error", message: "Another request with this key is in progress." },
	"rate-limit": { status: 429, type: "invalid_request_error", message: "Too many requests.", code: "rate_limit" },
	error: { status: 500, type: "api_error", message: "An unknown error occurred." },
} as const;

/** The faults that wait for their request. */
export class Faults {
	readonly #waiting: { fault: Fault; left: number }[] = [];

	/** The next requests of that operation meet it. */
	add(fault: Fault): void {
		this.#waiting.push({ fault, left: fault.times ?? 1 });
	}

	clear(): void {
		this.#waiting.length = 0;
	}

	/** The fault that this request meets, counted. */
	take(operation: string | undefined): Fault | undefined {
		const found = this.#waiting.find(
			({ fault, left }) => left > 0 && (fault.operation === undefined || fault.operation === operation),
		);
		if (!found) return;
		found.left -= 1;
		return found.fault;
	}
}
