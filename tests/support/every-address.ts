import { locales } from "#app/i18n/translate.ts";
import routes from "#app/routes.ts";

/** What stands in an address for its places, one after the other. */
const examples: Readonly<Record<string, readonly string[]>> = {
	locale: locales,
	slug: ["zhanaozen", "sample-london"],
	number: ["1", "99"],
	form: ["poster", "leaflet"],
	// The samples' year, and one of which nothing is published.
	year: [String(new Date().getUTCFullYear()), "1999"],
	"*": ["en.png", "nowhere"],
};

/**
 * Every address of the table of routes, each place filled with what there is and with what there is not: a room's new
 * address is among them by itself. Left out are the organisers' side, which asks who one is, and the demonstration's
 * mailbox, which is everybody's letters.
 */
export function everyAddress(): string[] {
	return routes
		.map(({ path = "" }) => path)
		.filter((path) => !/^(?:organise|mailbox)/.test(path))
		.flatMap((path) => filled(`/${path}`));
}

function filled(path: string): string[] {
	const [place, name] = /:([a-z]+)|\*/.exec(path) ?? [];
	if (!place) return [path];
	// Who has no token hears the same in every language.
	const one = name === "locale" && path.includes(":token");
	return (one ? ["en"] : (examples[name ?? "*"] ?? ["none"])).flatMap((example) =>
		filled(path.replace(place, example)),
	);
}
