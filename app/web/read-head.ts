import type { IncomingMessage } from "node:http";
import { type Admitted, admit, type Refusal } from "./admit.ts";
import { memoize } from "./memoize.ts";
import type { SiteSettings } from "./site.ts";

/**
 * Looks at the heads of requests. What a GET or a HEAD asks for depends on three texts alone, which most requests share
 * with thousands of others.
 */
export function headReader(settings: SiteSettings): (request: IncomingMessage) => Admitted | Refusal {
	const plain = memoize(1_000, (text) => {
		// Neither a method nor a target can have a space in it.
		const [method, target, ...host] = text.split(" ");
		return admit({ method, target, hosts: [host.join(" ")], header: () => undefined }, settings);
	});
	return ({ method, url, headers, rawHeaders }) => {
		const hosts = hostsIn(rawHeaders);
		if ((method === "GET" || method === "HEAD") && hosts.length === 1) return plain(`${method} ${url} ${hosts[0]}`);
		return admit({ method, target: url, hosts, header: (name) => headers[name]?.toString() }, settings);
	};
}

/** Every Host header: node keeps only the first. */
function hostsIn(rawHeaders: readonly string[]): string[] {
	const hosts: string[] = [];
	for (let i = 0; i < rawHeaders.length; i += 2) {
		const name = rawHeaders[i] ?? "";
		if (name.length === 4 && name.toLowerCase() === "host") hosts.push(rawHeaders[i + 1] ?? "");
	}
	return hosts;
}
