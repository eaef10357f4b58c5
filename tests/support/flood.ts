/** What a flood of forms came to. */
export interface Flood {
	/** Posts that were answered by the usual redirect. */
	accepted: number;
	/** Posts whose answer never came: nobody can know what became of them. */
	unanswered: number;
}

/**
 * Signs a petition from several connections at once, each with addresses of its own, until the site answers no more.
 * @param form the address of the form's action
 * @param begun is called when the first posts have been accepted
 */
export async function floodUntilGone(form: string, connections: number, begun: () => void): Promise<Flood> {
	const flood: Flood = { accepted: 0, unanswered: 0 };
	async function post(connection: number) {
		for (let n = 0; ; n++) {
			const email = `signer-${connection}-${n}@example.org`;
			const body = new URLSearchParams({ email, country: "DE", visibility: "counted" });
			try {
				const { status } = await fetch(form, { method: "POST", body, redirect: "manual" });
				if (status === 303) flood.accepted++;
				else if (status === 503) return;
				else throw new TypeError(`a post was answered ${status}`);
			} catch (error) {
				if (!(error instanceof TypeError) || error.message !== "fetch failed") throw error;
				if (!isRefused(error)) flood.unanswered++;
				return;
			}
			if (flood.accepted === connections * 3) begun();
		}
	}
	await Promise.all(Array.from({ length: connections }, (_, connection) => post(connection)));
	return flood;
}

/** Nobody listened: the post was never sent. */
function isRefused({ cause }: TypeError): boolean {
	return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
}
