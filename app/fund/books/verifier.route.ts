import verifier from "./verify-ledger.mjs?raw";

/** `/fund/verify-ledger.mjs`: what anybody runs over ledger.csv, as it stands in the source. */
export function loader() {
	return new Response(verifier, { headers: { "Content-Type": "text/javascript; charset=utf-8" } });
}
