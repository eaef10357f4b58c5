import type { Account } from "../account/account.ts";
import type { Parameters } from "../account/parameters.ts";

/** What one operation of the API does: takes the ids of its path and its parameters, answers with an object. */
export type Operation = (account: Account, parameters: Parameters, id: string) => object;

/** Operations by method and address as documented: `POST /v1/checkout/sessions/{id}/expire`. */
export type Operations = Readonly<Record<string, Operation>>;

/** The operation that a request names and the id in its address. */
export function match(
	operations: Operations,
	method: string,
	path: string,
): { name: string; operation: Operation; id: string } | undefined {
	for (const [name, operation] of Object.entries(operations)) {
		const [verb, template = ""] = name.split(" ");
		if (verb !== method) continue;
		const pattern = new RegExp(`^${template.replace("{id}", "([^/]+)")}$`);
		const found = pattern.exec(path);
		if (found) return { name, operation, id: decodeURIComponent(found[1] ?? "") };
	}
	return undefined;
}
