import { integerAt, type Parameters, textAt } from "../account/parameters.ts";
import { Refusal } from "../account/refusal.ts";

interface Listed {
	id: string;
	created?: number;
}

/**
 * One page of a list, newest first, as https://docs.stripe.com/api/pagination has it: `limit`, `starting_after`,
 * `ending_before`, and `created` as a moment or a range.
 * @param objects in the order of creation
 * @throws Refusal when a cursor names nothing in the list
 */
export function page<T extends Listed>(objects: Iterable<T>, parameters: Parameters, url: string): object {
	const all = [...objects].reverse().filter(createdIn(parameters));
	const limit = integerAt(parameters, "limit") ?? 10;
	if (limit < 1 || limit > 100) throw new Refusal("limit must be between 1 and 100", { param: "limit" });
	const [after, before] = [textAt(parameters, "starting_after"), textAt(parameters, "ending_before")];
	if (before) {
		const end = placeOf(all, before, "ending_before");
		return { object: "list", data: all.slice(Math.max(0, end - limit), end), has_more: end > limit, url };
	}
	const start = after ? placeOf(all, after, "starting_after") + 1 : 0;
	return { object: "list", data: all.slice(start, start + limit), has_more: start + limit < all.length, url };
}

/** Keeps what agrees with every parameter that is there. */
export function where<T>(
	objects: Iterable<T>,
	parameters: Parameters,
	fields: Record<string, (object: T) => string | null | undefined>,
): T[] {
	return [...objects].filter((object) =>
		Object.entries(fields).every(([path, field]) => {
			const wanted = textAt(parameters, path);
			return wanted === undefined || field(object) === wanted;
		}),
	);
}

function placeOf(objects: readonly Listed[], id: string, param: string): number {
	const place = objects.findIndex((object) => object.id === id);
	if (place < 0) throw new Refusal(`No such object: '${id}'`, { code: "resource_missing", param });
	return place;
}

function createdIn(parameters: Parameters): (object: Listed) => boolean {
	const [exact, gt, gte, lt, lte] = ["created", "created.gt", "created.gte", "created.lt", "created.lte"].map((path) =>
		integerAt(parameters, path),
	);
	return ({ created = 0 }) =>
		(exact === undefined || created === exact) &&
		(gt === undefined || created > gt) &&
		(gte === undefined || created >= gte) &&
		(lt === undefined || created < lt) &&
		(lte === undefined || created <= lte);
}
