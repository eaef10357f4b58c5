import { Refusal } from "../account/refusal.ts";
import type { State } from "../account/state.ts";

/** Where an object is kept whose id begins so. */
const places: Record<string, readonly (keyof State)[]> = {
	cs: ["sessions"],
	pi: ["intents"],
	ch: ["charges"],
	py: ["charges"],
	re: ["refunds"],
	pyr: ["refunds"],
	dp: ["disputes"],
	po: ["payouts"],
	txn: ["transactions"],
	cus: ["customers"],
	pm: ["methods"],
	prod: ["products"],
	price: ["prices"],
	sub: ["subscriptions"],
	in: ["invoices"],
	bpc: ["portalConfigurations"],
};

/** Lists that an object has only when they are asked for. */
const includable: Record<string, Record<string, (state: State, id: string) => object[]>> = {
	invoice: { payments: (state, id) => [...state.invoicePayments.values()].filter(({ invoice }) => invoice === id) },
	charge: { refunds: (state, id) => [...state.refunds.values()].filter(({ charge }) => charge === id) },
};

type Shape = Record<string, unknown>;

/**
 * Replaces ids by the objects they name, along dotted paths (https://docs.stripe.com/api/expanding_objects).
 * @param answer is changed
 * @throws Refusal when a path leads nowhere
 */
export function expand(state: State, answer: object, paths: readonly string[]): object {
	for (const path of paths) expandAt(state, answer as Shape, path.split("."), path);
	return answer;
}

function expandAt(state: State, object: Shape, [field = "", ...rest]: readonly string[], path: string): void {
	const list = includable[String(object.object)]?.[field];
	if (list && object[field] === undefined) {
		const data = structuredClone(list(state, String(object.id)));
		object[field] = { object: "list", data, has_more: false, url: `/v1/${object.object}s/${object.id}/${field}` };
	}
	if (!(field in object)) throw new Refusal(`This property cannot be expanded (${path}).`, { param: "expand" });
	const value = object[field];
	if (typeof value === "string") object[field] = found(state, value);
	if (rest.length === 0) return;
	for (const next of Array.isArray(object[field]) ? object[field] : [object[field]])
		if (typeof next === "object" && next !== null) expandAt(state, next as Shape, rest, path);
}

/** A copy of the object with this id; the id itself where it names none. */
function found(state: State, id: string): unknown {
	const prefix = id.slice(0, id.indexOf("_"));
	for (const place of places[prefix] ?? []) {
		const object = (state[place] as Map<string, unknown>).get(id);
		if (object) return structuredClone(object);
	}
	return id;
}
