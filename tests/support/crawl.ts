import type { Client } from "./client.ts";
import { everyAddress } from "./every-address.ts";

/**
 * Asks for every address of the table of routes and for all that the answers lead to, four at a time: what everybody can
 * ask this site for.
 * @param more addresses that nothing leads to
 * @param asks which of them all
 * @returns what each `said`
 */
export async function crawl(
	app: Pick<Client, "get" | "origin">,
	more: readonly string[] = [],
	asks: (path: string) => boolean = () => true,
): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	const from = ["/sitemap.xml", ...everyAddress(), ...more].filter(asks);
	const [seen, left] = [new Set(from.map(shapeOf)), [...from]];
	const ask = async () => {
		for (let path = left.pop(); path !== undefined; path = left.pop()) {
			const text = await said(app, path);
			found.set(path, text);
			for (const next of leadsOf(text, app.origin))
				if (asks(next) && !seen.has(shapeOf(next))) {
					seen.add(shapeOf(next));
					left.push(next);
				}
		}
	};
	await Promise.all([ask(), ask(), ask(), ask()]);
	return found;
}

/** What an address answers: where it leads, a line, its text. @throws when it is a fault */
export async function said(app: Pick<Client, "get">, path: string): Promise<string> {
	const answer = await app.get(path);
	if (answer.status >= 500) throw new Error(`${path} is answered by ${answer.status}`);
	return `${answer.headers.get("Location") ?? ""}\n${await answer.text()}`;
}

/** Of a hundred pickets and cities one is asked for: their pages differ in what hosts wrote, not in what signers did. */
function shapeOf(path: string): string {
	return path.replace(/sample-[a-z]+/, "sample").replace(/(city|country|near)=\w+/, "$1");
}

/** The addresses of this site in an answer, without the organisers' side and the demonstration's mailbox. */
function leadsOf(said: string, origin: string): string[] {
	const [location = "", text = ""] = said.split(/\n(.*)/s);
	const attributes = [...text.matchAll(/(?:href|src|action)="([^"#]+)/g)].map(([, address = ""]) => address);
	const places = [...text.matchAll(/<(?:loc|id|url)>([^<]+)</g)].map(([, address = ""]) => address);
	return [...attributes, ...places, location]
		.map((address) => address.replaceAll("&amp;", "&").replace(origin, ""))
		.filter((path) => /^\/(?!\/|organise|mailbox|assets)/.test(path));
}
